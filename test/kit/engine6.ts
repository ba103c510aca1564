import { MemoryLink } from '../../src/net/memory-link.js'
import type { Generation } from '../../src/server/config/behaviours.js'
import type { Exchange6 } from '../../src/server/engine/v6/exchange6.js'
import { dhcp6 } from '../../src/server/service-family.js'
import { Client6, type Client6Options, memoryTransport6 } from './client6.js'
import { Engine, type StoreFaults } from './engine.js'
import { address6 } from './packet6.js'
import type { RelayChain6 } from './relay6.js'

/** The server's own address on its link. */
const SERVER = 'fe80::1:1'

/** A whole DHCPv6 service in this process, over a memory link and under virtual time. */
export class Engine6 extends Engine<bigint, Exchange6> {
  /** Start with the content of "Dhcp6"; leases are kept in memory, the link is eth0 with fe80::1:1, unless told. */
  static start(
    config: object,
    generation?: Generation,
    link = new MemoryLink({ name: 'eth0', addressLength: 16, localAddress: address6(SERVER), reach: 'multicast' }),
    faults: StoreFaults<bigint> = store => store,
    files = new Map<string, string>(),
  ): Promise<Engine6> {
    return new Engine6(dhcp6, { link, address: SERVER, text: textOf(config), generation, faults, files }).begin()
  }

  client(options: Client6Options, relays?: RelayChain6): Client6 {
    return new Client6(memoryTransport6(this.link), options, relays)
  }

  /** Another configuration; the problems when it is refused. */
  reload(config: object): Promise<string | undefined> {
    this.text = textOf(config)
    return this.service.reload()
  }
}

function textOf(config: object): string {
  return JSON.stringify({
    Dhcp6: {
      'interfaces-config': { interfaces: ['eth0'] },
      'lease-database': { type: 'memfile', persist: false },
      'server-id': { type: 'LL', htype: 1, identifier: '0200000000aa', persist: false },
      ...config,
    },
  })
}

/** One subnet on the link: 2001:db8:1::/64 with the pool ::10 to ::1f, and what else is said. */
export function subnet6(more: object = {}): object {
  return {
    id: 1,
    subnet: '2001:db8:1::/64',
    interface: 'eth0',
    pools: [{ pool: '2001:db8:1::10 - 2001:db8:1::1f' }],
    ...more,
  }
}
