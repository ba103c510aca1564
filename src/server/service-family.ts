import type { Now } from '../now.js'
import { type AddressKind, ipv4, ipv6 } from '../wire/address.js'
import { CLIENT_PORT, Option, SERVER_PORT } from '../wire/v4/codes.js'
import { CLIENT_PORT as CLIENT_PORT6, SERVER_PORT as SERVER_PORT6 } from '../wire/v6/codes.js'
import type { Command } from './api/command.js'
import type { SelectRoom } from './api/commands/core/select-test.js'
import { selectCommands4 } from './api/commands/core/select-test4.js'
import { selectCommands6 } from './api/commands/core/select-test6.js'
import { type LeaseCommandSite, registerLeaseCommands4, registerLeaseCommands6 } from './api/commands/lease-commands.js'
import type { Registry } from './api/registry.js'
import type { Behaviours, Generation } from './config/behaviours.js'
import { type FamilyKeywords, family4 as keywords4, family6 as keywords6 } from './config/decide/family.js'
import type { Decided } from './config/decided.js'
import type { Services } from './config/load.js'
import type { ServiceName } from './config/served.js'
import type { Dispatch, Traveller } from './engine/dispatcher.js'
import { family4, type Serving4 } from './engine/family4.js'
import { family6, type Serving6 } from './engine/family6.js'
import { askExpired } from './engine/listen.js'
import { loggersOf } from './engine/loggers.js'
import { type CountedTypes, PacketCounters } from './engine/packet-counters.js'
import type { PacketMessages } from './engine/packet-messages.js'
import type { Plan } from './engine/plan.js'
import type { Ports, Rooms } from './engine/rooms.js'
import type { Tracer } from './engine/trace.js'
import { counted4 } from './engine/v4/counters4.js'
import type { Exchange4 } from './engine/v4/exchange4.js'
import { labelOf as label4 } from './engine/v4/label.js'
import { packetMessages4 } from './engine/v4/packet-messages4.js'
import type { Rooms4 } from './engine/v4/rooms4.js'
import { counted6 } from './engine/v6/counters6.js'
import type { Exchange6 } from './engine/v6/exchange6.js'
import { labelOf as label6 } from './engine/v6/label.js'
import { packetMessages6 } from './engine/v6/packet-messages6.js'
import type { Rooms6 } from './engine/v6/rooms6.js'
import { type TraceRooms, WalkTrace } from './explain/packet-trace.js'
import { traced4 } from './explain/traced4.js'
import { traced6 } from './explain/traced6.js'
import type { Failure, Verdict } from './hooks/point.js'
import { createPoints, type PointDigit, type Points } from './hooks/points.js'
import { type Address, type Lease, LeaseState } from './lease/lease.js'
import { type ReclaimMessages, reclaim4, reclaim6 } from './lease/reclaim-messages.js'
import type { Logs } from './log/logger.js'
import { type ServiceMessages, serviceMessages4, serviceMessages6 } from './service-messages.js'
import type { LeaseCounters } from './stats/lease-counters.js'
import { names4, type StatisticNames } from './stats/names4.js'
import { names6 } from './stats/names6.js'
import type { Statistics } from './stats/stat.js'
import type { LeaseStore } from './store/lease-store.js'

/** What the walk is set up with, whichever family it is. */
export interface WalkSite<A extends Address> {
  readonly logs: Logs
  readonly statistics: Statistics
  /** The counters of that store. */
  leaseCounters(): LeaseCounters<A>
  readonly behaviours: Behaviours
  readonly ports: Ports
  /** Folder of the files that a service keeps for itself. */
  readonly dataDir: string
  readonly ownAddresses: ReadonlySet<A>
  /** Who this server is to clients, by the configuration in force; empty in DHCPv4, where addresses say so. */
  serverId(): Uint8Array
  /** The store at this moment; a reload may change it. */
  store(): LeaseStore<A>
  plan(): Plan<A>
  disabled(): boolean
  /** A listener at a hook point threw. */
  readonly listenerFailed: Failure
}

/** A walk that is set up, and what others have to tell it. */
export interface WalkParts<A extends Address, X extends Traveller> {
  readonly dispatch: Dispatch<X>
  /** Where features listen. */
  readonly points: Points<A, X>
  /** Follows packets with a report for each, as `keats explain` prints it. */
  trace(rooms: TraceRooms): Tracer<X>
  /** The client of a packet, as logs name it. */
  label(x: X): string
  /** A lease is about to be reclaimed: may it be? */
  expiring(lease: Lease<A>): Now<Verdict>
  /** A lease was reclaimed outside any packet. */
  reclaimed(lease: Lease<A>): void
}

/** What a service of one family is made of. */
export interface ServiceFamily<A extends Address, X extends Traveller> {
  readonly name: ServiceName
  readonly kind: AddressKind<A>
  /** What its configuration stands under: "Dhcp4". */
  readonly keyword: string
  readonly classes: 'v4' | 'v6'
  /** Option space: "dhcp4". */
  readonly space: string
  /** Root of its loggers: "kea-dhcp4". */
  readonly logger: string
  /** The logger it speaks of itself through, and what it says: "dhcp4". */
  readonly mainLogger: string
  readonly say: ServiceMessages
  readonly serverPort: number
  readonly clientPort: number
  /** File name of the leases where the configuration names none. */
  readonly leaseFile: string
  readonly serverIdentifierCode: number | undefined
  readonly statistics: Readonly<Record<Generation, StatisticNames>>
  readonly reclaimMessages: ReclaimMessages
  /** How config-get shows its configuration. */
  readonly keywords: FamilyKeywords<A>
  /** "DHCPv4" */
  readonly title: string
  /** Registers the commands for leases; those of the other family are known too, as in Kea, and find nothing. */
  readonly registerLeaseCommands: (registry: Registry, site: LeaseCommandSite<A>) => void
  /** Commands that only this family has. */
  readonly selectCommands: readonly Command<SelectRoom<A>>[]
  decided(services: Services): Decided<A> | undefined
  walk(site: WalkSite<A>): WalkParts<A, X>
}

export const dhcp4: ServiceFamily<number, Exchange4> = {
  name: 'dhcp4',
  kind: ipv4,
  keyword: 'Dhcp4',
  classes: 'v4',
  space: 'dhcp4',
  logger: 'kea-dhcp4',
  mainLogger: 'dhcp4',
  say: serviceMessages4,
  serverPort: SERVER_PORT,
  clientPort: CLIENT_PORT,
  leaseFile: 'kea-leases4.csv',
  serverIdentifierCode: Option.serverIdentifier,
  statistics: names4,
  reclaimMessages: reclaim4,
  keywords: keywords4,
  title: 'DHCPv4',
  registerLeaseCommands: registerLeaseCommands4,
  selectCommands: selectCommands4,
  decided: services => services.dhcp4,
  walk(site) {
    const rooms: Rooms4 = roomsOf(site, {
      digit: 4,
      main: 'dhcp4',
      counted: counted4,
      say: packetMessages4,
      labelOf: label4,
    })
    const serving: Serving4 = { plan: () => site.plan(), disabled: () => site.disabled() }
    const trace =
      (told: TraceRooms): Tracer<Exchange4> =>
      x =>
        new WalkTrace(x, traced4(x), told)
    return partsOf(site, rooms, family4(rooms, serving), { trace, label: label4 })
  },
}

export const dhcp6: ServiceFamily<bigint, Exchange6> = {
  name: 'dhcp6',
  kind: ipv6,
  keyword: 'Dhcp6',
  classes: 'v6',
  space: 'dhcp6',
  logger: 'kea-dhcp6',
  mainLogger: 'dhcp6',
  serverPort: SERVER_PORT6,
  clientPort: CLIENT_PORT6,
  leaseFile: 'kea-leases6.csv',
  serverIdentifierCode: undefined,
  statistics: names6,
  reclaimMessages: reclaim6,
  keywords: keywords6,
  title: 'DHCPv6',
  registerLeaseCommands: registerLeaseCommands6,
  selectCommands: selectCommands6,
  say: serviceMessages6,
  decided: services => services.dhcp6,
  walk(site) {
    const shared = roomsOf(site, {
      digit: 6,
      main: 'dhcp6',
      counted: counted6[site.behaviours.generation],
      say: packetMessages6,
      labelOf: label6,
    })
    const rooms: Rooms6 = Object.defineProperty(shared, 'serverId', { get: () => site.serverId() }) as Rooms6
    const serving: Serving6 = { plan: () => site.plan(), disabled: () => site.disabled() }
    const trace =
      (told: TraceRooms): Tracer<Exchange6> =>
      x =>
        new WalkTrace(x, traced6, told)
    return partsOf(site, rooms, family6(rooms, serving), { trace, label: label6 })
  },
}

/** What of the rooms is the family's. */
interface FamilyRooms<X> {
  readonly digit: PointDigit
  /** The logger it speaks of itself through. */
  readonly main: string
  readonly counted: CountedTypes
  readonly say: PacketMessages
  readonly labelOf: (x: X) => string
}

function roomsOf<A extends Address, X extends Traveller>(
  site: WalkSite<A>,
  { digit, main, counted, say, labelOf }: FamilyRooms<X>,
): Rooms<A, X, PacketCounters> {
  return {
    get store() {
      return site.store()
    },
    counters: new PacketCounters(site.statistics, site.behaviours, counted),
    get leaseCounters() {
      return site.leaseCounters()
    },
    log: loggersOf(site.logs, main),
    say,
    labelOf,
    claims: new Set(),
    ownAddresses: site.ownAddresses,
    ports: site.ports,
    points: createPoints<A, X>(digit, site.listenerFailed),
  }
}

function partsOf<A extends Address, X extends Traveller>(
  site: WalkSite<A>,
  { points }: Pick<Rooms<A, X, unknown>, 'points'>,
  dispatch: Dispatch<X>,
  story: Pick<WalkParts<A, X>, 'trace' | 'label'>,
): WalkParts<A, X> {
  return {
    ...story,
    dispatch,
    points,
    expiring: askExpired(points),
    reclaimed: ({ kind, subnetId, poolId, state }) =>
      site.leaseCounters().reclaimed(kind, subnetId, poolId, state === LeaseState.declined),
  }
}
