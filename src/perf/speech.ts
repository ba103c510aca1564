import type { Out } from '../net/link.js'
import type { Kind } from './kind.js'

/** What a client makes of an answer. */
export const Verdict = {
  /** The exchange goes on, or is complete. */
  accepted: 0,
  /** The server refuses: the exchange has ended. */
  refused: 1,
  /** A client discards it and goes on waiting (RFC 2131 4.4.1, RFC 8415 16). */
  discarded: 2,
} as const
export type Verdict = (typeof Verdict)[keyof typeof Verdict]

/** What the player asks of a protocol family: messages written in place, answers read and judged. */
export interface Speech {
  /**
   * Write a message into the slot, without destination. The second message of an exchange answers what read() has read
   * last. `elapsed`: milliseconds that the client says it has waited.
   */
  write(out: Out, kind: Kind, client: number, xid: number, relay: number, elapsed: number): void
  /** Point at the datagram arena[start, end) and return its transaction id; -1: it cannot be read. */
  read(arena: Buffer, start: number, end: number): number
  /** The id at its usual place in bytes that read() refuses, as far as there is one; -1. */
  guessXid(arena: Buffer, start: number, end: number): number
  /** Hold what was read against what was asked. Times in milliseconds. */
  judge(kind: Kind, client: number, now: number): Verdict
  /** The answer last read completes the exchange although it answers the first message (rapid commit). */
  readonly completes: boolean
  /** The client has a lease. */
  holds(client: number, now: number): boolean
  /** The client's lease is gone. */
  drop(client: number): void
  /** Whether messages of this kind are answered. */
  answers(kind: Kind): boolean
  /** Seconds to the renewal of the client's lease; 0: the server said nothing. */
  renewal(client: number): number
  /** What was read last, in words. */
  describe(): string
  /** Templates as they are sent, for diagnostics. */
  templates(): readonly Buffer[]
  /** Leases that clients hold now, one line each. */
  leases(now: number): string[]
  /** The first server identifier that was heard, hexadecimal; ''. */
  readonly serverId: string
}
