import { mkdirSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { AddressKind } from '../wire/address.js'
import type { Decided } from './config/decided.js'
import type { Address } from './lease/lease.js'
import type { Logger } from './log/logger.js'
import type { ServiceRooms } from './service-rooms.js'
import { LeaseCounters } from './stats/lease-counters.js'
import type { StatisticNames } from './stats/names4.js'
import type { StatisticsRegistry } from './stats/registry.js'
import type { MemfileStore } from './store/memfile/memfile-store.js'
import { openMemfileStore } from './store/memfile/open.js'

/** The leases of a service, with what belongs to them. */
export interface ServiceLeases<A extends Address> {
  readonly store: MemfileStore<A>
  /** They hear of every change in this store. */
  readonly counters: LeaseCounters<A>
  /** Where the file is, or would be if leases were kept in one. */
  readonly path: string
}

/** What leases are loaded with. */
export interface LeasesSite<A extends Address> {
  readonly kind: AddressKind<A>
  readonly names: StatisticNames
  readonly statistics: StatisticsRegistry
  readonly rooms: ServiceRooms
  /** Logger "dhcpsrv". */
  readonly log: Logger
}

/** Load the leases of a configuration and count them. Rejects when the file cannot be used. */
export async function openLeases<A extends Address>(
  { kind, names, statistics, rooms, log }: LeasesSite<A>,
  { leaseDatabase }: Decided<A>,
  path: string,
): Promise<ServiceLeases<A>> {
  const counters = new LeaseCounters<A>(statistics, names)
  mkdirSync(dirname(path), { recursive: true })
  const store = await openMemfileStore(
    kind,
    { ...leaseDatabase, path },
    { clock: rooms.clock, timers: rooms.timers, logger: log, observers: [counters] },
  )
  counters.loaded()
  return { store, counters, path }
}

/** Where a configuration keeps its leases. @param standard file name where it names none; @param folder for relative names */
export function leasePath<A extends Address>(decided: Decided<A>, standard: string, folder: string): string {
  const name = decided.leaseDatabase.name ?? standard
  return isAbsolute(name) ? name : join(folder, name)
}

/** Are leases kept in the same place, in the same way? */
export function sameLeases<A extends Address>(a: Decided<A>, b: Decided<A>): boolean {
  return JSON.stringify(a.leaseDatabase) === JSON.stringify(b.leaseDatabase)
}
