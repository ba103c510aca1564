import { ipv6 } from '../address.js'
import type { Writer } from '../writer.js'
import { Option } from './codes.js'
import { putOption } from './encode.js'

/** A prefix inside a delegated one that the requesting router keeps for its own link (RFC 6603). */
export interface ExcludedPrefix {
  readonly prefix: bigint
  /** Bits, more than the delegated prefix has. */
  readonly length: number
}

/**
 * Read the payload bytes[start, end) of an option 67 in a delegated prefix (RFC 6603 4.2: the bits of the excluded prefix
 * behind those of the delegated one). Undefined: it does not fit into that prefix.
 */
export function readPrefixExclude(
  delegated: bigint,
  delegatedLength: number,
  bytes: Uint8Array,
  start: number,
  end: number,
): ExcludedPrefix | undefined {
  if (end - start < 2) return undefined
  const length = bytes[start]!
  if (length <= delegatedLength || length > 128) return undefined
  const width = bytesOf(length - delegatedLength)
  if (end - start - 1 < width) return undefined
  let subnet = 0n
  for (let i = 1; i <= width; i++) subnet = (subnet << 8n) | BigInt(bytes[start + i]!)
  // the bits stand at the left of their bytes; what is behind them does not count
  const shifted = (subnet << BigInt(128 - delegatedLength)) >> BigInt(8 * width)
  const prefix = ipv6.network(ipv6.network(delegated, delegatedLength) | shifted, length)
  return { prefix, length }
}

/** Payload of an option 67; undefined: the excluded prefix is not in the delegated one, or not longer. */
export function prefixExcludePayload(
  delegated: bigint,
  delegatedLength: number,
  { prefix, length }: ExcludedPrefix,
): Buffer | undefined {
  if (length <= delegatedLength || length > 128) return undefined
  if (ipv6.network(prefix, delegatedLength) !== ipv6.network(delegated, delegatedLength)) return undefined
  const width = bytesOf(length - delegatedLength)
  const own = ipv6.network(prefix, length) ^ ipv6.network(prefix, delegatedLength)
  let subnet = (own << BigInt(8 * width)) >> BigInt(128 - delegatedLength)
  const payload = Buffer.alloc(1 + width)
  payload[0] = length
  for (let i = width; i > 0; i--) {
    payload[i] = Number(subnet & 0xffn)
    subnet >>= 8n
  }
  return payload
}

/** Write an option 67 among the options of an IA prefix; false: it does not fit or the prefixes do not. */
export function putPrefixExclude(
  writer: Writer,
  delegated: bigint,
  delegatedLength: number,
  excluded: ExcludedPrefix,
): boolean {
  const payload = prefixExcludePayload(delegated, delegatedLength, excluded)
  return payload !== undefined && putOption(writer, Option.prefixExclude, payload, 0, payload.length)
}

function bytesOf(bits: number): number {
  return (bits + 7) >> 3
}
