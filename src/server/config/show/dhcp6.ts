import { formatDigits } from '../../../wire/hex.js'
import type { Address } from '../../lease/lease.js'
import type { Dhcp6Config } from '../decided6.js'
import { mapIn } from '../read.js'
import type { MapTree } from '../tree.js'
import type { Json, Shower } from './shower.js'

/** The lists and maps that only DHCPv6 has. */
export function shownDhcp6<A extends Address>(map: MapTree, v6: Dhcp6Config, shower: Shower<A>): Json {
  const { type, identifier, time, hardwareType, enterprise, persist } = v6.serverId
  return {
    'mac-sources': [...v6.macSources],
    'relay-supplied-options': v6.relaySuppliedOptions.map(String),
    'server-id': shower.sorted(
      { 'enterprise-id': enterprise, htype: hardwareType, identifier: formatDigits(identifier), persist, time, type },
      mapIn(map, 'server-id'),
    ),
  }
}
