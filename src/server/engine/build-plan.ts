import type { BuiltinIds } from '../classify/builtin.js'
import type { ClassNames } from '../classify/class-set.js'
import type { ClassEvaluator } from '../classify/evaluate.js'
import type { Decided } from '../config/decided.js'
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
  const networks: NetworkPlan<A>[] = []
  const subnets = new Map<number, SubnetPlan<A>>()
  for (const network of decided.networks) {
    const plan = new NetworkPlan(network, names)
    networks.push(plan)
    for (const subnet of network.subnets) {
      subnets.set(subnet.id, planSubnet(rooms, subnet, plan))
      if (subnets.size % SLICE === 0) await breathe()
    }
  }
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
  return {
    decided,
    networks,
    subnets,
    selector: new SubnetSelector(rooms.kind, [...subnets.values()]),
    hosts: new MemoryHosts(rooms.kind, decided.hosts),
    evaluator: rooms.evaluator,
    builtin: rooms.builtin,
    options: OptionTable.of([decided.global.options], space, names),
    classes,
    keepsOffers:
      decided.subnets.some(subnet => subnet.offerLifetime > 0) ||
      decided.classes.some(({ offerLifetime = 0 }) => offerLifetime > 0),
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

/** Throws when a feature is not known, or its parameters are wrong: the configuration is refused whole. */
function checkedFeatures<A extends Address>(decided: Decided<A>, space: string, names: ClassNames): void {
  const report = new Report()
  checkFeatures(decided, featureSite(decided, space, names, report))
  if (report.errors === 0) return
  const errors = report.problems.filter(({ severity }) => severity === 'error')
  throw new Error(errors.map(problem => formatProblem(problem)).join('\n'))
}

/** Every server identifier that some scope sends by option. */
function serverIdentifiers<A extends Address>(decided: Decided<A>, rooms: BuildRooms<A>): Set<A> {
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
