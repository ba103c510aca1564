import { MemoryLink } from '../../src/net/memory-link.js'
import type { Generation } from '../../src/server/config/behaviours.js'
import type { Exchange4 } from '../../src/server/engine/v4/exchange4.js'
import { dhcp4 } from '../../src/server/service-family.js'
import { Client4, type Client4Options, type Relay4 } from './client4.js'
import { Engine, type StoreFaults } from './engine.js'
import { memoryTransport } from './memory-transport.js'
import { addressBytes } from './packet4.js'

/** A whole DHCPv4 service in this process, over a memory link and under virtual time. */
export class Engine4 extends Engine<number, Exchange4> {
  /** Start with the content of "Dhcp4"; leases are kept in memory, the link is eth0 with 192.0.2.1, unless told. */
  static start(
    config: object,
    generation?: Generation,
    link = new MemoryLink({ name: 'eth0', localAddress: addressBytes('192.0.2.1') }),
    faults: StoreFaults<number> = store => store,
  ): Promise<Engine4> {
    return new Engine4(dhcp4, { link, address: '192.0.2.1', text: textOf(config), generation, faults }).begin()
  }

  client(options: Partial<Client4Options> & { readonly hardware: string }, relay?: Relay4): Client4 {
    return new Client4(memoryTransport(this.link), { server: '192.0.2.1', ...options }, relay)
  }

  /** Another configuration; the problems when it is refused. */
  reload(config: object): Promise<string | undefined> {
    this.text = textOf(config)
    return this.service.reload()
  }
}

function textOf(config: object): string {
  return JSON.stringify({
    Dhcp4: {
      'interfaces-config': { interfaces: ['eth0'] },
      'lease-database': { type: 'memfile', persist: false },
      ...config,
    },
  })
}

/** One subnet on the link: 192.0.2.0/24 with the pool .10 to .19, and what else is said. */
export function subnet(more: object = {}): object {
  return { id: 1, subnet: '192.0.2.0/24', interface: 'eth0', pools: [{ pool: '192.0.2.10 - 192.0.2.19' }], ...more }
}
