/** The word of `words` that `wrong` is most likely meant to be; undefined when none is near. */
export function nearest(wrong: string, words: Iterable<string>): string | undefined {
  if (wrong.length > 64) return undefined
  let best: string | undefined
  // one slip in three letters: farther off it is a guess
  let least = Math.max(1, Math.floor(wrong.length / 3)) + 1
  const plain = normal(wrong)
  for (const word of words) {
    const d = plain === normal(word) ? 0 : distance(wrong, word)
    if (d < least) {
      least = d
      best = word
    }
  }
  return best
}

/** Case, underscores and a plural are no difference worth a count. */
const normal = (word: string): string => word.toLowerCase().replaceAll('_', '-').replace(/s$/, '')

/** Edits (one letter more, less, other, or two neighbours swapped) between two words. */
export function distance(a: string, b: string): number {
  let before: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let d = Math.min(last[j]! + 1, row[j - 1]! + 1, last[j - 1]! + (same ? 0 : 1))
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before[j - 2]! + 1)
      row.push(d)
    }
    before = last
    last = row
  }
  return last[b.length]!
}
