import { Capture } from './capture.js'
import { Client6, type Client6Options } from './client6.js'
import { Lab, type Namespace } from './namespace.js'
import { type Configuration, ServerProcess } from './server-process.js'
import type { Transport } from './transport.js'
import { udp } from './wire-transport.js'

/**
 * The network of most tests of DHCPv6: one cable from a server (eth0, 2001:db8:1::1/64) to a namespace of clients (eth0,
 * a link-local address), captured from first to last; close() has another project's decoder read every packet.
 */
export class DirectNetwork6 {
  readonly lab: Lab
  readonly server: Namespace
  readonly clients: Namespace
  /** The link-local address that answers come from. */
  readonly serverAddress: string
  readonly capture: Capture
  #transport: Transport | undefined
  #count = 0

  private constructor(
    lab: Lab,
    places: { server: Namespace; clients: Namespace; serverAddress: string },
    capture: Capture,
  ) {
    this.lab = lab
    this.server = places.server
    this.clients = places.clients
    this.serverAddress = places.serverAddress
    this.capture = capture
  }

  static async open(): Promise<DirectNetwork6> {
    const lab = new Lab()
    const server = lab.namespace('server')
    const clients = lab.namespace('clients')
    lab.connect(server, 'eth0', clients, 'eth0')
    server.address('eth0', '2001:db8:1::1/64')
    const [capture, serverAddress] = await Promise.all([
      Capture.start(lab, server, 'eth0'),
      server.linkLocal('eth0'),
      clients.linkLocal('eth0'),
    ])
    return new DirectNetwork6(lab, { server, clients, serverAddress }, capture)
  }

  /** A server on this network. */
  serve(dhcp6: Configuration, name = 'server', command?: readonly string[]): Promise<ServerProcess> {
    const options = { lab: this.lab, namespace: this.server, dhcp6, name }
    return ServerProcess.start(command === undefined ? options : { ...options, command })
  }

  /** A client on the cable that no other test uses. The first one takes port 546, which real clients need too. */
  client(options: Partial<Client6Options> = {}): Client6 {
    const n = ++this.#count
    const duid = `00:03:00:01:02:00:5e:06:${hexByte(n >> 8)}:${hexByte(n & 255)}`
    this.#transport ??= clientTransport(this.clients, 'eth0')
    return new Client6(this.#transport, { duid, ...options })
  }

  async close(): Promise<void> {
    this.#transport?.close()
    try {
      await this.capture.stop()
    } finally {
      await this.lab.close()
    }
  }
}

/** Port 546 of one interface; `address` '::': what is sent comes from the address that suits the destination. */
export function clientTransport(namespace: Namespace, device: string, address = '::'): Transport {
  return udp(namespace, { address, port: 546, device }, { address: 'ff02::1:2', port: 547 })
}

/** 2001:db8:1::/64 with a pool of addresses, one of prefixes, and a DNS server; `more` goes into the subnet, `top` beside it. */
export function oneSubnet6(more: Configuration = {}, top: Configuration = {}): Configuration {
  const subnet = {
    id: 1,
    subnet: '2001:db8:1::/64',
    interface: 'eth0',
    pools: [{ pool: '2001:db8:1::100 - 2001:db8:1::1ff' }],
    'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 48, 'delegated-len': 56 }],
    'option-data': [{ name: 'dns-servers', data: '2001:db8:1::53' }],
    ...more,
  }
  return { 'preferred-lifetime': 400, 'valid-lifetime': 600, subnet6: [subnet], ...top }
}

function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0')
}
