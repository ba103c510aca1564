import { OutMap } from '../output/document.js'
import type { Context } from './context.js'

/** Nobody: what cannot be converted must not open a pool to all. */
export const NOBODY = "not member('ALL')"

/** The client classes of the configuration, in the order in which they are looked at. */
export class ClassList {
  readonly maps: OutMap[] = []
  private readonly tests = new Map<string, string>()
  private readonly names = new Map<string, string>()
  /** Classes whose members are not known, since their test has no counterpart. */
  readonly unknown = new Set<string>()

  constructor(private readonly context: Context) {}

  /** The name in Kea for a class of the input, or for one that is made up; no two are the same. */
  name(wanted: string): string {
    const plain =
      wanted
        .replaceAll(/['"\\]/g, '')
        .replaceAll(/[^ -~]/g, '_')
        .trim() || 'class'
    let name = plain
    for (let i = 2; this.names.has(name) || BUILT_IN.test(name); i++) name = `${plain}-${i}`
    this.names.set(name, wanted)
    return name
  }

  add(name: string, test: string | undefined, rest: OutMap = new OutMap(), onlyAdditional = false): OutMap {
    const map = new OutMap({ name })
    if (test !== undefined) map.set('test', test)
    if (onlyAdditional) map.set(this.context.target.onlyAdditional, true)
    for (const { key, value, leading, remark } of rest.entries) map.set(key, value, { leading, remark })
    map.leading.push(...rest.leading)
    map.trailing.push(...rest.trailing)
    this.maps.push(map)
    if (test !== undefined) this.tests.set(name, test)
    return map
  }

  /** A class with this test; the one that is there already, if there is one. */
  guard(wanted: string, test: string): string {
    const known = /^member\('([^']*)'\)$/.exec(test)?.[1]
    if (known !== undefined) return known
    for (const [name, other] of this.tests) if (other === test && name.startsWith('pool-')) return name
    const name = this.name(`pool-${wanted}`)
    this.add(name, test)
    return name
  }

  testOf(name: string): string | undefined {
    return this.tests.get(name)
  }
}

/** Names that Kea gives a meaning to. */
const BUILT_IN = /^(ALL|KNOWN|UNKNOWN|DROP|BOOTP|REJECT|SKIP_DDNS|(VENDOR_CLASS|HA|AFTER|EXTERNAL|SPAWN)_.*)$/
