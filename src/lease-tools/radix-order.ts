/**
 * Put `slots` in the ascending order of their keys. A key is `words[n][slot] ... words[0][slot]`, the last array the most
 * significant. Bytes that are the same in all keys cost one look at each.
 */
export function radixOrder(words: readonly Uint32Array[], slots: Uint32Array): Uint32Array {
  let from = slots
  let to: Uint32Array = new Uint32Array(slots.length)
  const counts = new Uint32Array(257)
  for (const word of words) {
    let differing = 0
    const first = slots.length > 0 ? word[slots[0]!]! : 0
    for (const slot of slots) differing |= word[slot]! ^ first
    for (let shift = 0; shift < 32; shift += 8) {
      if (((differing >>> shift) & 255) === 0) continue
      counts.fill(0)
      for (const slot of from) counts[((word[slot]! >>> shift) & 255) + 1]!++
      for (let i = 1; i < 256; i++) counts[i]! += counts[i - 1]!
      for (const slot of from) to[counts[(word[slot]! >>> shift) & 255]!++] = slot
      ;[from, to] = [to, from]
    }
  }
  return from
}
