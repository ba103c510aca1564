import type { Host } from '../../host/host.js'
import type { Address } from '../../lease/lease.js'
import type { FamilyKeywords } from '../decide/family.js'
import { type DecideOptions, decide } from '../decide.js'
import type { Decided, SharedNetwork, Subnet } from '../decided.js'
import type { Report } from '../problem.js'
import { mapsIn } from '../read.js'
import type { Sliced } from '../slices.js'
import type { MapTree, Position } from '../tree.js'
import { withItems, withoutEntries } from './tree-edit.js'

/** A configuration in both forms. */
export interface Configured<A extends Address> {
  readonly tree: MapTree
  readonly decided: Decided<A>
}

/** What is another one after an edit. */
export interface Revision<A extends Address> {
  readonly decided: Decided<A>
  /** Subnets that are no longer there, or not as they were. */
  readonly gone: readonly Subnet<A>[]
  /** Subnets that are new, or not as they were. */
  readonly fresh: readonly Subnet<A>[]
  /** Reservations of the two. */
  readonly goneHosts: readonly Host<A>[]
  readonly freshHosts: readonly Host<A>[]
}

/** Items between two yields where many are gone through. */
const STEP = 4096

/**
 * Whether two trees differ in their subnets and shared networks only. Then revise() does; else decide() must look at all
 * of it again.
 */
export function differsInSubnetsOnly<A extends Address>(
  before: MapTree,
  after: MapTree,
  { subnets }: Pick<FamilyKeywords<A>, 'subnets'>,
): boolean {
  const other = (map: MapTree): number =>
    map.entries.size - (map.entries.has(subnets) ? 1 : 0) - (map.entries.has('shared-networks') ? 1 : 0)
  if (other(before) !== other(after)) return false
  for (const [key, { value }] of after.entries) {
    if (key === subnets || key === 'shared-networks') continue
    if (before.entries.get(key)?.value !== value) return false
  }
  return true
}

/**
 * Decide a tree of which only subnets and shared networks are other ones than in `before`; those that are the same maps
 * keep what was decided of them. Every subnet has an id in it. Undefined: there were errors, which `report` has.
 */
export function* revise<A extends Address>(
  before: Configured<A>,
  tree: MapTree,
  family: FamilyKeywords<A>,
  options: Omit<DecideOptions, 'generation'>,
  report: Report,
): Sliced<Revision<A> | undefined> {
  const { decided: old } = before
  const networks = split(before.tree, tree, 'shared-networks')
  const subnets = split(before.tree, tree, family.subnets)
  yield
  // a configuration of the new parts alone: they are decided in the scope they stand in, by the rules of all others
  const part = withoutEntries(
    withItems(withItems(tree, 'shared-networks', networks.fresh), family.subnets, subnets.fresh),
    'reservations',
  )
  const added = yield* decide(part, family, { ...options, generation: old.behaviours.generation }, report)
  if (added === undefined) return undefined
  yield
  const links = new Links(old.networks, [...networks.gone, ...subnets.gone])
  const gone = links.gone.flatMap(network => network.subnets)
  const goneIds = new Set(gone.map(({ id }) => id))
  const kept = goneIds.size === 0 ? old.subnets : old.subnets.filter(({ id }) => !goneIds.has(id))
  yield
  if (!apart(kept, added, links, family, report)) return undefined
  yield
  const goneHosts: Host<A>[] = []
  const hosts: Host<A>[] = []
  for (const host of old.hosts) {
    if (host.subnetId !== 0 && goneIds.has(host.subnetId)) goneHosts.push(host)
    else hosts.push(host)
    if (hosts.length % STEP === 0) yield
  }
  for (const host of added.hosts) hosts.push(host)
  yield
  return {
    decided: {
      ...old,
      networks: inOrder(links.kept, added.networks, tree),
      subnets: [...kept, ...added.subnets].sort((a, b) => a.id - b.id),
      hosts,
    },
    gone,
    fresh: added.subnets,
    goneHosts,
    freshHosts: added.hosts,
  }
}

/** The maps of a list that are in one tree only. */
function split(before: MapTree, after: MapTree, key: string): { gone: readonly MapTree[]; fresh: readonly MapTree[] } {
  const was = mapsIn(before, key)
  const is = mapsIn(after, key)
  if (was === is) return { gone: [], fresh: [] }
  const had = new Set(was)
  const has = new Set(is)
  return { gone: was.filter(map => !has.has(map)), fresh: is.filter(map => !had.has(map)) }
}

/** The links of a configuration, by whether their maps are still there. */
class Links<A extends Address> {
  readonly kept: SharedNetwork<A>[] = []
  readonly gone: SharedNetwork<A>[] = []

  constructor(networks: readonly SharedNetwork<A>[], goneMaps: readonly MapTree[]) {
    const places = new Set<Position | undefined>(goneMaps.map(({ at }) => at))
    for (const network of networks) (places.has(placeOf(network)) ? this.gone : this.kept).push(network)
  }
}

/** Of a link without a name: its only subnet's. */
function placeOf<A extends Address>({ position, subnets }: SharedNetwork<A>): Position | undefined {
  return position ?? subnets[0]?.position
}

/** What is new must not be there already. */
function apart<A extends Address>(
  kept: readonly Subnet<A>[],
  added: Decided<A>,
  links: Links<A>,
  { kind, ip }: FamilyKeywords<A>,
  report: Report,
): boolean {
  const before = report.errors
  const ids = new Map(added.subnets.map(subnet => [subnet.id, subnet]))
  const prefixes = new Map<A, Subnet<A>[]>()
  for (const subnet of added.subnets) prefixes.set(subnet.prefix, [...(prefixes.get(subnet.prefix) ?? []), subnet])
  for (const subnet of added.subnets.length === 0 ? [] : kept) {
    const namesake = ids.get(subnet.id)
    if (namesake !== undefined)
      report.error('duplicate-id', namesake.position, `ID of the new ${ip} subnet '${subnet.id}' is already in use`)
    const twin = prefixes.get(subnet.prefix)?.find(({ prefixLength }) => prefixLength === subnet.prefixLength)
    if (twin !== undefined) {
      const text = `${kind.format(subnet.prefix)}/${subnet.prefixLength}`
      report.error('duplicate-subnet', twin.position, `subnet with the prefix of '${text}' already exists`)
    }
  }
  const names = new Set(added.networks.map(({ name }) => name).filter(name => name !== ''))
  for (const { name, position } of names.size === 0 ? [] : links.kept)
    if (names.has(name) && position !== undefined)
      report.error('duplicate-network', position, `duplicate network '${name}' found in the configuration`)
  return report.errors === before
}

/** Shared networks in the order of the tree, then single subnets by id, as decideSubnets() has them. */
function inOrder<A extends Address>(
  kept: readonly SharedNetwork<A>[],
  added: readonly SharedNetwork<A>[],
  tree: MapTree,
): SharedNetwork<A>[] {
  const all = [...kept, ...added]
  const rank = new Map<Position | undefined, number>(mapsIn(tree, 'shared-networks').map(({ at }, i) => [at, i]))
  const shared = all.filter(({ position }) => position !== undefined)
  shared.sort((a, b) => rank.get(a.position)! - rank.get(b.position)!)
  const alone = all.filter(({ position }) => position === undefined)
  alone.sort((a, b) => a.subnets[0]!.id - b.subnets[0]!.id)
  return [...shared, ...alone]
}
