/** Seconds that a fuzzer runs; KEATS_FUZZ_SECONDS for long runs. */
export const fuzzSeconds = Number(process.env.KEATS_FUZZ_SECONDS ?? 2)
/** KEATS_FUZZ_SEED repeats a run. */
export const fuzzSeed = Number(process.env.KEATS_FUZZ_SEED ?? Date.now() % 0x7fffffff)

/** A whole number from 0 up to, not including, the limit. */
export type Random = (limit: number) => number

/** xorshift32: the run is told by its seed. */
export function randomOf(start: number): Random {
  let state = start | 1
  return limit => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % limit
  }
}

export function pickOf<T>(random: Random, list: readonly T[]): T {
  return list[random(list.length)]!
}

/** The same bytes with some changed, moved or cut off: most of them from `from` on, at least `least` of them. */
export function mutated(bytes: Buffer, random: Random, from: number, least: number): Buffer {
  let end = bytes.length
  for (let n = random(5); n > 0; n--) {
    const at = random(4) === 0 ? random(bytes.length) : Math.min(from + random(60), bytes.length - 1)
    const how = random(4)
    if (how === 0) bytes[at] = random(256)
    else if (how === 1) bytes[at]! ^= 1 << random(8)
    else if (how === 2) bytes.copyWithin(at, random(bytes.length), bytes.length)
    else end = Math.max(Math.min(least, bytes.length), end - random(60))
  }
  return bytes.subarray(0, end)
}
