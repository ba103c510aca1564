import type { Address } from '../../lease/lease.js'
import type { Site } from '../decide/site.js'
import type { WrittenSubnet } from '../decide/subnets.js'
import type { Decided } from '../decided.js'
import { listIn, mapIn, placeOf } from '../read.js'
import type { MapTree } from '../tree.js'

/** Warns of servers that listen nowhere, and of subnets whose clients are never heard. */
export function checkReach<A extends Address>(
  map: MapTree,
  written: readonly WrittenSubnet<A>[],
  { interfaces: { interfaces, socketType } }: Decided<A>,
  { report }: Site<A>,
): void {
  // Without the keyword a file is a fragment, or a test of one.
  const config = mapIn(map, 'interfaces-config')
  const list = config && listIn(config, 'interfaces')
  if (list === undefined) return
  if (interfaces.length === 0) {
    report.warn('no-interface', list.at, 'no interface is served: the list is empty')
    return
  }
  if (interfaces.includes('*')) return
  const served = new Set(interfaces.map(name => name.split('/')[0]!))
  for (const { map: subnetMap, subnet } of written) {
    const name = subnet.interface
    if (name === '' || subnet.relays.length > 0 || served.has(name)) continue
    const own = subnetMap.entries.has('interface')
    const at = own ? placeOf(subnetMap, 'interface') : subnetMap.at
    const text = `no client reaches this subnet: its interface ${name} is not served, and it names no relay`
    report.warn('unreachable-subnet', at, text, { at: list.at, text: 'the interfaces that are served' })
  }
  if (socketType === 'udp')
    for (const { map: subnetMap, subnet } of written)
      if (
        subnet.interface !== '' &&
        subnet.relays.length === 0 &&
        served.has(subnet.interface) &&
        subnet.interface !== 'lo'
      )
        report.warn(
          'unreachable-subnet',
          subnetMap.entries.has('interface') ? placeOf(subnetMap, 'interface') : subnetMap.at,
          'clients on this link that have no address yet are not heard: dhcp-socket-type udp serves relays only',
          { at: placeOf(config!, 'dhcp-socket-type'), text: 'raw hears them' },
        )
}
