import type { Address } from '../../lease/lease.js'
import type { Site } from '../decide/site.js'
import type { WrittenSubnet } from '../decide/subnets.js'
import { mapsIn, placeOf, textIn, wholeIn } from '../read.js'

/** Option 3 of DHCPv4 (RFC 2132 3.5). */
const ROUTERS = 3

/** Warns of routers that no client of the subnet can reach, and of those whose address is handed out to clients. */
export function checkRouters<A extends Address>(
  { map, subnet }: WrittenSubnet<A>,
  { family: { kind, family, space }, report }: Site<A>,
): void {
  if (family === 6) return
  const bytes = subnet.options.bySpace.get(space)?.find(option => option.code === ROUTERS)?.payload
  if (bytes === undefined) return
  const entry = mapsIn(map, 'option-data').find(
    option => wholeIn(option, 'code') === ROUTERS || textIn(option, 'name') === 'routers',
  )
  const at = entry === undefined ? map.at : placeOf(entry, 'data')
  for (let i = 0; i + kind.width <= bytes.length; i += kind.width) {
    const router = kind.read(bytes, i)
    const near = subnet.network.subnets.some(({ prefix, prefixLength }) => kind.contains(prefix, prefixLength, router))
    if (!near)
      report.warn(
        'far-router',
        at,
        `the router ${kind.format(router)} is in no subnet of this link, clients cannot reach it`,
      )
    const pool = subnet.pools.find(({ first, last }) => first <= router && router <= last)
    const reserved = mapsIn(map, 'reservations').some(host => textIn(host, 'ip-address') === kind.format(router))
    if (pool !== undefined && !reserved)
      report.warn('router-in-pool', at, `the address of the router, ${kind.format(router)}, is handed out to clients`, {
        at: pool.position,
        text: 'it lies in this pool',
      })
  }
}
