/** Work that stops by itself every few hundred microseconds at most, and ends with a T. */
export type Sliced<T> = Generator<undefined, T, undefined>

/** Do it in one go. */
export function runAtOnce<T>(work: Sliced<T>): T {
  let step = work.next()
  while (!step.done) step = work.next()
  return step.value
}

/** What long work needs to know of time. */
export interface Pace {
  /** Milliseconds from an arbitrary start; never goes backwards. */
  monotonic(): number
  /** Resolves when waiting packets had their turn. */
  pause(): Promise<void>
  /** Milliseconds of work between two pauses. */
  readonly slice: number
}

/** Do it in slices: no more than `pace.slice` milliseconds (and one step) at a time. */
export async function runSliced<T>(work: Sliced<T>, pace: Pace): Promise<T> {
  let until = pace.monotonic() + pace.slice
  let step = work.next()
  while (!step.done) {
    if (pace.monotonic() >= until) {
      await pace.pause()
      until = pace.monotonic() + pace.slice
    }
    step = work.next()
  }
  return step.value
}
