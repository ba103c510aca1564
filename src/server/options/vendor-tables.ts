import type { ClassNames } from '../classify/class-set.js'
import type { OptionScope } from './scope.js'
import { OptionTable } from './table.js'

const SPACE = /^vendor-(\d+)$/

/** Options of enterprises (spaces "vendor-N"), by enterprise number. */
export type VendorTables = ReadonlyMap<number, OptionTable>

const NONE: VendorTables = new Map()

/** Flatten the vendor options of several scopes; scopes nearest the client first. */
export function vendorTables(scopes: readonly OptionScope[], names: ClassNames): VendorTables {
  let tables: Map<number, OptionTable> | undefined
  for (const scope of scopes)
    for (const space of scope.bySpace.keys()) {
      const enterprise = SPACE.exec(space)?.[1]
      if (enterprise === undefined) continue
      tables ??= new Map()
      if (!tables.has(Number(enterprise))) tables.set(Number(enterprise), OptionTable.ofSpace(scopes, space, names))
    }
  return tables ?? NONE
}
