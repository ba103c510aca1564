import { isPending, type Now } from '../../now.js'

/** What a listener wants to happen next. Of several verdicts the strongest holds: drop, skip, continue. */
export type Verdict = 'continue' | 'skip' | 'drop'

/** Called with the arguments of its point, which it may read and, where the point says so, change. Nothing: continue. */
export type Listener<Args> = (args: Args) => Now<Verdict | undefined>

/** A listener failed: it threw, or its promise was rejected. */
export type Failure = (point: string, error: unknown) => void

/**
 * A place in the server's work where features listen. Listeners run in the order in which they were added; after a
 * drop no further one is called.
 */
export class Point<Args> {
  readonly name: string
  readonly #failed: Failure
  readonly #together: boolean
  /** Replaced, never changed: a run that is under way keeps the list it began with. */
  #listeners: readonly Listener<Args>[] = []

  /**
   * @param name Kea's name of the hook point
   * @param together listeners that wait do not wait for each other: each is told at once, as of something that has happened
   */
  constructor(name: string, failed: Failure, together = false) {
    this.name = name
    this.#failed = failed
    this.#together = together
  }

  /** Does anybody listen? Ask before building arguments. */
  get heard(): boolean {
    return this.#listeners.length > 0
  }

  /** Listen from the next run on. Call remove() to stop; doing so twice is harmless. */
  add(listener: Listener<Args>): { remove(): void } {
    // a wrapper of its own, so that the same function added twice is two listeners
    const entry: Listener<Args> = args => listener(args)
    this.#listeners = [...this.#listeners, entry]
    return {
      remove: () => {
        this.#listeners = this.#listeners.filter(other => other !== entry)
      },
    }
  }

  /** Ask everybody. A promise when a listener returned one. */
  run(args: Args): Now<Verdict> {
    if (this.#listeners.length === 0) return 'continue'
    return this.#together ? this.#runTogether(args) : this.#runFrom(this.#listeners, 0, args, 'continue')
  }

  #runFrom(listeners: readonly Listener<Args>[], from: number, args: Args, before: Verdict): Now<Verdict> {
    let verdict = before
    for (let i = from; i < listeners.length; i++) {
      const said = this.#ask(listeners[i]!, args)
      if (isPending(said)) {
        const next = i + 1
        const reached = verdict
        return this.#caught(said).then(late => {
          const stronger = strongest(reached, late)
          return stronger === 'drop' ? 'drop' : this.#runFrom(listeners, next, args, stronger)
        })
      }
      verdict = strongest(verdict, said)
      if (verdict === 'drop') return 'drop'
    }
    return verdict
  }

  #runTogether(args: Args): Now<Verdict> {
    let verdict: Verdict = 'continue'
    let waiting: Promise<Verdict | undefined>[] | undefined
    for (const listener of this.#listeners) {
      const said = this.#ask(listener, args)
      if (isPending(said)) {
        waiting ??= []
        waiting.push(this.#caught(said))
      } else {
        verdict = strongest(verdict, said)
        if (verdict === 'drop') break
      }
    }
    if (waiting === undefined) return verdict
    return Promise.all(waiting).then(late => late.reduce<Verdict>(strongest, verdict))
  }

  #ask(listener: Listener<Args>, args: Args): Now<Verdict | undefined> {
    try {
      return listener(args)
    } catch (error) {
      this.#failed(this.name, error)
      return 'continue'
    }
  }

  #caught(said: Promise<Verdict | undefined>): Promise<Verdict | undefined> {
    return said.catch((error: unknown) => {
      this.#failed(this.name, error)
      return undefined
    })
  }
}

function strongest(a: Verdict, b: Verdict | undefined): Verdict {
  if (a === 'drop' || b === 'drop') return 'drop'
  return a === 'skip' || b === 'skip' ? 'skip' : 'continue'
}
