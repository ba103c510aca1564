import type { Address } from '../../lease/lease.js'
import type { FamilyKeywords } from '../decide/family.js'
import { mapsIn, textIn } from '../read.js'
import type { MapTree, Position } from '../tree.js'
import { withItem, withReplaced } from './tree-edit.js'

type Keys<A extends Address> = Pick<FamilyKeywords<A>, 'subnets'>

/** A subnet in the tree. */
export interface SubnetPlace {
  readonly map: MapTree
  /** The shared network it stands in; undefined: it stands alone. */
  readonly network: MapTree | undefined
}

/** The subnet that was written at this place; it is told by identity. */
export function subnetAt<A extends Address>(tree: MapTree, at: Position, keys: Keys<A>): SubnetPlace | undefined {
  const alone = mapsIn(tree, keys.subnets).find(map => map.at === at)
  if (alone !== undefined) return { map: alone, network: undefined }
  for (const network of mapsIn(tree, 'shared-networks')) {
    const map = mapsIn(network, keys.subnets).find(candidate => candidate.at === at)
    if (map !== undefined) return { map, network }
  }
  return undefined
}

/** The tree with another map in the place of a subnet; undefined: without the subnet. */
export function withSubnet<A extends Address>(
  tree: MapTree,
  { map, network }: SubnetPlace,
  is: MapTree | undefined,
  { subnets }: Keys<A>,
): MapTree {
  if (network === undefined) return withReplaced(tree, subnets, map, is)
  return withReplaced(tree, 'shared-networks', network, withReplaced(network, subnets, map, is))
}

/** The tree with one more subnet that stands alone. */
export function withNewSubnet<A extends Address>(tree: MapTree, map: MapTree, { subnets }: Keys<A>): MapTree {
  return withItem(tree, subnets, map)
}

export function networkNamed(tree: MapTree, name: string): MapTree | undefined {
  return mapsIn(tree, 'shared-networks').find(map => textIn(map, 'name') === name)
}

export function classNamed(tree: MapTree, name: string): MapTree | undefined {
  return mapsIn(tree, 'client-classes').find(map => textIn(map, 'name') === name)
}
