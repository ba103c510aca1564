import { ipv4, ipv6 } from '../../wire/address.js'

/** Addresses of both families as bigint: ranges and prefixes are the same arithmetic in both. */
export function parseAddress(text: string, family: 4 | 6): bigint | undefined {
  if (family === 6) return ipv6.parse(text)
  const value = ipv4.parse(text)
  return value === undefined ? undefined : BigInt(value)
}

export function formatAddress(address: bigint, family: 4 | 6): string {
  return family === 6 ? ipv6.format(address) : ipv4.format(Number(address))
}

/** Length of a netmask. Undefined: its ones are not together. */
export function maskLength(text: string): number | undefined {
  const mask = ipv4.parse(text)
  if (mask === undefined) return undefined
  const length = Math.clz32(~mask >>> 0)
  return mask === (length === 0 ? 0 : (-1 << (32 - length)) >>> 0) ? length : undefined
}

/** First and last address of a prefix. */
export function boundsOf(address: bigint, length: number, family: 4 | 6): readonly [bigint, bigint] {
  const room = BigInt((family === 4 ? 32 : 128) - length)
  const first = (address >> room) << room
  return [first, first + (1n << room) - 1n]
}

/** The fewest prefixes that cover the prefixes `first` to `last` of a length, and nothing else. */
export function coverPrefixes(
  first: bigint,
  last: bigint,
  length: number,
): readonly { readonly prefix: bigint; readonly length: number }[] {
  const unit = BigInt(128 - length)
  const cover: { prefix: bigint; length: number }[] = []
  let at = first >> unit
  const end = last >> unit
  while (at <= end) {
    let size = 0
    while (size < length && at % (1n << BigInt(size + 1)) === 0n && at + (1n << BigInt(size + 1)) - 1n <= end) size++
    cover.push({ prefix: at << unit, length: length - size })
    at += 1n << BigInt(size)
  }
  return cover
}
