import { Option } from '../../../wire/v4/codes.js'
import { enterpriseAt } from '../../../wire/v4/options.js'
import { subOptionAt } from '../../../wire/v4/relay.js'
import type { ConfiguredOption } from '../../options/scope.js'
import type { OptionTable } from '../../options/table.js'
import { CABLELABS, CABLELABS_REQUEST, vendorOptionsOf, vendorsSpeak } from '../vendor-scopes.js'
import type { Exchange4 } from './exchange4.js'

/** Enterprise number and length (RFC 3925 4). */
const HEAD = 5
const LONGEST = 255

/**
 * Option 125 for a client that names its vendor by the same option: what is always sent in that vendor's space, and what
 * a CableLabs client asks for. Where option 125 itself is configured and asked for, it stands in the answer already.
 */
export function addVendorOptions(x: Exchange4, lists: readonly OptionTable[]): void {
  const { query, options } = x
  if (options.has(Option.vendorOptions) || !query.has(Option.vendorOptions) || !vendorsSpeak(lists)) return
  const parts: Buffer[] = []
  query.find(Option.vendorOptions)
  const { optionBytes: bytes, optionStart: start, optionEnd: end } = query
  const named = new Set<number>()
  for (let at = start; at + HEAD <= end; at += HEAD + bytes[at + 4]!) named.add(bytes.readUInt32BE(at))
  for (const enterprise of named) {
    const asked = enterprise === CABLELABS ? requested(bytes, start, end) : []
    const part = packVendor(enterprise, vendorOptionsOf(x, lists, enterprise, asked))
    if (part !== undefined) parts.push(part)
  }
  if (parts.length > 0) options.copy(Option.vendorOptions, Buffer.concat(parts))
}

function requested(bytes: Buffer, start: number, end: number): number[] {
  const at = enterpriseAt(bytes, start, end, CABLELABS)
  const list = subOptionAt(bytes, at, at + bytes[at - 1]!, CABLELABS_REQUEST)
  return list < 0 ? [] : [...bytes.subarray(list, list + bytes[list - 1]!)]
}

/** One vendor's part; undefined: nothing of it is configured. What no longer fits into its 255 bytes is left out. */
function packVendor(enterprise: number, found: readonly ConfiguredOption[]): Buffer | undefined {
  const head = Buffer.alloc(HEAD)
  head.writeUInt32BE(enterprise, 0)
  const parts: Buffer[] = [head]
  let length = 0
  for (const { code, payload } of found) {
    if (payload.length > LONGEST || length + 2 + payload.length > LONGEST) continue
    parts.push(Buffer.of(code, payload.length), payload)
    length += 2 + payload.length
  }
  head[4] = length
  return length === 0 ? undefined : Buffer.concat(parts)
}
