/** How many bits of [from, end) are set; bit n is bit n & 31 of word n >>> 5. */
export function countBits(words: Uint32Array, from: number, end: number): number {
  if (from >= end) return 0
  const first = from >>> 5
  const last = (end - 1) >>> 5
  const head = -1 << (from & 31)
  const tail = -1 >>> (31 - ((end - 1) & 31))
  if (first === last) return inWord(words[first]! & head & tail)
  let count = inWord(words[first]! & head) + inWord(words[last]! & tail)
  for (let word = first + 1; word < last; word++) count += inWord(words[word]!)
  return count
}

/** Pairs, then nibbles, then bytes are added up in place. */
function inWord(word: number): number {
  const pairs = word - ((word >>> 1) & 0x55555555)
  const nibbles = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333)
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24
}
