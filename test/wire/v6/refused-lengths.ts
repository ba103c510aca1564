/** Payload lengths that were tried with every option code; each byte of the payload is 1. */
export const triedLengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 24, 25] as const

/**
 * Option codes, and for which of the tried lengths kea-dhcp6 2.2.0 dropped an INFORMATION-REQUEST with such an option as
 * unparsable (DHCP6_PACKET_DROP_PARSE_FAIL). Codes below 160 that are not listed let every length through.
 */
export const refusedLengths: readonly (readonly [codes: readonly number[], lengths: readonly number[]])[] = [
  [
    [3, 25],
    [0, 1, 2, 3, 4, 5, 6, 7, 8],
  ],
  [
    [4, 32, 37, 46, 82, 83],
    [0, 1, 2, 3],
  ],
  [[5], [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17]],
  [
    [6, 43, 61],
    [0, 1, 3, 5, 7, 17, 25],
  ],
  [[7, 19], [0]],
  [
    [8, 13, 67, 135],
    [0, 1],
  ],
  [
    [12, 47, 80],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 12],
  ],
  [[16], [0, 1, 2, 3, 5, 6, 7, 8, 12, 16, 17, 24, 25]],
  [
    [21, 24, 29, 30, 33, 58, 60],
    [1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 24, 25],
  ],
  [
    [22, 23, 27, 28, 31, 34, 40, 48, 52, 88, 143],
    [1, 2, 3, 4, 5, 6, 7, 8, 12, 17, 24, 25],
  ],
  [[26], [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 24]],
  [
    [36, 62],
    [0, 1, 2],
  ],
  [[39], [0, 2, 4, 6, 8, 12, 16, 24]],
  [[44], [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16]],
  [
    [51, 57, 64, 65, 74],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17, 24, 25],
  ],
]

/** Not compared: 136 has no definition in 2.2 and got its later. */
export const notCompared: ReadonlySet<number> = new Set([136])
