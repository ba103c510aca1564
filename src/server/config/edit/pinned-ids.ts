import type { Address } from '../../lease/lease.js'
import type { FamilyKeywords } from '../decide/family.js'
import type { Decided } from '../decided.js'
import { mapsIn, wholeIn } from '../read.js'
import type { MapTree, Position, Tree } from '../tree.js'
import { itemsIn, withEntry, withItems } from './tree-edit.js'

/**
 * The tree with every subnet's id written out. Kea numbers subnets without one in the order of the file: without this,
 * taking one out would number those below it anew. Itself when all ids are there.
 */
export function pinnedIds<A extends Address>(
  tree: MapTree,
  decided: Decided<A>,
  { subnets: key }: Pick<FamilyKeywords<A>, 'subnets'>,
): MapTree {
  const lists = [tree, ...mapsIn(tree, 'shared-networks')]
  if (lists.every(map => mapsIn(map, key).every(hasId))) return tree
  const ids = new Map<Position, number>(decided.subnets.map(({ position, id }) => [position, id]))
  const pinned = (subnet: Tree): Tree => {
    if (subnet.kind !== 'map' || hasId(subnet)) return subnet
    const id = ids.get(subnet.at)
    return id === undefined ? subnet : withEntry(subnet, 'id', { kind: 'integer', at: subnet.at, value: id })
  }
  const within = (map: MapTree): MapTree =>
    map.entries.has(key) ? withItems(map, key, itemsIn(map, key).map(pinned)) : map
  const networks = itemsIn(tree, 'shared-networks').map(network => (network.kind === 'map' ? within(network) : network))
  return within(networks.length === 0 ? tree : withItems(tree, 'shared-networks', networks))
}

const hasId = (subnet: MapTree): boolean => (wholeIn(subnet, 'id') ?? 0) !== 0
