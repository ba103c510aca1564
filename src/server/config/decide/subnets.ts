import type { Address } from '../../lease/lease.js'
import type { OptionScope } from '../../options/scope.js'
import type { Subnet } from '../decided.js'
import { formatPosition } from '../problem.js'
import { mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import type { Sliced } from '../slices.js'
import type { MapTree, Position } from '../tree.js'
import { decideAdditional, decideGuards } from './guards.js'
import { checkLifetime, lifetimeOf, preferredOf } from './lifetimes.js'
import { type Link, Network } from './networks.js'
import { decideOptions, noOptions } from './options.js'
import { decideOver6 } from './over6.js'
import { decidePools } from './pools.js'
import { type Prefix, parsePrefix } from './prefix.js'
import { decidePrefixPools } from './prefix-pools.js'
import { decideRelays } from './relays.js'
import { contextOf } from './remarks.js'
import { checkRenewal } from './renewal.js'
import { overlay, type Settings } from './settings.js'
import type { Site } from './site.js'

/** A subnet with the map it was decided from, where its reservations stand. */
export interface WrittenSubnet<A extends Address> {
  readonly subnet: Subnet<A>
  readonly map: MapTree
  /** As written, with host bits. */
  readonly prefix: Prefix<A>
}

export interface DecidedSubnets<A extends Address> {
  readonly networks: readonly Network<A>[]
  readonly written: readonly WrittenSubnet<A>[]
}

/** All networks and subnets. Kea takes shared networks first, and numbers subnets without an id in that order. */
export function* decideSubnets<A extends Address>(
  map: MapTree,
  global: Settings,
  site: Site<A>,
): Sliced<DecidedSubnets<A>> {
  const deciding = new Deciding(site)
  for (const entry of mapsIn(map, 'shared-networks')) {
    const outer = deciding.network(entry, global)
    for (const subnet of mapsIn(entry, site.family.subnets)) {
      deciding.subnet(subnet, outer)
      yield
    }
  }
  const shared = deciding.networks.length
  for (const subnet of mapsIn(map, site.family.subnets)) {
    deciding.subnet(subnet, {
      map: undefined,
      settings: global,
      options: noOptions,
      network: undefined,
      additional: [],
    })
    yield
  }
  for (const network of deciding.networks) network.sort()
  // Those of single subnets stand last, by id.
  const alone = deciding.networks.splice(shared)
  alone.sort((a, b) => a.subnets[0]!.id - b.subnets[0]!.id)
  for (const network of alone) deciding.networks.push(network)
  return deciding
}

/** What a subnet lies in. */
interface Outer<A extends Address> {
  readonly map: MapTree | undefined
  readonly settings: Settings
  readonly options: OptionScope
  /** Undefined: the subnet stands by itself. */
  readonly network: Network<A> | undefined
  readonly additional: readonly string[]
}

const nothing: readonly never[] = []

/** The link of a subnet that has it for itself. */
function alone<A extends Address>(settings: Settings): Link<A> {
  return {
    name: '',
    interface: '',
    interfaceId: undefined,
    relays: nothing,
    guards: nothing,
    additionalClasses: nothing,
    options: noOptions,
    valid: lifetimeOf(settings.valid),
    userContext: '',
    position: undefined,
  }
}

class Deciding<A extends Address> implements DecidedSubnets<A> {
  readonly networks: Network<A>[] = []
  readonly written: WrittenSubnet<A>[] = []
  private readonly names = new Map<string, Position>()
  private readonly ids = new Map<number, Position>()
  private readonly prefixes = new Map<string, Position>()
  private next = 1

  constructor(private readonly site: Site<A>) {}

  network(map: MapTree, global: Settings): Outer<A> {
    const { site, names } = this
    const name = textIn(map, 'name') ?? ''
    const at = placeOf(map, 'name')
    const twin = names.get(name)
    if (map.entries.has('name') && name === '')
      site.report.error('empty-name', at, "Shared-network is missing mandatory 'name' parameter")
    else if (twin !== undefined)
      site.report.error('duplicate-network', at, `duplicate network '${name}' found in the configuration`, {
        at: twin,
        text: 'the first of that name',
      })
    else names.set(name, at)
    const settings = overlay(map, global, site)
    this.check(map, settings)
    const network = new Network<A>({
      name,
      interface: this.interfaceOf(map, `shared network ${name}`),
      interfaceId: this.interfaceIdOf(map, `shared network ${name}`),
      relays: decideRelays(map, site),
      guards: decideGuards(map, site),
      additionalClasses: decideAdditional(map, site),
      options: decideOptions(map, site, site.spaces),
      valid: lifetimeOf(settings.valid),
      userContext: contextOf(map),
      position: map.at,
    })
    this.networks.push(network)
    return { map, settings, options: network.options, network, additional: network.additionalClasses }
  }

  /** What is wrong in a subnet does not keep the rest of it from being looked at. */
  subnet(map: MapTree, outer: Outer<A>): void {
    const { site } = this
    const { kind } = site.family
    const prefix = this.prefixOf(map)
    const id = this.idOf(map)
    const settings = overlay(map, outer.settings, site)
    this.check(map, settings)
    const options = decideOptions(map, site, site.spaces)
    const relays = decideRelays(map, site, outer.network?.relays)
    const guards = decideGuards(map, site)
    const own = decideAdditional(map, site)
    if (prefix === undefined) return
    const bare = { address: kind.network(prefix.address, prefix.length), length: prefix.length }
    const text = `${kind.format(prefix.address)}/${prefix.length}`
    const network = outer.network ?? new Network<A>(alone(settings))
    if (outer.network === undefined) this.networks.push(network)
    else this.agree(map, text, settings, outer)
    const { valid, preferred, ...rest } = settings
    const pools = decidePools(map, bare, settings.ddns, site)
    const subnet: Subnet<A> = {
      id,
      prefix: bare.address,
      prefixLength: bare.length,
      network,
      interface: this.interfaceOf(map, `subnet ${text}`) || network.interface,
      interfaceId: this.interfaceIdOf(map, `subnet ${text}`) ?? network.interfaceId,
      relays,
      guards,
      // The lists of a pool, its subnet and its network are gone through in this order.
      additionalClasses: outer.additional.length === 0 ? own : [...own, ...outer.additional],
      pools,
      pdPools: decidePrefixPools(map, bare, pools, settings.ddns, site),
      valid: lifetimeOf(valid),
      preferred: preferred && preferredOf(preferred, valid.default),
      ...rest,
      options,
      networkOptions: outer.options,
      over6: decideOver6(map, site.report),
      userContext: contextOf(map),
      position: map.at,
    }
    network.add(subnet)
    this.written.push({ subnet, map, prefix })
  }

  private check(map: MapTree, settings: Settings): void {
    const { report } = this.site
    checkLifetime(map, 'valid', settings.valid, report)
    if (settings.preferred !== undefined) checkLifetime(map, 'preferred', settings.preferred, report)
    checkRenewal(map, settings, report)
  }

  private interfaceOf(map: MapTree, of: string): string {
    const name = textIn(map, 'interface') ?? ''
    const { report, surroundings } = this.site
    if (name !== '' && surroundings.interfaces?.every(known => known.name !== name)) {
      const text = `Specified network interface name ${name} for ${of} is not present in the system`
      report.warn('no-interface', placeOf(map, 'interface'), text)
    }
    return name
  }

  /** What relays call the link. Undefined: nothing is said here. */
  private interfaceIdOf(map: MapTree, of: string): Uint8Array | undefined {
    const id = textIn(map, 'interface-id') ?? ''
    if (id === '') return undefined
    if ((textIn(map, 'interface') ?? '') !== '') {
      const text = `interface (defined for locally reachable subnets) and interface-id (defined for subnets reachable via relays) cannot be defined at the same time for ${of}`
      const related = { at: placeOf(map, 'interface'), text: 'interface stands here' }
      this.site.report.error('contradiction', placeOf(map, 'interface-id'), text, related)
    }
    return Buffer.from(id)
  }

  /** What a link is bound to cannot differ between its subnets. */
  private agree(map: MapTree, text: string, own: Settings, { network, map: above, settings }: Outer<A>): void {
    const { report } = this.site
    const around = above && { at: above.at, text: 'the shared network' }
    const bound = textIn(map, 'interface') ?? ''
    const used = network!.interface || network!.subnets.find(s => s.interface !== '')?.interface
    if (bound !== '' && used !== undefined && used !== bound)
      report.error(
        'network-mismatch',
        placeOf(map, 'interface'),
        `Subnet ${text} has specified interface ${bound}, but earlier subnet in the same shared-network or the shared-network itself used ${used}`,
        around,
      )
    const [first] = network!.subnets
    if (first !== undefined && first.rapidCommit !== own.rapidCommit)
      report.error(
        'network-mismatch',
        placeOf(map, 'rapid-commit'),
        `All subnets in a shared network must have the same rapid-commit value. Subnet ${text} has specified rapid-commit ${own.rapidCommit}, but earlier subnet in the same shared-network or the shared-network itself used rapid-commit ${first.rapidCommit}`,
        { at: first.position, text: 'the earlier subnet' },
      )
    const authoritative = map.entries.get('authoritative')?.value
    if (
      authoritative?.kind === 'boolean' &&
      above?.entries.has('authoritative') &&
      authoritative.value !== settings.authoritative
    )
      report.error(
        'network-mismatch',
        authoritative.at,
        `Subnet ${text} has different authoritative setting ${authoritative.value} than the shared-network itself: ${settings.authoritative}`,
        { at: above.entries.get('authoritative')!.value.at, text: 'the setting of the shared network' },
      )
  }

  private idOf(map: MapTree): number {
    const { ids, site } = this
    const written = wholeIn(map, 'id') ?? 0
    const id = written === 0 ? this.next++ : written
    const at = written === 0 ? map.at : placeOf(map, 'id')
    const twin = ids.get(id)
    if (twin !== undefined) {
      const text = `ID of the new ${site.family.ip} subnet '${id}' is already in use`
      const numbered = written === 0 ? ` (subnets without an id are numbered from 1 in order)` : ''
      site.report.error('duplicate-id', at, text + numbered, { at: twin, text: `${id} is used here` })
    } else ids.set(id, at)
    return id
  }

  private prefixOf(map: MapTree): Prefix<A> | undefined {
    const { family, report } = this.site
    const text = textIn(map, 'subnet')
    if (text === undefined) return undefined
    const at = placeOf(map, 'subnet')
    const wrong = (why: string): undefined => report.error('wrong-prefix', at, why)
    const prefix = parsePrefix(text, family.kind)
    if (prefix === undefined) return wrong(`Invalid subnet syntax (prefix/len expected):${text}`)
    if (prefix.length > family.kind.bits) return wrong(`Invalid prefix length specified for subnet: ${prefix.length}`)
    const key = `${prefix.address}/${prefix.length}`
    const twin = this.prefixes.get(key)
    if (twin !== undefined) {
      const why = `subnet with the prefix of '${text}' already exists (${formatPosition(twin)})`
      report.error('duplicate-subnet', at, why, { at: twin, text: 'the existing subnet' })
    } else this.prefixes.set(key, at)
    const bare = family.kind.network(prefix.address, prefix.length)
    if (bare !== prefix.address) {
      const meant = `${family.kind.format(bare)}/${prefix.length}`
      report.warn('host-bits', at, `the address in ${text} has host bits set, the subnet is ${meant}`)
    }
    return prefix
  }
}
