import type { ClassNames, ClassSet } from '../classify/class-set.js'
import type { ConfiguredOption, OptionScope } from './scope.js'
import { type VendorTables, vendorTables } from './vendor-tables.js'

/** An option and the classes (by number) it is for; none: everybody. */
interface Candidate {
  readonly option: ConfiguredOption
  readonly guards: readonly number[]
}

/**
 * Several scopes flattened into one table, so that a lookup on the packet path is one array access: the first scope that
 * holds a code wins; always-send and never-send of any of them hold, and never-send wins.
 *
 * An entry with a class tag is "not specified here" for clients outside the class, so such codes keep their candidates
 * in order.
 */
export class OptionTable {
  /** By code, of the family's own space. Undefined: not configured in any of the scopes. */
  readonly #byCode: (readonly Candidate[] | undefined)[] = []
  /** Codes that some scope always sends, ascending. */
  readonly always: readonly number[]
  /** Codes that some scope never sends, ascending. */
  readonly never: readonly number[]
  /** Options of enterprises, for clients that name theirs (option 125). */
  readonly vendors: VendorTables | undefined
  readonly empty: boolean
  /** Some entries are only for members of a class. */
  readonly tagged: boolean

  private constructor(
    lists: readonly (readonly ConfiguredOption[])[],
    names: ClassNames,
    vendors: VendorTables | undefined,
  ) {
    const always = new Set<number>()
    const never = new Set<number>()
    for (const list of lists)
      for (const option of list) {
        const candidate = { option, guards: option.classes.map(name => names.number(name)) }
        const there = this.#byCode[option.code]
        // the scope nearest the client wins, unless its entries are only for some classes
        if (there === undefined) this.#byCode[option.code] = [candidate]
        else if (there.every(c => c.guards.length > 0)) this.#byCode[option.code] = [...there, candidate]
        if (option.alwaysSend) always.add(option.code)
        if (option.neverSend) never.add(option.code)
      }
    this.always = [...always].sort((a, b) => a - b)
    this.never = [...never].sort((a, b) => a - b)
    this.vendors = vendors === undefined || vendors.size === 0 ? undefined : vendors
    this.tagged = lists.some(list => list.some(option => option.classes.length > 0))
    this.empty = this.#byCode.length === 0 && this.vendors === undefined
  }

  /** Flatten the options of one space ("dhcp4", "dhcp6"); scopes nearest the client first. */
  static of(scopes: readonly OptionScope[], space: string, names: ClassNames): OptionTable {
    return new OptionTable(listsOf(scopes, space), names, vendorTables(scopes, names))
  }

  /** The same without the vendor spaces: for those themselves. */
  static ofSpace(scopes: readonly OptionScope[], space: string, names: ClassNames): OptionTable {
    return new OptionTable(listsOf(scopes, space), names, undefined)
  }

  /** The option of this code for a client in `classes`; undefined: not specified here. */
  get(code: number, classes: ClassSet): ConfiguredOption | undefined {
    const candidates = this.#byCode[code]
    if (candidates === undefined) return undefined
    for (let i = 0; i < candidates.length; i++) {
      const { guards, option } = candidates[i]!
      if (guards.length === 0 || classes.passes(guards)) return option
    }
    return undefined
  }

  /** Every option of this code in the table, whoever it is for. */
  all(code: number): readonly ConfiguredOption[] {
    return (this.#byCode[code] ?? []).map(c => c.option)
  }
}

function listsOf(scopes: readonly OptionScope[], space: string): readonly (readonly ConfiguredOption[])[] {
  return scopes.map(scope => scope.bySpace.get(space) ?? [])
}
