import type { AddressKind } from '../../../wire/address.js'
import type { Address } from '../../lease/lease.js'
import type { FamilyKeywords } from '../decide/family.js'
import { rangeIn } from '../decide/pools.js'
import type { Decided } from '../decided.js'
import { textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** By what a pool of a subnet is told from others, however it is written. */
export function poolKey<A extends Address>(map: MapTree, kind: AddressKind<A>): string {
  const text = textIn(map, 'pool')
  if (text === undefined) {
    const prefix = textIn(map, 'prefix') ?? ''
    const address = kind.parse(prefix)
    return `${address ?? prefix}/${wholeIn(map, 'prefix-len')}/${wholeIn(map, 'delegated-len')}`
  }
  const range = rangeIn(text, kind)
  return typeof range === 'string' ? text : `${range.first}-${range.last}`
}

/** By what the data of an option is told from that of others: its code and space. */
export function optionKey<A extends Address>(
  map: MapTree,
  { spaces }: Pick<Decided<A>, 'spaces'>,
  { space: own }: Pick<FamilyKeywords<A>, 'space'>,
): string {
  const space = textIn(map, 'space') ?? own
  const name = textIn(map, 'name') ?? ''
  return `${space} ${wholeIn(map, 'code') ?? spaces.byName(space, name)?.code ?? name}`
}
