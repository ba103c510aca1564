/**
 * IP addresses as values: an IPv4 address is a number (uint32), an IPv6 address a bigint. AddressKind is what shared
 * code knows of the difference.
 */
export interface AddressKind<A extends number | bigint> {
  /** Width on the wire, bytes. */
  readonly width: 4 | 16
  readonly bits: 32 | 128
  /** The all-zero address. */
  readonly zero: A
  /** Undefined when the text is not an address of this family (strict: no leading zeros in IPv4, RFC 4291 forms in IPv6). */
  parse(text: string): A | undefined
  /** Dotted decimal, or RFC 5952. */
  format(address: A): string
  read(bytes: Uint8Array, at: number): A
  write(address: A, bytes: Uint8Array, at: number): void
  /** address + n; n may be negative. Wraps at the width. */
  add(address: A, n: number | bigint): A
  /** b - a as a number; Infinity when it does not fit a safe integer. */
  distance(a: A, b: A): number
  /** First address of the prefix that holds this one. */
  network(address: A, length: number): A
  /** Last address of the prefix that holds this one. */
  broadcast(address: A, length: number): A
  contains(prefix: A, length: number, address: A): boolean
}

const OCTET = /^(0|[1-9]\d{0,2})$/

export const ipv4: AddressKind<number> = {
  width: 4,
  bits: 32,
  zero: 0,
  parse(text) {
    const parts = text.split('.')
    if (parts.length !== 4) return undefined
    let value = 0
    for (const part of parts) {
      if (!OCTET.test(part)) return undefined
      const octet = Number(part)
      if (octet > 255) return undefined
      value = value * 256 + octet
    }
    return value
  },
  format: a => `${a >>> 24}.${(a >>> 16) & 255}.${(a >>> 8) & 255}.${a & 255}`,
  read: (b, at) => ((b[at]! << 24) | (b[at + 1]! << 16) | (b[at + 2]! << 8) | b[at + 3]!) >>> 0,
  write(a, b, at) {
    b[at] = a >>> 24
    b[at + 1] = a >>> 16
    b[at + 2] = a >>> 8
    b[at + 3] = a
  },
  add: (a, n) => (a + Number(n)) >>> 0,
  distance: (a, b) => b - a,
  network: (a, length) => (length === 0 ? 0 : (a & (-1 << (32 - length))) >>> 0),
  broadcast: (a, length) => (length === 32 ? a : (a | (0xffffffff >>> length)) >>> 0),
  contains: (prefix, length, a) => length === 0 || (prefix ^ a) >>> (32 - length) === 0,
}

const MASK128 = (1n << 128n) - 1n

/**
 * Bigints are put together of two halves: each operation on them makes an object, so the fewer the better. The fields are
 * only written on until the call returns.
 */
class Halves {
  private readonly halves = new BigUint64Array(2)
  private readonly bytes = new Uint8Array(this.halves.buffer)
  private readonly littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

  read(b: Uint8Array, at: number): bigint {
    const { halves, bytes } = this
    if (this.littleEndian) for (let i = 0; i < 16; i++) bytes[i] = b[at + 15 - i]!
    else for (let i = 0; i < 16; i++) bytes[(i + 8) & 15] = b[at + i]!
    return (halves[1]! << 64n) | halves[0]!
  }

  write(a: bigint, b: Uint8Array, at: number): void {
    const { halves, bytes } = this
    // a half takes the low 64 bits of what it is given
    halves[0] = a
    halves[1] = a >> 64n
    if (this.littleEndian) for (let i = 0; i < 16; i++) b[at + i] = bytes[15 - i]!
    else for (let i = 0; i < 16; i++) b[at + i] = bytes[(i + 8) & 15]!
  }
}

const halves = new Halves()

export const ipv6: AddressKind<bigint> = {
  width: 16,
  bits: 128,
  zero: 0n,
  parse: parseIpv6,
  format: formatIpv6,
  read: (b, at) => halves.read(b, at),
  write: (a, b, at) => halves.write(a, b, at),
  add: (a, n) => (a + BigInt(n)) & MASK128,
  distance(a, b) {
    const d = Number(b - a)
    return Number.isSafeInteger(d) ? d : d > 0 ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY
  },
  network: (a, length) => (a >> BigInt(128 - length)) << BigInt(128 - length),
  broadcast: (a, length) => a | (MASK128 >> BigInt(length)),
  contains: (prefix, length, a) => (prefix ^ a) >> BigInt(128 - length) === 0n,
}

function parseIpv6(text: string): bigint | undefined {
  let rest = text
  let tail: number | undefined
  const dot = rest.lastIndexOf('.')
  if (dot >= 0) {
    // RFC 4291 2.2 form 3: the low 32 bits as dotted decimal
    const colon = rest.lastIndexOf(':')
    tail = ipv4.parse(rest.slice(colon + 1))
    if (colon < 0 || tail === undefined) return undefined
    rest = `${rest.slice(0, colon + 1)}${(tail >>> 16).toString(16)}:${(tail & 0xffff).toString(16)}`
  }
  const halves = rest.split('::')
  if (halves.length > 2) return undefined
  const head = groupsOf(halves[0]!)
  const end = halves.length === 2 ? groupsOf(halves[1]!) : []
  if (head === undefined || end === undefined) return undefined
  const missing = 8 - head.length - end.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return undefined
  let value = 0n
  for (const group of [...head, ...new Array<number>(halves.length === 2 ? missing : 0).fill(0), ...end])
    value = (value << 16n) | BigInt(group)
  return value
}

function groupsOf(text: string): number[] | undefined {
  if (text === '') return []
  const groups: number[] = []
  for (const part of text.split(':')) {
    if (!/^[0-9a-fA-F]{1,4}$/.test(part)) return undefined
    groups.push(Number.parseInt(part, 16))
  }
  return groups
}

/** RFC 5952: lower case, longest run of zero groups (at least two, the first of equals) shortened. */
function formatIpv6(address: bigint): string {
  const groups: number[] = []
  for (let shift = 112n; shift >= 0n; shift -= 16n) groups.push(Number((address >> shift) & 0xffffn))
  let best = -1
  let bestLength = 1
  for (let i = 0; i < 8; i++) {
    let j = i
    while (j < 8 && groups[j] === 0) j++
    if (j - i > bestLength) {
      best = i
      bestLength = j - i
    }
    if (j > i) i = j
  }
  // ::ffff:a.b.c.d, as inet_ntop and therefore Kea print the mapped addresses
  if (best === 0 && bestLength === 5 && groups[5] === 0xffff)
    return `::ffff:${ipv4.format(((groups[6]! << 16) | groups[7]!) >>> 0)}`
  const hex = (part: number[]): string => part.map(g => g.toString(16)).join(':')
  if (best < 0) return hex(groups)
  return `${hex(groups.slice(0, best))}::${hex(groups.slice(best + bestLength))}`
}
