import type { BuiltinIds } from '../classify/builtin.js'
import type { ClassNames } from '../classify/class-set.js'
import type { ClassEvaluator } from '../classify/evaluate.js'
import type { Decided, SharedNetwork } from '../config/decided.js'
import { formatProblem, Report } from '../config/problem.js'
import { checkFeatures, featureSite } from '../features/check.js'
import type { Host } from '../host/host.js'
import { MemoryHosts } from '../host/memory.js'
import type { Address } from '../lease/lease.js'
import type { OptionScope } from '../options/scope.js'
import { OptionTable } from '../options/table.js'
import { NetworkPlan, type PlanRooms, planSubnet, type SubnetPlan } from '../subnet/plan.js'
import { SubnetSelector } from '../subnet/selector.js'
import type { ClassPlan, Plan } from './plan.js'

/** What a plan is built with, beside what subnets need. */
export interface BuildRooms<A extends Address> extends PlanRooms<A> {
  readonly evaluator: ClassEvaluator
  readonly builtin: BuiltinIds
  readonly names: ClassNames
  /** Code of the option that carries the server identifier as an address; undefined: the family has none. */
  readonly serverIdentifierCode: number | undefined
}

/** Subnets made ready between two breaths: the server may be serving meanwhile. */
const SLICE = 200

const NOTHING_SAID: ClassPlan['preferred'] = {}

/** Make a decided configuration ready for packets. Yields between slices of at most a few milliseconds. */
export async function buildPlan<A extends Address>(
  decided: Decided<A>,
  rooms: BuildRooms<A>,
  breathe: () => Promise<void>,
): Promise<Plan<A>> {
  const { names, space } = rooms
  const { networks, subnets } = await planNetworks(decided, rooms, new Map(), breathe)
  const classes: (ClassPlan | undefined)[] = []
  for (const own of decided.classes) {
    const options = OptionTable.of([own.options], space, names)
    const { boot, valid, preferred = NOTHING_SAID, offerLifetime } = own
    const bootless =
      boot.nextServer === undefined && boot.serverHostname === undefined && boot.bootFileName === undefined
    if (
      !options.empty ||
      !bootless ||
      valid.default !== undefined ||
      preferred.default !== undefined ||
      offerLifetime !== undefined
    )
      classes[names.number(own.name)] = { options, boot, valid, preferred, offerLifetime }
  }
  checkedFeatures(decided, space, names)
  const hostTables = new WeakMap<Host<A>, OptionTable>()
  const filling = MemoryHosts.filled(rooms.kind, decided.hosts)
  let filled = filling.next()
  for (; !filled.done; filled = filling.next()) await breathe()
  const hosts = filled.value
  return {
    decided,
    networks,
    subnets,
    selector: new SubnetSelector(rooms.kind, [...subnets.values()]),
    hosts,
    configuredHosts: hosts,
    evaluator: rooms.evaluator,
    builtin: rooms.builtin,
    options: OptionTable.of([decided.global.options], space, names),
    classes,
    keepsOffers: keepsOffers(decided),
    serverIdentifiers: serverIdentifiers(decided, rooms),
    hostOptions(host) {
      let table = hostTables.get(host)
      if (table === undefined) {
        table = OptionTable.of(host.options === undefined ? [] : [host.options], space, names)
        hostTables.set(host, table)
      }
      return table
    },
  }
}

/** A plan of the same classes and global values as `before`, with other subnets: those that are the same keep theirs. */
export async function revisePlan<A extends Address>(
  before: Plan<A>,
  decided: Decided<A>,
  rooms: BuildRooms<A>,
  breathe: () => Promise<void>,
): Promise<Plan<A>> {
  const kept = new Map(before.networks.map(plan => [plan.network, plan]))
  const { networks, subnets } = await planNetworks(decided, rooms, kept, breathe)
  await breathe()
  const selector = new SubnetSelector(rooms.kind, [...subnets.values()])
  await breathe()
  const identifiers = serverIdentifiers(decided, rooms)
  await breathe()
  return {
    ...before,
    decided,
    networks,
    subnets,
    selector,
    keepsOffers: keepsOffers(decided),
    serverIdentifiers: identifiers,
  }
}

/** The links of a configuration made ready; those in `kept` are ready already. */
async function planNetworks<A extends Address>(
  decided: Decided<A>,
  rooms: BuildRooms<A>,
  kept: ReadonlyMap<SharedNetwork<A>, NetworkPlan<A>>,
  breathe: () => Promise<void>,
): Promise<{ networks: NetworkPlan<A>[]; subnets: Map<number, SubnetPlan<A>> }> {
  const networks: NetworkPlan<A>[] = []
  const subnets = new Map<number, SubnetPlan<A>>()
  let made = 0
  for (const network of decided.networks) {
    const old = kept.get(network)
    const plan = old ?? new NetworkPlan(network, rooms.names)
    networks.push(plan)
    for (const subnet of old === undefined ? network.subnets : []) {
      planSubnet(rooms, subnet, plan)
      if (++made % SLICE === 0) await breathe()
    }
    for (const subnet of plan.subnets) subnets.set(subnet.subnet.id, subnet)
  }
  return { networks, subnets }
}

function keepsOffers<A extends Address>({ subnets, classes }: Decided<A>): boolean {
  return subnets.some(subnet => subnet.offerLifetime > 0) || classes.some(({ offerLifetime = 0 }) => offerLifetime > 0)
}

/** Throws when a feature is not known, or its parameters are wrong: the configuration is refused whole. */
function checkedFeatures<A extends Address>(decided: Decided<A>, space: string, names: ClassNames): void {
  const report = new Report()
  checkFeatures(decided, featureSite(decided, space, names, report))
  if (report.errors === 0) return
  const errors = report.problems.filter(({ severity }) => severity === 'error')
  throw new Error(errors.map(problem => formatProblem(problem)).join('\n'))
}

/** A plan after single reservations came or went; `touched` are their options. `rooms`: as for the plan. */
export function withReservations<A extends Address>(
  plan: Plan<A>,
  touched: readonly (OptionScope | undefined)[],
  rooms: Pick<BuildRooms<A>, 'kind' | 'space' | 'serverIdentifierCode'>,
): Plan<A> {
  const decided = { ...plan.decided, hosts: plan.configuredHosts.all }
  const { serverIdentifierCode: code, space } = rooms
  const names = touched.some(scope => scope?.bySpace.get(space)?.some(option => option.code === code))
  return { ...plan, decided, ...(names ? { serverIdentifiers: serverIdentifiers(decided, rooms) } : {}) }
}

/** Every server identifier that some scope sends by option. */
function serverIdentifiers<A extends Address>(
  decided: Decided<A>,
  rooms: Pick<BuildRooms<A>, 'kind' | 'space' | 'serverIdentifierCode'>,
): Set<A> {
  const found = new Set<A>()
  const code = rooms.serverIdentifierCode
  if (code === undefined) return found
  const look = (scope: OptionScope | undefined): void => {
    for (const option of scope?.bySpace.get(rooms.space) ?? [])
      if (option.code === code && option.payload.length === rooms.kind.width)
        found.add(rooms.kind.read(option.payload, 0))
  }
  look(decided.global.options)
  for (const own of decided.classes) look(own.options)
  for (const subnet of decided.subnets) {
    look(subnet.options)
    look(subnet.networkOptions)
  }
  for (const host of decided.hosts) look(host.options)
  return found
}
