import { type Out, OutList, OutMap } from '../output/document.js'
import { formatAddress, parseAddress } from './address.js'
import type { ClassList } from './class-list.js'
import { convertConditions } from './conditions.js'
import { keysOfConditions } from './contested.js'
import { addressesOf, type Context } from './context.js'
import { plainBytes } from './option-data.js'
import type { HostPlan, Plan, SubnetPlan } from './plan.js'
import { writeSettings } from './settings.js'

/** Reservations, by the subnet that their addresses belong to. */
export interface Reservations {
  readonly bySubnet: Map<SubnetPlan, OutMap[]>
  /** Of hosts without an address. */
  readonly global: OutMap[]
  /** Two hosts share an address. */
  addressShared: boolean
}

interface Identifier {
  readonly key: 'hw-address' | 'client-id' | 'duid' | 'circuit-id' | 'flex-id'
  readonly value: string
}

/** Finds the subnet of an address by one look for each length of prefix there is. */
class SubnetIndex {
  private readonly lengths: number[]
  private readonly byPrefix = new Map<string, SubnetPlan>()

  constructor(
    subnets: readonly SubnetPlan[],
    private readonly bits: number,
  ) {
    this.lengths = [...new Set(subnets.map(subnet => subnet.length))].sort((a, b) => b - a)
    for (const subnet of subnets) this.byPrefix.set(`${subnet.first}/${subnet.length}`, subnet)
  }

  find(address: bigint): SubnetPlan | undefined {
    for (const length of this.lengths) {
      const room = BigInt(this.bits - length)
      const found = this.byPrefix.get(`${(address >> room) << room}/${length}`)
      if (found !== undefined) return found
    }
    return undefined
  }
}

/** Turn hosts into reservations. */
export function convertHosts(plan: Plan, classes: ClassList, context: Context): Reservations {
  const made: Reservations = { bySubnet: new Map(), global: [], addressShared: false }
  const index = new SubnetIndex(plan.subnets, context.family === 4 ? 32 : 128)
  const taken = new Map<string, HostPlan>()
  for (const host of plan.hosts) convertHost(host, { plan, classes, context, made, index, taken })
  return made
}

interface Room {
  readonly plan: Plan
  readonly classes: ClassList
  readonly context: Context
  readonly made: Reservations
  readonly index: SubnetIndex
  /** Identifiers and addresses by subnet. */
  readonly taken: Map<string, HostPlan>
}

function convertHost(host: HostPlan, room: Room): void {
  const { context, plan, made } = room
  const { ledger } = context
  const { scope, settings } = host
  const identifier = identifierOf(host, context)
  if (identifier === undefined) {
    ledger.decision(scope, 'nothing here that Kea knows a client by: left out')
    for (const one of scope.body.statements) ledger.decision(one, 'its host is left out')
    return
  }
  const places = placesOf(host, room)
  for (const parameter of Object.values(settings.lifetimeRemarks))
    ledger.changed(parameter, 'Kea has no lifetimes of reservations: hosts of the group have those of their subnet')
  ledger.converted(scope)
  const hostNames = settings.hostNames ?? plan.global.hostNames ?? false
  for (const [i, place] of places.entries()) {
    const { subnet, address, prefixes } = place
    const key = `${subnet?.id ?? 0} ${identifier.key} ${identifier.value}`
    const twin = room.taken.get(key)
    if (twin !== undefined) {
      ledger.decision(
        scope,
        `host ${twin.name} (line ${twin.scope.at.line}) has the same ${identifier.key} there: left out`,
      )
      continue
    }
    room.taken.set(key, host)
    const map = new OutMap({ [identifier.key]: identifier.value })
    if (i === 0) map.leading.push(...leadingOf(host))
    if (address !== undefined) {
      if (room.taken.has(address)) made.addressShared = true
      room.taken.set(address, host)
      setAddress(map, address, context)
    }
    if (prefixes.length > 0) map.set('prefixes', new OutList(prefixes))
    if (!settings.keywords.has('hostname') && hostNames) map.set('hostname', host.name)
    const shared = settings.keywords.get('hostname')
    if (shared !== undefined) map.set('hostname', shared.value, shared)
    const rest = new OutMap()
    const { keywords } = settings
    const kept = new Map(keywords)
    keywords.clear()
    writeSettings(rest, settings)
    for (const [name, value] of kept) keywords.set(name, value)
    for (const { key: name, value, leading, remark } of rest.entries) map.set(name, value as Out, { leading, remark })
    conditionsOf(host, map, subnet, room)
    if (settings.barred) map.set('client-classes', new OutList(['DROP']))
    // Kea refuses a reservation of nothing; its client is known all the same
    if (map.entries.length === 1) map.set('client-classes', new OutList(['KNOWN']))
    if (i === 0) map.trailing.push(...settings.leftOver, ...settings.trailing)
    if (subnet === undefined) made.global.push(map)
    else {
      const list = made.bySubnet.get(subnet)
      if (list === undefined) made.bySubnet.set(subnet, [map])
      else list.push(map)
    }
  }
}

function leadingOf({ scope, settings, name }: HostPlan): string[] {
  const remarks = settings.own.flatMap(one => (one.remark === undefined ? one.leading : [...one.leading, one.remark]))
  return [...scope.leading, ...(scope.remark === undefined ? [] : [scope.remark]), `host ${name}`, ...remarks]
}

function setAddress(map: OutMap, address: string, { family }: Context): void {
  if (family === 4) map.set('ip-address', address)
  else map.set('ip-addresses', new OutList([address]))
}

interface PlaceOfHost {
  readonly subnet: SubnetPlan | undefined
  readonly address: string | undefined
  readonly prefixes: string[]
}

/** A reservation for each address, in its subnet; one for all subnets, if there is no address. */
function placesOf({ settings, scope }: HostPlan, { context, index, plan }: Room): PlaceOfHost[] {
  const { family, ledger } = context
  const places: PlaceOfHost[] = []
  const prefixes: string[] = []
  let wanted = false
  for (const own of settings.own) {
    if (own.name === 'fixed-prefix6') {
      prefixes.push(own.values.flat()[0]?.text ?? '')
      ledger.converted(own)
    }
    if (own.name !== 'fixed-address' && own.name !== 'fixed-address6') continue
    wanted = true
    for (const { text } of own.values.flat()) {
      const addresses = addressesOf(text, context)
      if (addresses === undefined) {
        ledger.decision(own, `no address is known for ${text}: write it, or run with -r perform`)
        continue
      }
      for (const one of addresses) {
        const number = parseAddress(one, family)
        const subnet = number === undefined ? undefined : index.find(number)
        if (subnet === undefined || number === undefined)
          ledger.decision(own, `no subnet holds ${one}: the reservation has no address`)
        else if (places.some(place => place.subnet === subnet))
          ledger.changed(own, `Kea reserves one address a subnet: ${one} is left out`)
        else {
          places.push({ subnet, address: formatAddress(number, family), prefixes })
          ledger.converted(own)
        }
      }
    }
  }
  if (places.length > 0) return places
  if (prefixes.length > 0 && plan.subnets.length === 1)
    return [{ subnet: plan.subnets[0], address: undefined, prefixes }]
  if (wanted) ledger.changed(scope, 'its address is left out; what else it sets holds in every subnet')
  return [{ subnet: undefined, address: undefined, prefixes }]
}

/** What the client is known by. dhcpd looks for each of several; Kea's reservation has one. */
function identifierOf({ scope, settings }: HostPlan, context: Context): Identifier | undefined {
  const { family, ledger } = context
  const found: Identifier[] = []
  for (const own of settings.own) {
    const words = own.values.flat()
    if (own.name === 'hardware') {
      const [type, address] = words
      const octets = (address?.text ?? '').split(':').map(octet => octet.padStart(2, '0').toLowerCase())
      if (type?.text.toLowerCase() !== 'ethernet')
        ledger.changed(own, 'Kea compares the address, not the type of hardware')
      else ledger.converted(own)
      if (address !== undefined) found.push({ key: 'hw-address', value: octets.join(':') })
    } else if (own.name === 'host-identifier') {
      const last = words.at(-1)
      const name = words.at(-2)?.text
      const bytes = last && plainBytes(last)
      const key = HOST_KEYS[name ?? '']
      if (bytes === undefined || key === undefined || words.some(word => word.text === 'v6relopt')) {
        ledger.unsupported(own, `Kea knows hosts by ${name ?? 'this'} with the flex-id hook only`)
        continue
      }
      found.push({ key, value: colons(bytes) })
      ledger.converted(own)
    } else if (own.name === 'uid') {
      const bytes = words[0] && plainBytes(words[0])
      if (bytes !== undefined && family === 4) found.push({ key: 'client-id', value: colons(bytes) })
      ledger.converted(own)
    }
  }
  for (const statement of scope.body.statements) {
    if (statement.kind !== 'option' || statement.option.name !== 'dhcp-client-identifier') continue
    const [value] = statement.values.flat()
    const bytes = value && plainBytes(value)
    if (bytes === undefined || bytes.length === 0) ledger.unsupported(statement, 'this is no identifier')
    else {
      found.push({ key: 'client-id', value: colons(bytes) })
      ledger.converted(statement)
    }
  }
  const best = (family === 6 && found.find(one => one.key === 'duid')) || found[0]
  if (found.length > 1)
    ledger.changed(
      scope,
      `Kea knows a reservation by one thing: ${best?.key} is kept, not ${found
        .filter(one => one !== best)
        .map(one => one.key)
        .join(', ')}`,
    )
  return best
}

const HOST_KEYS: Readonly<Record<string, Identifier['key']>> = {
  'dhcp6.client-id': 'duid',
  'dhcp-client-identifier': 'client-id',
  'agent.circuit-id': 'circuit-id',
}

const colons = (bytes: Uint8Array): string =>
  Buffer.from(bytes)
    .toString('hex')
    .replaceAll(/(..)(?=.)/g, '$1:')

/** Conditions of a host: its reservation puts the client into a class, and classes for the branches test for that. */
function conditionsOf(
  host: HostPlan,
  map: OutMap,
  subnet: SubnetPlan | undefined,
  { classes, context, plan }: Room,
): void {
  if (host.settings.conditions.length === 0) return
  const { options, conditions } = host.settings
  if ([...keysOfConditions(host.settings, context)].some(key => options.has(key)) || host.settings.boot.size > 0)
    for (const condition of conditions)
      context.ledger.changed(
        condition,
        'a reservation goes before classes in Kea: what the host sets outside of its conditions wins',
      )
  const name = classes.name(`host-${host.name}`)
  classes.add(name, undefined)
  map.set('client-classes', new OutList([name]))
  const additional: string[] = []
  convertConditions(host.settings, { name, test: `member('${name}')`, additional }, classes, context)
  for (const one of subnet === undefined ? plan.subnets : [subnet]) one.additional.push(...additional)
}
