/** Time is passed in, so that a server under test lives in virtual time. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. */
  now(): number
  /** Wall clock, whole seconds since 1970: what leases are dated with. */
  seconds(): number
  /** Never goes backwards; milliseconds with a fraction, from an arbitrary start. */
  monotonic(): number
}

/** Things to be done later. Every timer is owned by whoever started it, and ends with cancel(). */
export interface Timers {
  /** Once, after `ms` milliseconds. Does not keep the process alive. */
  after(ms: number, run: () => void): Timer
  /** Again and again, `ms` after the previous run has ended. */
  every(ms: number, run: () => void): Timer
  /** As soon as waiting packets had their turn: the slice boundary of long work. */
  soon(run: () => void): void
}

export interface Timer {
  cancel(): void
}
