import type { Report } from '../problem.js'
import { flagIn, textIn } from '../read.js'
import type { MapTree } from '../tree.js'
import type { Settings } from './settings.js'

type Modes = Pick<Settings, 'reservationsGlobal' | 'reservationsInSubnet' | 'reservationsOutOfPool'>

const switches = ['reservations-global', 'reservations-in-subnet', 'reservations-out-of-pool'] as const

/** Kea 2.2's reservation-mode, as the three switches that took its place. */
const modes: ReadonlyMap<string, Modes> = new Map([
  ['disabled', { reservationsGlobal: false, reservationsInSubnet: false, reservationsOutOfPool: false }],
  ['out-of-pool', { reservationsGlobal: false, reservationsInSubnet: true, reservationsOutOfPool: true }],
  ['global', { reservationsGlobal: true, reservationsInSubnet: false, reservationsOutOfPool: false }],
  ['all', { reservationsGlobal: false, reservationsInSubnet: true, reservationsOutOfPool: false }],
])

export function reservationModesIn(map: MapTree, outer: Modes, report: Report): Modes {
  const old = map.entries.get('reservation-mode')
  const reservationsGlobal = flagIn(map, 'reservations-global')
  const reservationsInSubnet = flagIn(map, 'reservations-in-subnet')
  const reservationsOutOfPool = flagIn(map, 'reservations-out-of-pool')
  if (old !== undefined) {
    const key = switches.find(name => map.entries.has(name))
    if (key !== undefined)
      report.error(
        'contradiction',
        old.keyAt,
        "invalid use of both 'reservation-mode' and one of 'reservations-global', 'reservations-in-subnet' or 'reservations-out-of-pool' parameters",
        { at: map.entries.get(key)!.keyAt, text: `${key} stands here` },
      )
    return modes.get(textIn(map, 'reservation-mode') ?? '') ?? outer
  }
  const inSubnet = reservationsInSubnet ?? outer.reservationsInSubnet
  // out-of-pool says something about subnets' reservations: without these it says nothing
  return {
    reservationsGlobal: reservationsGlobal ?? outer.reservationsGlobal,
    reservationsInSubnet: inSubnet,
    reservationsOutOfPool: inSubnet && (reservationsOutOfPool ?? outer.reservationsOutOfPool),
  }
}
