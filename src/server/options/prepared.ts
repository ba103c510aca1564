/** The options of an answer as they go on the wire, but for those that are the client's own. */
export interface Prepared {
  /** Everything before the client's own option. */
  readonly head: Buffer
  /** Everything behind it. */
  readonly tail: Buffer
}

interface Entry extends Prepared {
  /** What was asked for: the parameter request list. */
  readonly asked: Buffer
  readonly lifetime: number
  readonly server: number
}

/** Kinds of question that are remembered for one pool: a link has few kinds of clients. */
const ENTRIES = 8

/**
 * Clients of one kind ask for the same options, and get the same bytes: what one of them was answered is kept for the
 * next, by pool, parameter request list, lifetime and server identifier.
 */
export class PreparedAnswers {
  readonly #entries: Entry[] = []
  #oldest = 0

  /** The options for a client that asks for asked[start, end). */
  find(asked: Uint8Array, start: number, end: number, lifetime: number, server: number): Prepared | undefined {
    const entries = this.#entries
    for (let i = 0; i < entries.length; i++) {
      const entry = entries[i]!
      if (entry.lifetime === lifetime && entry.server === server && equal(entry.asked, asked, start, end)) return entry
    }
    return undefined
  }

  /** Remember what was answered; the kind that was met first makes way. */
  keep(asked: Uint8Array, lifetime: number, server: number, prepared: Prepared): void {
    const entry = { asked: Buffer.from(asked), lifetime, server, ...prepared }
    if (this.#entries.length < ENTRIES) this.#entries.push(entry)
    else {
      this.#entries[this.#oldest] = entry
      this.#oldest = (this.#oldest + 1) % ENTRIES
    }
  }
}

function equal(a: Uint8Array, b: Uint8Array, start: number, end: number): boolean {
  if (a.length !== end - start) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[start + i]) return false
  return true
}
