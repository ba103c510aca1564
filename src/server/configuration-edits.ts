import type { AddressKind } from '../wire/address.js'
import type { ConfigurationRooms, Refusal, ReservationRooms, SubnetEntry } from './api/commands/configuration-rooms.js'
import type { JsonMap } from './api/json/json.js'
import { keaWords } from './api/kea-words.js'
import { ClassNames } from './classify/class-set.js'
import { compileExpression } from './classify/expression.js'
import type { FamilyKeywords } from './config/decide/family.js'
import { parsePrefix } from './config/decide/prefix.js'
import type { Surroundings } from './config/decide/site.js'
import type { Decided, Subnet } from './config/decided.js'
import { optionKey, poolKey } from './config/edit/keys.js'
import { pinnedIds } from './config/edit/pinned-ids.js'
import { classNamed, networkNamed, type SubnetPlace, subnetAt } from './config/edit/places.js'
import { differsInSubnetsOnly, type Revision, revise } from './config/edit/revise.js'
import { Report } from './config/problem.js'
import { rowsOf } from './config/schema/rows.js'
import { shownClass } from './config/show/classes.js'
import { shownNetwork, shownSubnets } from './config/show/scopes.js'
import { Shower } from './config/show/shower.js'
import { type Pace, runSliced } from './config/slices.js'
import type { MapTree } from './config/tree.js'
import { ConfiguredReservations } from './configured-reservations.js'
import type { BuildRooms } from './engine/build-plan.js'
import type { Plan } from './engine/plan.js'
import type { Address } from './lease/lease.js'
import type { PoolSpaces } from './lease/pool-spaces.js'

/** What a service lends to edits of its configuration. All of it is asked for anew each time: a reload changes it. */
export interface EditSite<A extends Address> {
  readonly keywords: FamilyKeywords<A>
  readonly kind: AddressKind<A>
  readonly planRooms: Pick<BuildRooms<A>, 'kind' | 'space' | 'serverIdentifierCode'>
  readonly pace: Pace
  surroundings(): Surroundings
  readonly tree: MapTree
  readonly plan: Plan<A>
  /** Serve by this from now on. Synchronous: no packet is between the two. */
  install(tree: MapTree, plan: Plan<A>): void
  /** Put another configuration in force as a reload does. Resolves with what is wrong, in Kea's words; nothing has changed then. */
  replace(tree: MapTree): Promise<string | undefined>
  /** Make the subnets of `decided` ready that the plan in force has not. `spaces`: free addresses of their pools, filled. */
  revisedPlan(decided: Decided<A>): Promise<{ plan: Plan<A>; spaces: PoolSpaces<A> }>
  /** Pools and statistics of the subnets that went and came. In the same turn as install(). */
  succeed(spaces: PoolSpaces<A>, gone: ReadonlySet<unknown>, revision: Revision<A>): void
  /** What revisedPlan() made is not needed. */
  forget(spaces: PoolSpaces<A>): void
}

/** The configuration of a service as commands see and edit it. */
export class ConfigurationEdits<A extends Address> implements ConfigurationRooms {
  readonly family: FamilyKeywords<A>
  readonly hosts: ReservationRooms
  readonly #site: EditSite<A>
  /** The last tree that was seen to have an id for each subnet. */
  #pinned: MapTree | undefined

  constructor(site: EditSite<A>) {
    this.#site = site
    this.family = site.keywords
    this.hosts = new ConfiguredReservations(site)
  }

  get tree(): MapTree {
    const { tree, plan, keywords } = this.#site
    if (tree === this.#pinned) return tree
    const pinned = pinnedIds(tree, plan.decided, keywords)
    // it decides to the same: the ids are those that were decided
    if (pinned !== tree) this.#site.install(pinned, plan)
    this.#pinned = pinned
    return pinned
  }

  subnets(): readonly SubnetEntry[] {
    return this.#decided.subnets.map(subnet => this.#entry(subnet))
  }

  subnetById(id: number): SubnetEntry | undefined {
    const subnet = this.#site.plan.subnets.get(id)?.subnet
    return subnet && this.#entry(subnet)
  }

  subnetByPrefix(text: string): SubnetEntry | undefined {
    const { kind } = this.#site
    const prefix = parsePrefix(text, kind)
    if (prefix === undefined || prefix.length > kind.bits) return undefined
    const address = kind.network(prefix.address, prefix.length)
    const found = this.#decided.subnets.find(each => each.prefix === address && each.prefixLength === prefix.length)
    return found && this.#entry(found)
  }

  subnetsHolding(text: string): readonly SubnetEntry[] | undefined {
    const { kind } = this.#site
    const address = kind.parse(text)
    if (address === undefined) return undefined
    const holding = this.#decided.subnets.filter(each => kind.contains(each.prefix, each.prefixLength, address))
    return holding.map(subnet => this.#entry(subnet))
  }

  holds(id: number, text: string): boolean | undefined {
    const { kind, plan } = this.#site
    const address = kind.parse(text)
    const { prefix, prefixLength } = plan.subnets.get(id)!.subnet
    return address === undefined ? undefined : kind.contains(prefix, prefixLength, address)
  }

  networks(): readonly string[] {
    return this.#decided.networks.flatMap(({ name, position }) => (position === undefined ? [] : [name]))
  }

  shownSubnet(id: number): JsonMap {
    const { map, network } = this.placeOf(id)
    const { scope, subnets } = this.family
    const global = { map: this.#site.tree, scope, name: 'the global scope' }
    const outer = rowsOf(scope, 'shared-networks')
    const around =
      network === undefined ? [global] : [{ map: network, scope: outer, name: 'the shared network' }, global]
    const rows = rowsOf(network === undefined ? scope : outer, subnets)
    return shownSubnets([map], rows, around, this.#shower())[0] as JsonMap
  }

  shownNetwork(name: string): JsonMap {
    const { scope } = this.family
    const map = networkNamed(this.#site.tree, name)!
    const global = { map: this.#site.tree, scope, name: 'the global scope' }
    return shownNetwork([{ map, scope: rowsOf(scope, 'shared-networks'), name }, global], this.#shower()) as JsonMap
  }

  shownClass(name: string): JsonMap {
    return shownClass(classNamed(this.#site.tree, name)!, this.#shower()) as JsonMap
  }

  placeOf(id: number): SubnetPlace {
    const { plan, keywords } = this.#site
    return subnetAt(this.tree, plan.subnets.get(id)!.subnet.position, keywords)!
  }

  poolKey(map: MapTree): string {
    return poolKey(map, this.#site.kind)
  }

  optionKey(map: MapTree): string {
    return optionKey(map, this.#decided, this.family)
  }

  classesIn(test: string, text: boolean): readonly string[] {
    const { behaviours, spaces } = this.#decided
    const compiled = compileExpression(test, {
      family: this.family.family === 4 ? 'v4' : 'v6',
      generation: behaviours.generation,
      kind: text ? 'string' : 'boolean',
      spaces,
      names: new ClassNames(),
      isDefinedClass: () => true,
    })
    return 'error' in compiled ? [] : compiled.ok.classesUsed
  }

  async edit(tree: MapTree): Promise<Refusal | undefined> {
    const site = this.#site
    const { plan, tree: before, keywords } = site
    if (!differsInSubnetsOnly(before, tree, keywords)) return refusalOf(await site.replace(tree))
    const report = new Report()
    const options = { surroundings: site.surroundings() }
    const work = revise({ tree: before, decided: plan.decided }, tree, keywords, options, report)
    const revision = await runSliced(work, site.pace)
    if (revision === undefined) return firstOf(report)
    const { plan: revised, spaces } = await site.revisedPlan(revision.decided)
    // a reload in between has the last word: the edit was made from what it replaced
    if (site.plan !== plan) {
      site.forget(spaces)
      return refusalOf(await site.replace(tree))
    }
    const gone = new Set<unknown>()
    for (const { id } of revision.gone) {
      const { pools, pdPools } = plan.subnets.get(id)!
      for (const pool of [...pools, ...pdPools]) gone.add(pool.space)
    }
    const { configuredHosts } = plan
    for (const host of revision.goneHosts) configuredHosts.remove(host)
    for (const host of revision.freshHosts) configuredHosts.add(host)
    site.succeed(spaces, gone, revision)
    site.install(tree, { ...revised, decided: { ...revision.decided, hosts: configuredHosts.all } })
    return undefined
  }

  #entry({ id, prefix, prefixLength, network, guards }: Subnet<A>): SubnetEntry {
    const guarded = guards.length > 0 || network.guards.length > 0
    const name = network.position === undefined ? undefined : network.name
    return { id, subnet: `${this.#site.kind.format(prefix)}/${prefixLength}`, network: name, guarded }
  }

  #shower(): Shower<A> {
    return new Shower(this.#decided, this.family, 'kea')
  }

  get #decided(): Decided<A> {
    return this.#site.plan.decided
  }
}

function firstOf({ problems }: Report): Refusal | undefined {
  const first = problems.find(({ severity }) => severity === 'error')
  return first && { code: first.code, text: first.text, words: keaWords(problems) ?? first.text }
}

function refusalOf(words: string | undefined): Refusal | undefined {
  return words === undefined ? undefined : { code: '', text: words, words }
}
