/** Payload lengths that were tried with every option code; each byte of the payload is 1. */
export const triedLengths = [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17] as const

/**
 * Option codes, and for which of the tried lengths kea-dhcp4 2.2.0 dropped a DISCOVER with such an option as unparsable
 * (DHCP4_PACKET_DROP_0001). Codes that are not listed let every length through.
 */
export const refusedLengths: readonly (readonly [codes: readonly number[], lengths: readonly number[]])[] = [
  [
    [1, 2, 16, 24, 28, 32, 35, 38, 50, 51, 58, 59, 91, 108, 159],
    [0, 1, 2, 3],
  ],
  [
    [
      3, 4, 5, 6, 7, 8, 9, 10, 11, 21, 33, 41, 42, 44, 45, 48, 49, 65, 68, 69, 70, 71, 72, 73, 74, 75, 76, 85, 89, 92,
      112, 136, 138,
    ],
    [1, 2, 3, 5, 6, 7, 17],
  ],
  [
    [13, 22, 26, 57],
    [0, 1],
  ],
  [[19, 20, 23, 27, 29, 30, 31, 34, 36, 37, 39, 46, 52, 55, 79, 97, 116], [0]],
  [
    [25, 93, 117],
    [0, 1, 3, 5, 7, 17],
  ],
  [[78], [0, 1, 2, 3, 4]],
  [
    [81, 94],
    [0, 1, 2],
  ],
  [
    [88, 119, 137, 141, 146, 212, 213],
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 12, 16, 17],
  ],
  [[124], [0, 1, 2, 3, 5, 7, 8, 16, 17]],
]

/**
 * Not compared: 53 is the message type; 54, 61 and 118 make Kea drop such a DISCOVER later, for what it says; 151 to 157
 * have no definition in 2.2 and got theirs later.
 */
export const notCompared: ReadonlySet<number> = new Set([53, 54, 61, 118, 151, 152, 153, 154, 155, 156, 157])
