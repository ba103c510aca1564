/** Worse than any pool's. */
export const WORST_RANK = 1024

const SHORTER = 512

/**
 * How well prefixes of one length serve a client that would like another (RFC 8168; 0: none in particular), the lower the
 * better: the length itself, then longer ones, the nearest first, since no client is given more than it asked for while
 * there is less, then shorter ones, the nearest first.
 */
export function lengthRank(length: number, hint: number): number {
  if (hint === 0 || length === hint) return 0
  return length > hint ? length - hint : SHORTER + hint - length
}
