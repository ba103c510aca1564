import type { Now } from '../../../now.js'
import type { Plan } from '../../engine/plan.js'
import type { Address } from '../../lease/lease.js'
import type { Statistics } from '../../stats/stat.js'
import type { LeaseStore } from '../../store/lease-store.js'
import type { Clock } from '../../time/clock.js'
import type { Registry } from '../registry.js'
import { type LeaseFigures, type LeaseStatisticsRooms, noLeaseStatistics } from './lease-statistics/rooms.js'
import { leaseStatistics4Commands, leaseStatistics6Commands } from './lease-statistics/stat-lease-get.js'
import { lease4Commands, lease6Commands } from './leases/commands.js'
import { type LeaseCopies, type LeaseRooms, noLeases } from './leases/rooms.js'

/** What a service lends to the commands of lease_cmds and stat_cmds; asked anew for each, since a reload changes it. */
export interface LeaseCommandSite<A extends Address> {
  readonly clock: Pick<Clock, 'now' | 'seconds'>
  readonly statistics: Pick<Statistics, 'find'>
  store(): LeaseStore<A>
  plan(): Plan<A>
  leaseCounters(): LeaseFigures & { quietly<T>(change: () => Now<T>): Now<T> }
  /** MemfileStore.copies; undefined: leases are kept in no file. */
  copies(): LeaseCopies | undefined
}

/** Let the DHCPv4 service take them. */
export function registerLeaseCommands4(registry: Registry, site: LeaseCommandSite<number>): void {
  registry.register(lease4Commands, leaseRooms(site))
  registry.register(leaseStatistics4Commands, statisticsRooms(site))
  registry.register(lease6Commands, noLeases())
  registry.register(leaseStatistics6Commands, noLeaseStatistics(site.clock))
}

/** Let the DHCPv6 service take them. */
export function registerLeaseCommands6(registry: Registry, site: LeaseCommandSite<bigint>): void {
  registry.register(lease6Commands, leaseRooms(site))
  registry.register(leaseStatistics6Commands, statisticsRooms(site))
  registry.register(lease4Commands, noLeases())
  registry.register(leaseStatistics4Commands, noLeaseStatistics(site.clock))
}

function leaseRooms<A extends Address>(site: LeaseCommandSite<A>): LeaseRooms<A> {
  return {
    clock: site.clock,
    get store() {
      return site.store()
    },
    get plan() {
      return site.plan()
    },
    get copies() {
      return site.copies()
    },
    quietly: change => site.leaseCounters().quietly(change),
  }
}

function statisticsRooms<A extends Address>(site: LeaseCommandSite<A>): LeaseStatisticsRooms<A> {
  return {
    clock: site.clock,
    statistics: site.statistics,
    get plan() {
      return site.plan()
    },
    get leases() {
      return site.leaseCounters()
    },
  }
}
