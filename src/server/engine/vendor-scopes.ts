import type { Address } from '../lease/lease.js'
import type { ConfiguredOption } from '../options/scope.js'
import type { OptionTable } from '../options/table.js'
import type { Exchange } from './exchange.js'

/** CableLabs: its clients say in a sub-option which sub-options they want. */
export const CABLELABS = 4491
export const CABLELABS_REQUEST = 1

/** Is there any option of an enterprise at all? Most configurations have none. */
export function vendorsSpeak(lists: readonly OptionTable[]): boolean {
  for (let i = 0; i < lists.length; i++) if (lists[i]!.vendors !== undefined) return true
  return false
}

/**
 * The options of this enterprise for the client, ascending by code: what is always sent and what it asked for, less what
 * is never sent.
 */
export function vendorOptionsOf<A extends Address>(
  x: Exchange<A>,
  lists: readonly OptionTable[],
  enterprise: number,
  asked: readonly number[],
): readonly ConfiguredOption[] {
  const codes = new Set<number>(asked)
  for (const table of lists) for (const code of table.vendors?.get(enterprise)?.always ?? []) codes.add(code)
  for (const table of lists) for (const code of table.vendors?.get(enterprise)?.never ?? []) codes.delete(code)
  const found: ConfiguredOption[] = []
  for (const code of [...codes].sort((a, b) => a - b)) {
    const option = vendorOption(x, lists, enterprise, code)
    if (option !== undefined) found.push(option)
  }
  return found
}

function vendorOption<A extends Address>(
  x: Exchange<A>,
  lists: readonly OptionTable[],
  enterprise: number,
  code: number,
): ConfiguredOption | undefined {
  for (const table of lists) {
    const option = table.vendors?.get(enterprise)?.get(code, x.classes)
    if (option !== undefined) return option
  }
  return undefined
}
