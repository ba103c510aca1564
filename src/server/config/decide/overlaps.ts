import type { Address } from '../../lease/lease.js'
import { placeOf } from '../read.js'
import type { Site } from './site.js'
import type { WrittenSubnet } from './subnets.js'

/**
 * Warns of subnets that lie within another: Kea allows them, but which one a client gets then depends on their order.
 * Prefixes either nest or are apart, so one walk in address order with the enclosing ones on a stack finds all.
 */
export function checkOverlaps<A extends Address>(written: readonly WrittenSubnet<A>[], site: Site<A>): void {
  const { kind } = site.family
  const sorted = [...written].sort(({ subnet: a }, { subnet: b }) =>
    a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : a.prefixLength - b.prefixLength,
  )
  const around: WrittenSubnet<A>[] = []
  for (const inner of sorted) {
    let outer = around.at(-1)
    while (outer !== undefined && !kind.contains(outer.subnet.prefix, outer.subnet.prefixLength, inner.subnet.prefix)) {
      around.pop()
      outer = around.at(-1)
    }
    // a prefix that is there twice is an error already
    const twice = outer?.prefix.address === inner.prefix.address && outer.prefix.length === inner.prefix.length
    if (outer !== undefined && !twice) {
      const name = ({ subnet: s }: WrittenSubnet<A>): string => `${kind.format(s.prefix)}/${s.prefixLength}`
      const text = `subnet ${name(inner)} overlaps with subnet ${name(outer)}`
      site.report.warn('subnet-overlap', placeOf(inner.map, 'subnet'), text, {
        at: placeOf(outer.map, 'subnet'),
        text: 'it lies within this one',
      })
    }
    around.push(inner)
  }
}
