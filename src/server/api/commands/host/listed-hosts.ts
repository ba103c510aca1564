import type { LongReply, Reply } from '../../command.js'
import { Result } from '../../command-error.js'
import { type Json, type JsonMap, Pages } from '../../json/json.js'
import type { ConfigurationRooms, FoundReservation } from '../configuration-rooms.js'

/** Reservations shown at a time: packets have their turn in between. */
const PAGE = 50

type Fits = Parameters<ConfigurationRooms['hosts']['page']>[2]

/** A reservation as replies have it; `subnetId`: it says which subnet it is in. */
export function hostJson(host: FoundReservation, withSubnetId: boolean): JsonMap {
  const shown = host.shown()
  if (!withSubnetId) return shown
  const entries: [string, Json | undefined][] = [...Object.entries(shown), ['subnet-id', host.subnetId]]
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The reply to commands that list reservations. */
export function hostsReply(hosts: readonly Json[], { family: { ip } }: ConfigurationRooms): Reply {
  const { length } = hosts
  return {
    result: length === 0 ? Result.empty : Result.success,
    text: `${length} ${ip} host(s) found.`,
    arguments: { hosts },
  }
}

/** One page of reservations, shown while it is sent. */
export function pageReply(
  hosts: readonly FoundReservation[],
  { family: { ip } }: ConfigurationRooms,
  more: JsonMap,
  withSubnetId: boolean,
): LongReply {
  const { length } = hosts
  let at = 0
  const next = (): readonly Json[] | undefined => {
    const some = hosts.slice(at, at + PAGE)
    at += PAGE
    return some.length === 0 ? undefined : some.map(host => hostJson(host, withSubnetId))
  }
  return {
    arguments: { ...more, count: length, hosts: new Pages(next) },
    conclusion: () => ({
      result: length === 0 ? Result.empty : Result.success,
      text: `${length} ${ip} host(s) found.`,
    }),
  }
}

/** The reply of all reservations that fit: looked for while they are sent. */
export function longHostsReply(rooms: ConfigurationRooms, fits: Fits, withSubnetId: boolean): LongReply {
  let count = 0
  let after = 0
  const next = (): readonly Json[] | undefined => {
    const { hosts, last } = rooms.hosts.page(after, PAGE, fits)
    if (hosts.length === 0) return undefined
    after = last
    count += hosts.length
    return hosts.map(host => hostJson(host, withSubnetId))
  }
  return {
    arguments: { hosts: new Pages(next) },
    conclusion: () => ({
      result: count === 0 ? Result.empty : Result.success,
      text: `${count} ${rooms.family.ip} host(s) found.`,
    }),
  }
}
