import type { Address } from '../../lease/lease.js'
import type { Site } from '../decide/site.js'
import { mapsIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** Seconds. Below this, clients renew every few seconds and lose their address in every hiccup of the network. */
const SHORT = 60

/** Lifetimes of seconds, which are usually minutes or hours by mistake. Each place that writes one is looked at. */
export function checkShortLifetimes<A extends Address>(map: MapTree, site: Site<A>): void {
  const { subnets } = site.family
  const networks = mapsIn(map, 'shared-networks')
  const maps = [map, ...networks, ...mapsIn(map, subnets), ...mapsIn(map, 'client-classes')]
  for (const network of networks) maps.push(...mapsIn(network, subnets))
  for (const scope of maps) {
    const usual = wholeIn(scope, 'valid-lifetime')
    if (usual === undefined || usual >= SHORT) continue
    const at = scope.entries.get('valid-lifetime')!.value.at
    const text = `valid-lifetime is ${usual} seconds: clients renew after half of it and lose their address soon after the server is away`
    site.report.warn('short-lifetime', at, text)
  }
}
