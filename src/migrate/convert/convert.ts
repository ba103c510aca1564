import type { Block } from '../isc/syntax.js'
import { type Entry, Ledger } from '../ledger.js'
import { OutList, OutMap, printDocument } from '../output/document.js'
import type { Target } from '../target.js'
import { ClassList } from './class-list.js'
import { convertClasses } from './classes.js'
import { convertConditions } from './conditions.js'
import { contestedByClasses } from './contested.js'
import type { Context, KnownNames } from './context.js'
import { convertDdns, nameDomains, updatesNames } from './ddns.js'
import { Translator } from './expression.js'
import { convertFailover, type PairAnswers } from './failover.js'
import { convertHosts } from './hosts.js'
import { Plan, type SubnetPlan } from './plan.js'
import { readRange } from './ranges.js'
import { writeLifetimes, writeSettings } from './settings.js'
import { type SubnetRoom, shareOut, writeNetwork, writeSubnet } from './subnets.js'
import { everyStatement, Usage } from './usage.js'
import { Vocabulary } from './vocabulary.js'

export interface ConvertOptions {
  readonly family: 4 | 6
  readonly target: Target
  /** Addresses of host names, where they were asked for. */
  readonly names?: KnownNames | undefined
  /** Interfaces to listen on; all of them unless told. */
  readonly interfaces?: readonly string[] | undefined
  /** Folder of Kea's hook libraries. */
  readonly hookPath?: string | undefined
  readonly pair?: PairAnswers | undefined
}

export interface Converted {
  /** The configuration of the DHCP server. */
  readonly text: string
  /** The configuration of the server that updates names. */
  readonly ddns: string | undefined
  readonly entries: readonly Entry[]
  readonly remarks: readonly string[]
  /** Where each address belongs: what leases are converted with. */
  readonly subnets: readonly {
    readonly id: number
    readonly prefix: string
    readonly first: bigint
    readonly last: bigint
  }[]
  readonly counts: { readonly subnets: number; readonly reservations: number; readonly classes: number }
}

const HOOKS = '/usr/lib/x86_64-linux-gnu/kea/hooks'

/** Turn what was read of dhcpd.conf into a configuration of Kea. */
export function convert(block: Block, options: ConvertOptions): Converted {
  const { family, target, names = new Map() } = options
  const ledger = new Ledger()
  const vocabulary = new Vocabulary(family, new Usage(block), ledger)
  const translator = new Translator(vocabulary, target)
  const context: Context = { family, target, ledger, vocabulary, translator, names, hooks: new Map(), calculated: [] }
  define(block, context)
  const plan = new Plan(block, context)
  for (const network of plan.networks) shareOut(network)

  nameDomains(plan)

  const classes = new ClassList(context)
  const classNames = convertClasses(plan, classes, context)
  const contested = contestedByClasses(plan, context)
  convertConditions(
    plan.global,
    { name: 'global', test: undefined, additional: undefined, lifetimes: plan.global.lifetimes },
    classes,
    context,
  )
  const reservations = convertHosts(plan, classes, context)
  const room: SubnetRoom = { plan, context, classes, classNames, contested, reservations: reservations.bySubnet }

  const networks = new OutList()
  const subnets = new OutList()
  for (const network of plan.networks) {
    // a network of one subnet says nothing that the subnet does not
    if (network.subnets.length > 1) networks.push(writeNetwork(network, room))
    else
      for (const subnet of network.subnets) subnets.push(withLeading(writeSubnet(subnet, room), network.scope.leading))
    tellStrayRanges(
      network.pools.flatMap(pool => pool.settings.ranges),
      network.subnets,
      context,
    )
  }
  for (const subnet of plan.subnets) if (subnet.network === undefined) subnets.push(writeSubnet(subnet, room))

  const ddns = convertDdns(plan, context)
  const [peer] = plan.peers
  const pair = peer === undefined ? undefined : convertFailover(peer, plan.peers, context, options.pair ?? {})
  const map = new OutMap()
  header(map, plan, options)
  hooks(map, pair, context, options.hookPath ?? HOOKS)
  writeLifetimes(map, plan.global.lifetimes, plan.global.lifetimeRemarks)
  names4(map, plan, ddns, context)
  writeSettings(map, plan.global, [])
  hostRules(map, plan, reservations, context)
  if (vocabulary.optionDefs.length > 0) map.set('option-def', new OutList(vocabulary.optionDefs))
  for (const { map: option } of plan.global.options.values()) map.list('option-data').push(option)
  if (classes.maps.length > 0) map.set('client-classes', new OutList(classes.maps))
  if (networks.items.length > 0) map.set('shared-networks', networks)
  if (subnets.items.length > 0 || networks.items.length === 0) map.set(`subnet${family}`, subnets)
  if (reservations.global.length > 0) map.set('reservations', new OutList(reservations.global))
  map.trailing.push(...plan.global.leftOver, ...plan.global.trailing)

  const count = [...reservations.bySubnet.values()].reduce((sum, list) => sum + list.length, reservations.global.length)
  return {
    text: printDocument(withLeading(new OutMap({ [`Dhcp${family}`]: map }), block.header ?? [])),
    ddns: ddns && printDocument(new OutMap({ DhcpDdns: ddns })),
    entries: ledger.entries(everyStatement(block)),
    remarks: ledger.remarks,
    subnets: plan.subnets.map(({ id, prefix, first, last }: SubnetPlan) => ({ id, prefix, first, last })),
    counts: { subnets: plan.subnets.length, reservations: count, classes: classes.maps.length },
  }
}

/** Spaces and definitions first: dhcpd takes them in any scope, and they hold everywhere. */
function define(block: Block, { vocabulary }: Context): void {
  const all = [...everyStatement(block)]
  for (const one of all) if (one.kind === 'space') vocabulary.space(one)
  const vendors = all
    .filter(one => one.kind === 'definition')
    .sort((a, b) => rank(a.option.space) - rank(b.option.space))
  for (const one of vendors) vocabulary.define(one)
  for (const one of all)
    if (one.kind === 'parameter' && one.name === 'vendor-option-space')
      vocabulary.useVendorSpace(one.values.flat()[0]?.text ?? '', { leading: [] })
}

/** Definitions that name a vendor's space come before those in it. */
const rank = (space: string): number => (space === 'vendor' || space === 'vsio' ? 0 : 1)

function withLeading(map: OutMap, leading: readonly string[]): OutMap {
  map.leading.unshift(...leading)
  return map
}

function header(map: OutMap, plan: Plan, { family, interfaces }: ConvertOptions): void {
  const named = [...plan.subnets, ...plan.networks].flatMap(
    ({ settings }) => settings.keywords.get('interface')?.value ?? [],
  )
  const listen = interfaces ?? (named.length > 0 ? [...new Set(named.map(String))] : ['*'])
  map.set('interfaces-config', new OutMap({ interfaces: new OutList(listen) }))
  map.set('lease-database', new OutMap({ type: 'memfile', name: `/var/lib/kea/kea-leases${family}.csv` }))
}

function hooks(
  map: OutMap,
  pair: OutMap | undefined,
  { hooks: wanted, calculated, family }: Context,
  path: string,
): void {
  const list = new OutList()
  for (const [name, why] of wanted) {
    if (name === 'bootp' && family === 6) continue
    const library = new OutMap({ library: `${path}/libdhcp_${name}.so` })
    library.leading.push(why)
    if (name === 'ha' && pair !== undefined)
      library.set('parameters', new OutMap({ 'high-availability': new OutList([pair]) }))
    if (name === 'flex_option')
      library.set(
        'parameters',
        new OutMap({
          options: new OutList(calculated.map(({ code, expression }) => new OutMap({ code, supersede: expression }))),
        }),
      )
    list.push(library)
  }
  if (list.items.length === 0) return
  if (pair !== undefined)
    map.set('control-socket', new OutMap({ 'socket-type': 'unix', 'socket-name': `/run/kea/kea${family}-ctrl-socket` }))
  map.set('hooks-libraries', list)
}

/** dhcpd updates names where it is told a style; without ddns-domainname it takes the option domain-name. */
function names4(map: OutMap, plan: Plan, ddns: OutMap | undefined, { family }: Context): void {
  const { keywords, options } = plan.global
  if (ddns === undefined || !updatesNames(plan)) return
  map.set('dhcp-ddns', new OutMap({ 'enable-updates': true }))
  const suffix = options.get(`dhcp${family}.15`)?.map.get('data')
  if (!keywords.has('ddns-qualifying-suffix') && typeof suffix === 'string')
    map.set('ddns-qualifying-suffix', suffix, {
      leading: ["dhcpd takes the domain's name where ddns-domainname is not set"],
    })
}

function hostRules(
  map: OutMap,
  plan: Plan,
  { global, addressShared }: ReturnType<typeof convertHosts>,
  { family, ledger }: Context,
): void {
  if (plan.hosts.length === 0) return
  const all = family === 4 ? ['hw-address', 'client-id', 'circuit-id'] : ['duid', 'hw-address']
  map.set('host-reservation-identifiers', new OutList(all))
  if (global.length > 0) map.set('reservations-global', true).set('reservations-in-subnet', true)
  if (addressShared) {
    map.set('ip-reservations-unique', false)
    ledger.remark('an address is reserved for two clients; Kea allows that with "ip-reservations-unique": false')
  }
}

function tellStrayRanges(ranges: Plan['global']['ranges'], subnets: readonly SubnetPlan[], context: Context): void {
  for (const statement of ranges) {
    const held = readRange(statement, context).every(
      range => range.kind === 'prefixes' || subnets.some(one => one.first <= range.first && range.last <= one.last),
    )
    if (!held) context.ledger.decision(statement, 'no subnet of its network holds it: left out')
  }
}
