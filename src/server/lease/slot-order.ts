import type { Sliced } from '../config/slices.js'

/** Items that are sorted in one go; some ten thousand comparisons. */
const RUN = 512
/** Items merged between two stops. */
const STEP = 1024

/** Sort in place, with stops: a million rows in one go would hold packets back for a second. */
export function* sortSlots(slots: number[], compare: (a: number, b: number) => number): Sliced<void> {
  const { length } = slots
  if (length <= RUN) {
    slots.sort(compare)
    return
  }
  for (let start = 0; start < length; start += RUN) {
    const run = slots.slice(start, start + RUN).sort(compare)
    for (let i = 0; i < run.length; i++) slots[start + i] = run[i]!
    yield
  }
  let from = slots
  let to: number[] = new Array(length)
  for (let width = RUN; width < length; width *= 2) {
    let left = STEP
    for (let start = 0; start < length; start += width * 2) {
      const middle = Math.min(start + width, length)
      const end = Math.min(start + width * 2, length)
      let a = start
      let b = middle
      for (let at = start; at < end; at++) {
        to[at] = b >= end || (a < middle && compare(from[a]!, from[b]!) <= 0) ? from[a++]! : from[b++]!
        if (--left > 0) continue
        left = STEP
        yield
      }
    }
    const sorted = to
    to = from
    from = sorted
  }
  for (let i = 0; from !== slots && i < length; i++) slots[i] = from[i]!
}
