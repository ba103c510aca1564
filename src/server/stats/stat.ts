/** A statistic the server counts. Cheap enough for the packet path: no allocation, no clock read of its own. */
export interface Counter {
  readonly name: string
  /** The nearest number there is; see `exact`. */
  readonly value: number
  /** A bigint where a number would not be exact: totals of DHCPv6 go up to 2^128. */
  readonly exact: number | bigint
  add(n: number): void
  set(value: number | bigint): void
}

/** The server's statistics, with Kea's names ("pkt4-received", "subnet[1].assigned-addresses"). */
export interface Statistics {
  /** The counter of that name, made with value 0 when it is new. Keep the object: it stays the same for its life. */
  counter(name: string): Counter
  find(name: string): Counter | undefined
  remove(name: string): boolean
}
