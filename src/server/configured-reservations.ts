import type { FoundReservation, ReservationKey, ReservationRooms } from './api/commands/configuration-rooms.js'
import type { JsonMap } from './api/json/json.js'
import { identifierOf } from './config/decide/identifiers.js'
import { type SubnetPlace, subnetAt } from './config/edit/places.js'
import { conflictOf, decideReservation, withReplacedReservation, withReservation } from './config/edit/reservation.js'
import { formatPosition, Report } from './config/problem.js'
import { mapsIn } from './config/read.js'
import { shownReservation } from './config/show/reservations.js'
import { Shower } from './config/show/shower.js'
import type { MapTree, Position } from './config/tree.js'
import type { EditSite } from './configuration-edits.js'
import { withReservations } from './engine/build-plan.js'
import type { Host } from './host/host.js'
import type { MemoryHosts } from './host/memory.js'
import type { Address } from './lease/lease.js'

/** The reservations that stand in the configuration of a service. */
export class ConfiguredReservations<A extends Address> implements ReservationRooms {
  readonly #site: EditSite<A>
  readonly #maps = new WeakMap<MapTree, ReadonlyMap<Position, MapTree>>()

  constructor(site: EditSite<A>) {
    this.#site = site
  }

  get count(): number {
    return this.#site.plan.configuredHosts.all.length
  }

  find(subnetId: number | undefined, key: ReservationKey): readonly FoundReservation[] {
    const hosts = 'address' in key ? this.#ofAddress(key.address) : this.#hosts.everyIdentifier(key.kind, key.bytes)
    const shown = this.#places()
    return hosts
      .filter(host => subnetId === undefined || host.subnetId === subnetId)
      .map(host => new Found(host, () => shown(host)))
  }

  page(
    after: number,
    limit: number,
    fits: (host: Host<A>) => boolean,
  ): { readonly hosts: readonly FoundReservation[]; readonly last: number } {
    const { hosts, last } = this.#hosts.page(after, limit, fits)
    const shown = this.#places()
    return { hosts: hosts.map(host => new Found(host, () => shown(host))), last }
  }

  add(subnetId: number, map: MapTree): string | undefined {
    const host = this.#decide(subnetId, map)
    if (typeof host === 'string') return host
    const { plan, tree, keywords } = this.#site
    const conflict = conflictOf(host, this.#hosts, plan.decided, keywords)
    if (conflict !== undefined) return conflict
    this.#hosts.add(host)
    this.#install(withReservation(tree, this.#place(subnetId), map, keywords), host)
    return undefined
  }

  update(subnetId: number, map: MapTree): string | 'missing' | undefined {
    const { plan, tree, keywords } = this.#site
    const host = this.#decide(subnetId, map)
    if (typeof host === 'string') return host
    const before = this.#hosts
      .everyIdentifier(host.identifier, host.identifierBytes)
      .find(candidate => candidate.subnetId === subnetId)
    if (before === undefined) return 'missing'
    const conflict = conflictOf(host, this.#hosts, plan.decided, keywords, before)
    if (conflict !== undefined) return conflict
    this.#hosts.remove(before)
    this.#hosts.add(host)
    this.#install(withReplacedReservation(tree, this.#place(subnetId), before, map, keywords), before, host)
    return undefined
  }

  remove(reservation: FoundReservation): void {
    const { host } = reservation as Found<A>
    const { tree, keywords } = this.#site
    this.#hosts.remove(host)
    this.#install(withReplacedReservation(tree, this.#place(host.subnetId), host, undefined, keywords), host)
  }

  #decide(subnetId: number, map: MapTree): Host<A> | string {
    const { plan, keywords } = this.#site
    const report = new Report()
    const subnet = plan.subnets.get(subnetId)?.subnet
    const host = decideReservation(map, subnet, plan.decided, keywords, report)
    if (host !== undefined) return host
    const { text, at, code } = report.problems.find(({ severity }) => severity === 'error')!
    if (code === 'unknown-keyword') return text
    return `${text} (${formatPosition(at)})`
  }

  /** The index of reservations is changed already; what else rests on them follows in the same turn. */
  #install(tree: MapTree, ...touched: readonly Host<A>[]): void {
    const { plan, planRooms } = this.#site
    const options = touched.map(host => host.options)
    this.#site.install(tree, withReservations(plan, options, planRooms))
  }

  get #hosts(): MemoryHosts<A> {
    return this.#site.plan.configuredHosts
  }

  #ofAddress(text: string): readonly Host<A>[] {
    const address = this.#site.kind.parse(text)
    return address === undefined ? [] : this.#hosts.everyAddress(address)
  }

  /** The reservations of a map by their places: remembered as long as the map is the one in force. */
  #mapsIn(around: MapTree): ReadonlyMap<Position, MapTree> {
    let maps = this.#maps.get(around)
    if (maps === undefined) {
      maps = new Map(mapsIn(around, 'reservations').map(map => [map.at, map]))
      this.#maps.set(around, maps)
    }
    return maps
  }

  #place(subnetId: number): SubnetPlace | undefined {
    const { plan, tree, keywords } = this.#site
    const subnet = plan.subnets.get(subnetId)?.subnet
    return subnet && subnetAt(tree, subnet.position, keywords)
  }

  /** Shows reservations; the map of a subnet is looked for once. */
  #places(): (host: Host<A>) => JsonMap {
    const { plan, tree, keywords } = this.#site
    const shower = new Shower(plan.decided, keywords, 'kea')
    const around = new Map<number, MapTree>([[0, tree]])
    return host => {
      let outer = around.get(host.subnetId)
      if (outer === undefined) around.set(host.subnetId, (outer = this.#place(host.subnetId)!.map))
      const map = this.#mapsIn(outer).get(host.position!)!
      const identity = identifierOf(map, keywords.allIdentifiers, shower.site.report)!
      return shownReservation(map, identity, shower) as JsonMap
    }
  }
}

class Found<A extends Address> implements FoundReservation {
  constructor(
    readonly host: Host<A>,
    readonly shown: () => JsonMap,
  ) {}

  get subnetId(): number {
    return this.host.subnetId
  }

  get hostname(): string {
    return this.host.hostname
  }
}
