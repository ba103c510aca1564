import { Capture } from './capture.js'
import { Client4, type Client4Options } from './client4.js'
import { Lab, type Namespace } from './namespace.js'
import { type Configuration, ServerProcess } from './server-process.js'
import type { Transport } from './transport.js'
import { ethernet } from './wire-transport.js'

/**
 * The network of most tests: one cable from a server (eth0, 192.0.2.1/24) to a namespace of clients (eth0, no address),
 * captured from first to last; close() has another project's decoder read every packet.
 */
export class DirectNetwork {
  readonly lab: Lab
  readonly server: Namespace
  readonly clients: Namespace
  readonly #capture: Capture
  readonly #transport: Transport
  #count = 0

  private constructor(lab: Lab, server: Namespace, clients: Namespace, capture: Capture) {
    this.lab = lab
    this.server = server
    this.clients = clients
    this.#capture = capture
    this.#transport = ethernet(clients, 'eth0', server.hardware('eth0'))
  }

  static async open(): Promise<DirectNetwork> {
    const lab = new Lab()
    const server = lab.namespace('server')
    const clients = lab.namespace('clients')
    lab.connect(server, 'eth0', clients, 'eth0')
    server.address('eth0', '192.0.2.1/24')
    return new DirectNetwork(lab, server, clients, await Capture.start(lab, server, 'eth0'))
  }

  /** A server on this network. */
  serve(dhcp4: Configuration, name = 'server'): Promise<ServerProcess> {
    return ServerProcess.start({ lab: this.lab, namespace: this.server, dhcp4, name })
  }

  /** A client on the cable, without an address, that no other test uses. */
  client(options: Partial<Client4Options> = {}): Client4 {
    const n = ++this.#count
    const hardware = `02:00:5e:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`
    return new Client4(this.#transport, { hardware, clientId: 'auto', server: '192.0.2.1', ...options })
  }

  async close(): Promise<void> {
    this.#transport.close()
    try {
      await this.#capture.stop()
    } finally {
      await this.lab.close()
    }
  }
}

/** 192.0.2.0/24 with a pool and a router; `more` goes into the subnet, `top` beside it. */
export function oneSubnet(
  more: Configuration = {},
  top: Configuration = {},
  pool = '192.0.2.100 - 192.0.2.199',
): Configuration {
  const subnet = {
    id: 1,
    subnet: '192.0.2.0/24',
    pools: [{ pool }],
    'option-data': [{ name: 'routers', data: '192.0.2.1' }],
    ...more,
  }
  return { 'valid-lifetime': 600, subnet4: [subnet], ...top }
}
