import { Option } from '../../../wire/v6/codes.js'
import { OptionCursor } from '../../../wire/v6/option-cursor.js'
import { findVendorOption, u16At, u32At } from '../../../wire/v6/options.js'
import type { ConfiguredOption } from '../../options/scope.js'
import type { OptionTable } from '../../options/table.js'
import { CABLELABS, CABLELABS_REQUEST, vendorOptionsOf, vendorsSpeak } from '../vendor-scopes.js'
import type { Exchange6 } from './exchange6.js'

/** Bytes of an enterprise number (RFC 8415 21.17), and of a sub-option's code and length. */
const ENTERPRISE = 4
const HEAD = 4

/**
 * Option 17 for each vendor that the client names (options 17 and 16) or that the answer speaks of already: what is always
 * sent in that vendor's space, and what a CableLabs client asks for, behind what stands in the answer (RFC 8415 21.17: one
 * option for each enterprise).
 */
export function addVendorOptions(x: Exchange6, lists: readonly OptionTable[]): void {
  if (!vendorsSpeak(lists)) return
  const { options } = x
  const present = options.payload(Option.vendorOptions)
  const own = present !== undefined && present.length >= ENTERPRISE ? u32At(present, 0) : undefined
  for (const enterprise of named(x, own)) {
    const asked = enterprise === CABLELABS ? requested(x) : []
    const found = vendorOptionsOf(x, lists, enterprise, asked)
    if (enterprise === own) {
      options.copy(Option.vendorOptions, Buffer.concat([...written(present!, enterprise, lists), ...packed(found)]))
    } else if (found.length > 0) {
      const head = Buffer.alloc(ENTERPRISE)
      head.writeUInt32BE(enterprise)
      options.addCopy(Option.vendorOptions, Buffer.concat([head, ...packed(found)]))
    }
  }
}

/** The one of the answer first: it is written anew. */
function named({ query }: Exchange6, own: number | undefined): Set<number> {
  const found = new Set<number>()
  if (own !== undefined) found.add(own)
  if (!query.has(Option.vendorOptions) && !query.has(Option.vendorClass)) return found
  const { arena, optionsAt, optionsEnd } = query
  for (const code of [Option.vendorOptions, Option.vendorClass]) {
    const cursor = new OptionCursor().over(arena, optionsAt, optionsEnd)
    while (cursor.nextOf(code)) if (cursor.end - cursor.start >= ENTERPRISE) found.add(u32At(arena, cursor.start))
  }
  return found
}

/** The codes in the option request that CableLabs devices put into their vendor options. */
function requested({ query }: Exchange6): number[] {
  const codes: number[] = []
  if (!findVendorOption(query, CABLELABS, CABLELABS_REQUEST)) return codes
  for (let at = query.optionStart; at + 2 <= query.optionEnd; at += 2) codes.push(u16At(query.arena, at))
  return codes
}

/**
 * The enterprise number and what option 17 itself was configured with: sub-options of the vendor's own space are sent
 * when they are asked for, or always.
 */
function written(payload: Buffer, enterprise: number, lists: readonly OptionTable[]): Buffer[] {
  const parts = [payload.subarray(0, ENTERPRISE)]
  const cursor = new OptionCursor().over(payload, ENTERPRISE, payload.length)
  while (cursor.next())
    if (!lists.some(table => (table.vendors?.get(enterprise)?.all(cursor.code).length ?? 0) > 0))
      parts.push(payload.subarray(cursor.start - HEAD, cursor.end))
  return parts
}

function packed(found: readonly ConfiguredOption[]): Buffer[] {
  return found.flatMap(({ code, payload }) => {
    const head = Buffer.alloc(HEAD)
    head.writeUInt16BE(code, 0)
    head.writeUInt16BE(payload.length, 2)
    return [head, payload]
  })
}
