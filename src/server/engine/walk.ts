import { isPending, type Now } from '../../now.js'
import type { PacketTrace } from './trace.js'

/** 'drop' ends the walk: no answer, nothing more is done. */
export type Verdict = undefined | 'drop'

/** One step of a walk: reads and fills named slots of the exchange. A promise parks this packet, not the server. */
export type Step<X> = (x: X) => Now<Verdict>

/**
 * Go on with `next` when the value comes. A closure that a step makes itself costs each packet that walks it an object,
 * also those that do not wait: it is made here, by those that do.
 */
export function onceKnown<X, T, R>(x: X, pending: Promise<T>, next: (x: X, value: T) => Now<R>): Promise<R> {
  return pending.then(value => next(x, value))
}

/** The steps of a walk by name, in their order. */
export type Steps<X> = Readonly<Record<string, Step<X>>>

/** The same steps, each telling the packet's trace when it has been walked. */
export function traced<X extends { readonly trace: PacketTrace | undefined }>(steps: Steps<X>): Step<X>[] {
  return Object.entries(steps).map(([name, step]) => x => {
    const told = (said: Verdict): Verdict => {
      x.trace?.after(name, said)
      return said
    }
    const said = step(x)
    return isPending(said) ? said.then(told) : told(said)
  })
}

/** What a walk needs of the packets that walk it. */
export interface Walker {
  /** Called once when a step has to wait: whatever belongs to the link's arena must be copied now. */
  park(): void
}

/** How a walk tells its end. */
export interface WalkEnd<X> {
  /** All steps were walked, or one said 'drop'. */
  ended(x: X, verdict: Verdict): void
  /** A step waits; the exchange is somebody else's until `ended` or `failed`. */
  parked(x: X): void
  /** A step threw or its promise was rejected: the packet is dropped and counted, the server goes on. */
  failed(x: X, reason: unknown): void
}

/** The ordered list of steps that every packet walks. */
export class Walk<X extends Walker> {
  readonly #steps: readonly Step<X>[]
  readonly #end: WalkEnd<X>

  constructor(steps: readonly Step<X>[], end: WalkEnd<X>) {
    this.#steps = steps
    this.#end = end
  }

  /** Walk from step `from`. True when the walk has ended, false when it is parked. */
  go(x: X, from = 0): boolean {
    const steps = this.#steps
    let i = from
    try {
      for (; i < steps.length; i++) {
        const result = steps[i]!(x)
        if (result === undefined) continue
        if (isPending(result)) {
          x.park()
          this.#end.parked(x)
          this.#resume(x, i + 1, result)
          return false
        }
        this.#end.ended(x, result)
        return true
      }
    } catch (reason) {
      this.#end.failed(x, reason)
      return true
    }
    this.#end.ended(x, undefined)
    return true
  }

  #resume(x: X, next: number, pending: Promise<Verdict>): void {
    pending.then(
      verdict => {
        if (verdict === undefined) this.#continue(x, next)
        else this.#end.ended(x, verdict)
      },
      reason => this.#end.failed(x, reason),
    )
  }

  #continue(x: X, next: number): void {
    // a step that waits again is parked already; park() of an exchange that owns its bytes does nothing
    this.go(x, next)
  }
}
