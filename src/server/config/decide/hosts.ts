import { formatBytes } from '../../../wire/hex.js'
import type { Host, IdentifierKind, PrefixRange, ReservedPrefix } from '../../host/host.js'
import type { Address } from '../../lease/lease.js'
import type { Subnet } from '../decided.js'
import { Report } from '../problem.js'
import { listIn, mapsIn, placeOf, textIn, textItems } from '../read.js'
import type { Sliced } from '../slices.js'
import type { MapTree, Position, TextTree } from '../tree.js'
import { LEFT_OUT } from './bad-reservations.js'
import { decideOwnBoot, noBoot } from './boot.js'
import type { FamilyKeywords } from './family.js'
import { identifierOf } from './identifiers.js'
import { decideOptions, noOptions } from './options.js'
import { outsideOf } from './prefix-pools.js'
import { contextOf } from './remarks.js'
import type { Site } from './site.js'
import type { WrittenSubnet } from './subnets.js'

/** Reservations decided between two yields. */
const STEP = 16

/** All reservations: the global ones, then those of each subnet. `unique`: an address is reserved once only. */
export function* decideHosts<A extends Address>(
  map: MapTree,
  written: readonly WrittenSubnet<A>[],
  unique: boolean,
  site: Site<A>,
): Sliced<Host<A>[]> {
  const deciding = new Deciding(site, unique)
  let count = 0
  for (const entry of mapsIn(map, 'reservations')) {
    deciding.host(entry, undefined)
    if (++count % STEP === 0) yield
  }
  for (const { map: subnetMap, subnet } of written)
    for (const entry of mapsIn(subnetMap, 'reservations')) {
      deciding.host(entry, subnet)
      if (++count % STEP === 0) yield
    }
  return deciding.hosts
}

/** One reservation by itself: whether others have its client or its addresses is not looked at. Undefined: it is wrong. */
export function decideHost<A extends Address>(
  map: MapTree,
  subnet: Subnet<A> | undefined,
  site: Site<A>,
): Host<A> | undefined {
  const before = site.report.errors
  const deciding = new Deciding(site, false)
  deciding.host(map, subnet)
  return site.report.errors === before ? deciding.hosts[0] : undefined
}

class Deciding<A extends Address> {
  readonly hosts: Host<A>[] = []
  private readonly clients = new Map<string, Position>()
  private readonly addresses = new Map<string, Position>()
  /** What the reservation at hand has put into the two. */
  private added: { readonly into: Map<string, Position>; readonly key: string }[] = []

  constructor(
    private site: Site<A>,
    private readonly unique: boolean,
  ) {}

  host(map: MapTree, subnet: Subnet<A> | undefined): void {
    if (this.site.skipBadReservations) this.hostIfGood(map, subnet)
    else this.decide(map, subnet)
  }

  /** What a bad one would have taken stays free for others. */
  private hostIfGood(map: MapTree, subnet: Subnet<A> | undefined): void {
    const { site, hosts } = this
    const count = hosts.length
    const report = new Report()
    this.added = []
    this.site = { ...site, report }
    this.decide(map, subnet)
    this.site = site
    if (report.errors > 0) {
      hosts.length = count
      for (const { into, key } of this.added) into.delete(key)
    }
    site.report.demote(report, LEFT_OUT)
  }

  private enter(into: Map<string, Position>, key: string, at: Position): void {
    into.set(key, at)
    if (this.site.skipBadReservations) this.added.push({ into, key })
  }

  private decide(map: MapTree, subnet: Subnet<A> | undefined): void {
    const { site } = this
    const identity = identifierOf(map, site.family.allIdentifiers, site.report)
    const addresses = this.addressesOf(map, subnet)
    const prefixes = this.prefixesOf(map, subnet)
    const options = map.entries.has('option-data') ? decideOptions(map, site, site.spaces) : noOptions
    const classes = textItems(listIn(map, 'client-classes')).map(item => item.value)
    for (const name of classes) site.givenClasses.add(name)
    if (identity === undefined) return
    const host: Host<A> = {
      identifier: identity.kind,
      identifierBytes: identity.bytes,
      subnetId: subnet?.id ?? 0,
      addresses,
      prefixes,
      hostname: textIn(map, 'hostname') ?? '',
      classes,
      options: options === noOptions ? undefined : options,
      boot: site.family.boots ? decideOwnBoot(map, site.report) : noBoot,
      userContext: contextOf(map),
      position: map.at,
    }
    if (!this.reserves(host, map)) return
    if (this.isNew(host, map, identity)) this.hosts.push(host)
  }

  private reserves(host: Host<A>, map: MapTree): boolean {
    // an address that is wrong is one problem, not two
    const written = reservedIn(map, this.site.family).length > 0 || textItems(listIn(map, 'prefixes')).length > 0
    const rest = host.hostname !== '' || host.classes.length > 0 || map.entries.has('option-data')
    if (written || rest || host.boot !== noBoot || map.entries.has('next-server')) return true
    this.site.report.error(
      'empty-reservation',
      map.at,
      `specified reservation for ${host.identifier}=${formatBytes(host.identifierBytes)} must include at least one resource, i.e. hostname, IPv4 address, IPv6 address/prefix, options`,
    )
    return false
  }

  private isNew(host: Host<A>, map: MapTree, identity: { kind: IdentifierKind; bytes: Buffer }): boolean {
    const { site, clients } = this
    const key = `${host.subnetId} ${identity.kind} ${identity.bytes.toString('latin1')}`
    const at = placeOf(map, identity.kind)
    const twin = clients.get(key)
    if (twin === undefined) {
      this.enter(clients, key, at)
      return true
    }
    site.report.error('duplicate-reservation', at, sameClient(host, site.family), {
      at: twin,
      text: 'it was added here',
    })
    return false
  }

  private addressesOf(map: MapTree, subnet: Subnet<A> | undefined): A[] {
    const { report, family } = this.site
    const addresses: A[] = []
    for (const item of reservedIn(map, family)) {
      const address = this.addressOf(item, subnet)
      if (address === undefined) continue
      if (addresses.includes(address)) report.error('duplicate-reservation', item.at, twice(item.value))
      else if (this.isFree(family.kind.format(address), item.at, subnet)) addresses.push(address)
    }
    return addresses
  }

  private prefixesOf(map: MapTree, subnet: Subnet<A> | undefined): readonly ReservedPrefix<A>[] {
    const { report } = this.site
    const prefixes: ReservedPrefix<A>[] = []
    const written = textItems(listIn(map, 'prefixes'))
    const list = listIn(map, 'excluded-prefixes')
    const excluded = textItems(list)
    if (list !== undefined && excluded.length !== written.length)
      report.error(
        'wrong-prefix',
        list.at,
        `excluded-prefixes has ${excluded.length} entries, prefixes has ${written.length}: expected one for each, empty for none`,
      )
    for (const [i, item] of written.entries()) {
      const prefix = prefixIn(item, this.site)
      if (prefix === undefined) continue
      if (prefixes.some(other => other.prefix === prefix.prefix && other.length === prefix.length))
        report.error('duplicate-reservation', item.at, twice(item.value))
      else if (this.isFree(`${this.site.family.kind.format(prefix.prefix)}/${prefix.length}`, item.at, subnet))
        prefixes.push(this.withExcluded(prefix, excluded[i]))
    }
    return prefixes
  }

  private withExcluded(prefix: PrefixRange<A>, item: TextTree | undefined): ReservedPrefix<A> {
    if (item === undefined || item.value === '') return prefix
    const excluded = prefixIn(item, this.site)
    if (excluded === undefined) return prefix
    const why = outsideOf(prefix, excluded, this.site.family.kind)
    if (why !== undefined) this.site.report.error('wrong-prefix', item.at, why)
    return { ...prefix, excluded }
  }

  private addressOf({ value: text, at }: TextTree, subnet: Subnet<A> | undefined): A | undefined {
    const { family, report } = this.site
    const { kind } = family
    const address = kind.parse(text)
    const wrong = (why: string): undefined => report.error('wrong-address', at, why)
    if (address === undefined) return wrong(`address '${text}' is not a valid ${family.ip} address`)
    if (address === kind.zero || address === kind.broadcast(kind.zero, 0))
      return wrong(`must not make reservation for the '${text}' address`)
    if (subnet !== undefined && !kind.contains(subnet.prefix, subnet.prefixLength, address)) {
      const prefix = `${kind.format(subnet.prefix)}/${subnet.prefixLength}`
      report.error(
        'reservation-outside',
        at,
        `specified reservation '${text}' is not within the ${family.ip} subnet '${prefix}'`,
        { at: subnet.position, text: 'the subnet' },
      )
      return undefined
    }
    return address
  }

  /** Whether nobody else of the subnet has the address or prefix, where that matters. */
  private isFree(text: string, at: Position, subnet: Subnet<A> | undefined): boolean {
    if (!this.unique) return true
    const { family, report } = this.site
    const id = subnet?.id ?? 0
    const key = `${id} ${text}`
    const twin = this.addresses.get(key)
    if (twin === undefined) {
      this.enter(this.addresses, key, at)
      return true
    }
    report.error('duplicate-reservation', at, sameAddress(text, id, family), { at: twin, text: 'it is reserved here' })
    return false
  }
}

/** What is wrong with a reservation whose client has one in its subnet already. */
export function sameClient<A extends Address>(
  { identifier, identifierBytes, subnetId }: Host<A>,
  { ip }: Pick<FamilyKeywords<A>, 'ip'>,
): string {
  const name = identifier === 'hw-address' ? 'HW address' : identifier === 'duid' ? 'DUID' : identifier
  return `failed to add new host using the ${name} '${formatBytes(identifierBytes)}' to the ${ip} subnet id '${subnetId}' as this host has already been added`
}

/** What is wrong with a reservation of an address or prefix that is reserved in its subnet already. */
export function sameAddress<A extends Address>(
  text: string,
  subnetId: number,
  { family }: Pick<FamilyKeywords<A>, 'family'>,
): string {
  return family === 4
    ? `failed to add new host to the IPv4 subnet id '${subnetId}' for the address ${text}: There's already a reservation for this address`
    : `failed to add address reservation for host to the IPv6 subnet id '${subnetId}' for address/prefix ${text}: There's already reservation for this address/prefix`
}

/** The texts of the addresses that a reservation keeps. */
export function reservedIn<A extends Address>(
  map: MapTree,
  { reservedAddresses }: Pick<FamilyKeywords<A>, 'reservedAddresses'>,
): readonly TextTree[] {
  const value = map.entries.get(reservedAddresses)?.value
  return value?.kind === 'string' ? [value] : value?.kind === 'list' ? textItems(value) : []
}

const twice = (text: string): string => `failed on attempt to add a duplicated host reservation for ${text}`

/** "prefix/length" of a reservation, without bits beyond the length. */
function prefixIn<A extends Address>(
  { at, value: text }: TextTree,
  { family: { kind, ip }, report }: Site<A>,
): PrefixRange<A> | undefined {
  const wrong = (why: string): undefined => report.error('wrong-prefix', at, why)
  const slash = text.indexOf('/')
  if (slash < 0) return wrong(`prefix reservation requires prefix length be specified in '${text}'`)
  const digits = text.slice(slash + 1)
  const length = Number(digits)
  if (!/^\d+$/.test(digits)) return wrong(`prefix length value '${digits}' is invalid`)
  const address = kind.parse(text.slice(0, slash))
  if (address === undefined)
    return wrong(`Failed to convert string to address '${text.slice(0, slash)}': Invalid argument`)
  if (length > kind.bits) return wrong(`invalid prefix length '${length}' for new ${ip} reservation`)
  return { prefix: kind.network(address, length), length }
}
