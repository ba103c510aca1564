import { Option } from '../../../wire/v4/codes.js'
import { enterpriseAt } from '../../../wire/v4/options.js'
import { subOptionAt } from '../../../wire/v4/relay.js'
import type { OptionTable } from '../../options/table.js'
import type { Exchange4 } from './exchange4.js'

/** CableLabs: its clients say in a sub-option which sub-options they want. */
const CABLELABS = 4491
const OPTION_REQUEST = 1

/** Enterprise number and length (RFC 3925 4). */
const HEAD = 5
const LONGEST = 255

/**
 * Option 125 for a client that names its vendor by the same option: what is always sent in that vendor's space, and what
 * a CableLabs client asks for. Where option 125 itself is configured and asked for, it stands in the answer already.
 */
export function addVendorOptions(x: Exchange4, lists: readonly OptionTable[]): void {
  const { query, options } = x
  if (options.has(Option.vendorOptions) || !query.has(Option.vendorOptions) || !speaks(lists)) return
  const codes = new Set<number>()
  const parts: Buffer[] = []
  query.find(Option.vendorOptions)
  const { optionBytes: bytes, optionStart: start, optionEnd: end } = query
  const named = new Set<number>()
  for (let at = start; at + HEAD <= end; at += HEAD + bytes[at + 4]!) named.add(bytes.readUInt32BE(at))
  for (const enterprise of named) {
    codes.clear()
    for (const table of lists) for (const code of table.vendors?.get(enterprise)?.always ?? []) codes.add(code)
    if (enterprise === CABLELABS) addRequested(bytes, start, end, codes)
    for (const table of lists) for (const code of table.vendors?.get(enterprise)?.never ?? []) codes.delete(code)
    const part = packVendor(
      x,
      lists,
      enterprise,
      [...codes].sort((a, b) => a - b),
    )
    if (part !== undefined) parts.push(part)
  }
  if (parts.length > 0) options.copy(Option.vendorOptions, Buffer.concat(parts))
}

/** Is there any vendor option at all? Most configurations have none. */
function speaks(lists: readonly OptionTable[]): boolean {
  for (let i = 0; i < lists.length; i++) if (lists[i]!.vendors !== undefined) return true
  return false
}

function addRequested(bytes: Buffer, start: number, end: number, codes: Set<number>): void {
  const at = enterpriseAt(bytes, start, end, CABLELABS)
  const list = subOptionAt(bytes, at, at + bytes[at - 1]!, OPTION_REQUEST)
  if (list >= 0) for (let i = 0; i < bytes[list - 1]!; i++) codes.add(bytes[list + i]!)
}

/** One vendor's part; undefined: nothing of it is configured. What no longer fits into its 255 bytes is left out. */
function packVendor(
  x: Exchange4,
  lists: readonly OptionTable[],
  enterprise: number,
  codes: readonly number[],
): Buffer | undefined {
  const head = Buffer.alloc(HEAD)
  head.writeUInt32BE(enterprise, 0)
  const parts: Buffer[] = [head]
  let length = 0
  for (const code of codes) {
    const payload = vendorOption(x, lists, enterprise, code)
    if (payload === undefined || payload.length > LONGEST || length + 2 + payload.length > LONGEST) continue
    parts.push(Buffer.of(code, payload.length), payload)
    length += 2 + payload.length
  }
  head[4] = length
  return length === 0 ? undefined : Buffer.concat(parts)
}

function vendorOption(x: Exchange4, lists: readonly OptionTable[], enterprise: number, code: number) {
  for (const table of lists) {
    const option = table.vendors?.get(enterprise)?.get(code, x.classes)
    if (option !== undefined) return option.payload
  }
  return undefined
}
