import type { Permission } from '../isc/syntax.js'
import { OutMap } from '../output/document.js'
import { type ClassList, NOBODY } from './class-list.js'
import { convertConditions } from './conditions.js'
import { contestedIn, uncontested } from './contested.js'
import type { Context } from './context.js'
import type { NetworkPlan, Plan, PoolPlan, SubnetPlan } from './plan.js'
import { type AddressRange, holderOf, readRange } from './ranges.js'
import {
  isSet,
  type Lifetimes,
  merged,
  type OptionSetting,
  plainOption,
  writeLifetimes,
  writeSettings,
} from './settings.js'

/** What subnets are written with. */
export interface SubnetRoom {
  readonly plan: Plan
  readonly context: Context
  readonly classes: ClassList
  /** Kea's names of the classes of the input. */
  readonly classNames: ReadonlyMap<string, string>
  /** Options that a class sets: what subnets say of them must give way. */
  readonly contested: ReadonlySet<string>
  readonly reservations: ReadonlyMap<SubnetPlan, readonly OutMap[]>
}

/** The map of one subnet. */
export function writeSubnet(subnet: SubnetPlan, room: SubnetRoom): OutMap {
  const { context, plan, classes } = room
  const { settings, network, scope, additional } = subnet
  const map = new OutMap({ id: subnet.id, subnet: subnet.prefix })
  map.leading.push(...scope.leading)
  if (scope.remark !== undefined) map.leading.push(scope.remark)
  if (network !== undefined && network.subnets.length === 1) settings.within(network.settings)
  const [own, inherited] = [settings.lifetimes, network?.settings.lifetimes ?? {}]
  const lifetimes = poolLifetimes(subnet, context)
  const effective = merged(merged(merged(plan.global.lifetimes, inherited), own), lifetimes)
  if (isSet(own) || isSet(lifetimes)) writeLifetimes(map, effective, settings.lifetimeRemarks)
  const contested = contestedIn(subnet, room)
  writeSettings(map, settings, uncontested(settings, contested))
  convertConditions(settings, { name: `subnet-${subnet.prefix}`, test: undefined, additional }, classes, context)
  moveContested(subnet, contested, room)
  const pools = subnet.pools.flatMap(pool => writePool(pool, subnet, room))
  dropOverlaps(pools, context)
  for (const pool of pools) map.list(pool.range === undefined ? 'pd-pools' : 'pools').push(pool.map)
  if (additional.length > 0) for (const name of additional) map.list(context.target.additional).push(name)
  for (const reservation of room.reservations.get(subnet) ?? []) map.list('reservations').push(reservation)
  map.trailing.push(...settings.leftOver, ...settings.trailing)
  return map
}

interface WrittenPool {
  readonly map: OutMap
  /** Undefined: prefixes. */
  readonly range: AddressRange | undefined
}

/** A pool of the input: one of Kea for each of its ranges. */
function writePool(pool: PoolPlan, subnet: SubnetPlan, room: SubnetRoom): WrittenPool[] {
  const { context, classes } = room
  const { settings, scope } = pool
  const written: WrittenPool[] = []
  const here = settings.ranges.some(statement =>
    readRange(statement, context).some(
      range => range.kind === 'prefixes' || holderOf(range, subnet.network?.subnets ?? [subnet]) === subnet,
    ),
  )
  // a pool beside the subnets of its network is looked at for each of them
  if (!here && subnet.network !== undefined) return []
  const additional: string[] = []
  const name = `pool-${subnet.prefix}`
  const guard = guardOf(pool, subnet, room)
  convertConditions(settings, { name, test: undefined, additional }, classes, context)
  if (pool.last.length > 0) additional.push(lastClass(name, pool.last, room))
  const boot = [...settings.boot]
  if (boot.length > 0) {
    const made = classes.name(`${name}-boot`)
    const rest = new OutMap()
    for (const [key, { value, leading, remark }] of boot) rest.set(key, value, { leading, remark })
    classes.add(made, "member('ALL')", rest, true)
    additional.push(made)
  }
  for (const statement of settings.ranges) {
    for (const [i, range] of readRange(statement, context).entries()) {
      const addresses = range.kind === 'addresses' ? range : undefined
      const holder = addresses && holderOf(addresses, subnet.network?.subnets ?? [subnet])
      if (addresses !== undefined && holder !== subnet) {
        if (holder === undefined)
          context.ledger.decision(
            statement,
            `no subnet here holds ${range.kind === 'addresses' ? range.text : ''}: left out`,
          )
        continue
      }
      const map =
        range.kind === 'addresses'
          ? new OutMap({ pool: range.text })
          : new OutMap({ prefix: range.prefix, 'prefix-len': range.length, 'delegated-len': range.delegated })
      if (written.length === 0) map.leading.push(...(scope?.leading ?? []), ...(scope?.remark ? [scope.remark] : []))
      if (i === 0) map.leading.push(...statement.leading, ...(statement.remark === undefined ? [] : [statement.remark]))
      if (guard !== undefined) map.set('client-class', guard)
      if (additional.length > 0) for (const one of additional) map.list(context.target.additional).push(one)
      const options = [...settings.options.values()].filter(option => !pool.last.some(one => one.key === option.key))
      for (const option of options)
        map.list('option-data').push(written.length === 0 ? option.map : plainOption(option))
      if (written.length === 0) map.trailing.push(...settings.leftOver, ...settings.trailing)
      if (!context.ledger.has(statement)) context.ledger.converted(statement)
      written.push({ map, range: addresses })
    }
  }
  return written
}

/** The class that may use a pool. Undefined: everybody may. */
function guardOf({ settings, scope }: PoolPlan, subnet: SubnetPlan, room: SubnetRoom): string | undefined {
  const { classes, plan, context } = room
  const allowed: string[] = []
  const denied: string[] = []
  let closed = false
  for (const permission of settings.permissions) {
    const test = permissionTest(permission, room)
    if (test === undefined) closed ||= permission.verb !== 'allow' || settings.permissions.length === 1
    else if (test !== '') (permission.verb === 'allow' ? allowed : denied).push(test)
    if (test === undefined && permission.verb === 'allow') allowed.push(NOBODY)
  }
  const unknownDenied =
    subnet.settings.unknownDenied ?? subnet.network?.settings.unknownDenied ?? plan.global.unknownDenied
  if (closed) return classes.guard('nobody', NOBODY)
  const parts: string[] = []
  if (unknownDenied === true) parts.push("member('KNOWN')")
  if (allowed.length > 0) parts.push(allowed.length > 1 ? `(${allowed.join(' or ')})` : allowed[0]!)
  for (const test of denied) parts.push(test === "member('KNOWN')" ? "member('UNKNOWN')" : `not ${test}`)
  const unique = [...new Set(parts)]
  if (unique.length === 0) return undefined
  if (unique.length > 1) context.ledger.remark(`${subnet.prefix}: the permits of its pools are one class each`)
  const name =
    scope === undefined
      ? subnet.prefix
      : `${subnet.prefix}-${subnet.pools.indexOf(subnet.pools.find(one => one.scope === scope)!) + 1}`
  return classes.guard(name, unique.length === 1 ? unique[0]!.replace(/^\((.*)\)$/, '$1') : unique.join(' and '))
}

/** '' : the permit says nothing. Undefined: whom it means is not known to Kea. */
function permissionTest(permission: Permission, { classes, classNames, context }: SubnetRoom): string | undefined {
  const { ledger } = context
  const { what, name, verb } = permission
  switch (what) {
    case 'known-clients':
      ledger.converted(permission)
      return "member('KNOWN')"
    case 'unknown-clients':
      ledger.converted(permission)
      return "member('UNKNOWN')"
    case 'all-clients':
      ledger.converted(permission)
      return "member('ALL')"
    case 'dynamic-bootp-clients':
      if (verb === 'allow') context.hooks.set('bootp', 'tells BOOTP clients from others')
      ledger.converted(permission, 'the bootp hook puts BOOTP clients into the class BOOTP')
      return verb === 'allow' || context.hooks.has('bootp') ? "member('BOOTP')" : ''
    case 'members': {
      const known = classNames.get(name ?? '')
      if (known === undefined) {
        ledger.decision(permission, `class "${name}" is not declared: the pool is closed`)
        return undefined
      }
      if (!classes.unknown.has(known)) {
        ledger.converted(permission)
        return `member('${known}')`
      }
      ledger.decision(permission, `who is in class "${name}" is not known to Kea: the pool is closed until it is`)
      return undefined
    }
    default:
      ledger.decision(permission, 'Kea cannot tell these clients: the pool is closed')
      return undefined
  }
}

/** Lifetimes of pools stand in their subnet, if they are the same in all of its pools. */
function poolLifetimes({ pools, prefix }: SubnetPlan, { ledger }: Context): Lifetimes {
  const set = pools.filter(pool => isSet(pool.settings.lifetimes))
  const [first] = set
  if (first?.scope === undefined) return {}
  const same =
    set.length === pools.length &&
    set.every(one => JSON.stringify(one.settings.lifetimes) === JSON.stringify(first.settings.lifetimes))
  const inScope = (name: string): boolean =>
    ['default-lease-time', 'min-lease-time', 'max-lease-time', 'preferred-lifetime'].includes(name)
  for (const { scope } of set)
    for (const statement of scope?.body.statements ?? []) {
      if (statement.kind !== 'parameter' || !inScope(statement.name)) continue
      if (!same)
        ledger.decision(
          statement,
          `Kea has lifetimes of subnets and classes, not of pools, and the pools of ${prefix} differ: left out`,
        )
      else ledger.changed(statement, `Kea has no lifetimes of pools: it holds for all of ${prefix}`)
    }
  return same ? first.settings.lifetimes : {}
}

/**
 * A class goes before the subnet in dhcpd, behind it in Kea; so do conditions, which become classes. What both set stands in
 * a class of the subnet that is looked at after all others: the first class that has an option decides.
 */
function moveContested(subnet: SubnetPlan, contested: ReadonlySet<string>, room: SubnetRoom): void {
  const options = new Map(subnet.network?.settings.options)
  for (const [key, option] of subnet.settings.options) options.set(key, option)
  // what a pool has an opinion of is left to all pools: their classes are looked at after those of the subnet
  const ofPools = new Set(
    subnet.pools.flatMap(pool => [...pool.settings.options.keys()]).filter(key => contested.has(key)),
  )
  const moved = [...options.values()].filter(({ key }) => contested.has(key) && !ofPools.has(key))
  if (moved.length > 0) subnet.additional.push(lastClass(`subnet-${subnet.prefix}`, moved, room))
  if (ofPools.size === 0) return
  for (const { settings, last } of subnet.pools)
    last.push(...[...ofPools].flatMap(key => settings.options.get(key) ?? options.get(key) ?? []))
}

function lastClass(wanted: string, options: readonly OptionSetting[], { classes, context }: SubnetRoom): string {
  const name = classes.name(wanted)
  const map = new OutMap()
  for (const option of options) map.list('option-data').push(plainOption(option))
  map.leading.push('classes and conditions go before the scope in dhcpd: what both set stands here')
  classes.add(name, "member('ALL')", map, true)
  context.ledger.remark(`options that a class sets as well as ${wanted} stand in the class ${name}`)
  return name
}

/** Kea refuses pools that overlap; dhcpd takes the address once. */
function dropOverlaps(pools: WrittenPool[], { ledger }: Context): void {
  for (let i = 0; i < pools.length; i++) {
    const { range } = pools[i]!
    if (range === undefined) continue
    const other = pools
      .slice(0, i)
      .find(one => one.range !== undefined && one.range.first <= range.last && range.first <= one.range.last)
    if (other === undefined) continue
    ledger.decision(range.statement, `it overlaps with ${other.range!.text}: left out`)
    pools.splice(i--, 1)
  }
}

/** Give the pools of a network to the subnets that hold their ranges. */
export function shareOut(network: NetworkPlan): void {
  for (const pool of network.pools) for (const subnet of network.subnets) subnet.pools.push({ ...pool, last: [] })
}

/** The map of a shared network and its subnets. */
export function writeNetwork(network: NetworkPlan, room: SubnetRoom): OutMap {
  const { context, plan, classes } = room
  const { settings, scope } = network
  const contested = new Set(network.subnets.flatMap(subnet => [...contestedIn(subnet, room)]))
  const map = new OutMap({ name: network.name })
  map.leading.push(...scope.leading)
  if (isSet(settings.lifetimes))
    writeLifetimes(map, merged(plan.global.lifetimes, settings.lifetimes), settings.lifetimeRemarks)
  writeSettings(
    map,
    settings,
    [...settings.options.values()].filter(option => !contested.has(option.key)),
  )
  const additional: string[] = []
  convertConditions(settings, { name: `network-${network.name}`, test: undefined, additional }, classes, context)
  keepOneAuthority(network, map, context)
  for (const subnet of network.subnets)
    map.list(context.family === 4 ? 'subnet4' : 'subnet6').push(writeSubnet(subnet, room))
  for (const name of additional) map.list(context.target.additional).push(name)
  map.trailing.push(...settings.leftOver, ...settings.trailing)
  return map
}

/** Kea wants the subnets of a network to be as authoritative as the network. */
function keepOneAuthority({ settings, subnets }: NetworkPlan, map: OutMap, { ledger }: Context): void {
  const values = new Set(subnets.map(subnet => subnet.settings.keywords.get('authoritative')?.value))
  const [only] = values
  const outer = settings.keywords.get('authoritative')?.value
  if (values.size === 1 && only !== undefined) map.set('authoritative', only)
  for (const subnet of subnets) {
    const own = subnet.settings.keywords.get('authoritative')
    if (own === undefined) continue
    subnet.settings.keywords.delete('authoritative')
    if (values.size === 1 || own.value === outer) continue
    for (const one of subnet.scope.body.statements)
      if (one.kind === 'parameter' && one.name.endsWith('authoritative'))
        ledger.decision(one, 'the subnets of a network are all authoritative in Kea, or none is: left out')
  }
}
