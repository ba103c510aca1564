import type { Json, JsonMap } from '../client/caller.js'
import { isMap } from '../client/replies.js'

/** A subnet as a running configuration has it, alone or in a shared network. */
export interface Scope {
  readonly id: number
  readonly subnet: string
  /** As they are written: "192.0.2.10-192.0.2.20" or "192.0.2.0/28". */
  readonly pools: readonly string[]
  readonly reservations: readonly JsonMap[]
  /** Addresses of the option routers, if it has one. */
  readonly routers: readonly string[]
}

/** All subnets of a service's configuration, those of shared networks behind the others. */
export function scopesOf(config: JsonMap): Scope[] {
  const lists = [config, ...maps(config['shared-networks'])].flatMap(one => [
    ...maps(one.subnet4),
    ...maps(one.subnet6),
  ])
  return lists.flatMap(one =>
    typeof one.id !== 'number' || typeof one.subnet !== 'string'
      ? []
      : [
          {
            id: one.id,
            subnet: one.subnet,
            pools: maps(one.pools).flatMap(pool => (typeof pool.pool === 'string' ? [pool.pool] : [])),
            reservations: maps(one.reservations),
            routers: maps(one['option-data'])
              .filter(option => option.name === 'routers' && typeof option.data === 'string')
              .flatMap(option => (option.data as string).split(',').map(address => address.trim())),
          },
        ],
  )
}

/** Reservations of the configuration, global ones first. */
export function hostsOf(config: JsonMap): JsonMap[] {
  return [...maps(config.reservations), ...scopesOf(config).flatMap(one => one.reservations)]
}

function maps(value: Json | undefined): JsonMap[] {
  return Array.isArray(value) ? value.filter(isMap) : []
}
