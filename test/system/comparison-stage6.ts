import type { Heard } from '../kit/answer-difference.js'
import { Capture } from '../kit/capture.js'
import { Client6, type Client6Options } from '../kit/client6.js'
import { clientTransport } from '../kit/direct-network6.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import type { RelayHop6 } from '../kit/relay6.js'
import type { Reply6 } from '../kit/reply6.js'
import { type Configuration, ServerProcess } from '../kit/server-process.js'
import type { Transport } from '../kit/transport.js'
import { udp } from '../kit/wire-transport.js'

/** A scenario that is played to two DHCPv6 servers: what it hears has to be the same. */
export interface Fixture6 {
  readonly name: string
  readonly dhcp6: Configuration
  /** What Kea's answers come to, in the words of outcome(): a fixture that nobody answers compares nothing. */
  readonly kea: readonly string[]
  play(stage: Stage6): Promise<void>
  /** Differences that are meant, with the reason in a comment beside them. */
  readonly meant?: readonly RegExp[]
}

/** Both servers have this identifier, so that their answers can be equal: 00:02:00:00:09:bf:00:00:00:00:00:01. */
const serverId = {
  type: 'EN',
  'enterprise-id': 2495,
  identifier: '000000000001',
  persist: false,
}
export const SERVER_DUID = '00:02:00:00:09:bf:00:00:00:00:00:01'

const SERVED = ['eth0/2001:db8:1::1', 'eth1/2001:db8:ffff::1']

/**
 * One server between two cables: eth0 (2001:db8:1::1/64) with clients on it, eth1 (2001:db8:ffff::1/64) with the relay
 * 2001:db8:ffff::2 on it, behind which every other network is.
 */
export class Place6 {
  readonly #lab: Lab
  readonly #server: Namespace
  readonly #direct: Transport
  readonly #relayed: Transport
  readonly #captures: readonly Capture[]
  readonly #command: readonly string[]
  #fixtures = 0

  private constructor(
    lab: Lab,
    places: { server: Namespace; direct: Transport; relayed: Transport },
    captures: Capture[],
    command: readonly string[],
  ) {
    this.#lab = lab
    this.#server = places.server
    this.#direct = places.direct
    this.#relayed = places.relayed
    this.#captures = captures
    this.#command = command
  }

  /** `command`: of the server that is to be compared. */
  static async open(command: readonly string[]): Promise<Place6> {
    const lab = new Lab()
    const server = lab.namespace('server')
    const clients = lab.namespace('clients')
    const relay = lab.namespace('relay')
    lab.connect(server, 'eth0', clients, 'eth0')
    lab.connect(server, 'eth1', relay, 'eth0')
    server.address('eth0', '2001:db8:1::1/64')
    server.address('eth1', '2001:db8:ffff::1/64')
    // For what a client sends to the server's own address
    clients.address('eth0', '2001:db8:1::99/64')
    relay.address('eth0', '2001:db8:ffff::2/64')
    const captures = await Promise.all(['eth0', 'eth1'].map(device => Capture.start(lab, server, device)))
    const ends: [Namespace, string][] = [
      [server, 'eth0'],
      [server, 'eth1'],
      [clients, 'eth0'],
      [relay, 'eth0'],
    ]
    await Promise.all(ends.map(([namespace, device]) => namespace.linkLocal(device)))
    const direct = clientTransport(clients, 'eth0')
    const port = 547
    const relayed = udp(relay, { address: '2001:db8:ffff::2', port }, { address: '2001:db8:ffff::1', port })
    return new Place6(lab, { server, direct, relayed }, captures, command)
  }

  /** Plays a fixture to a server that has just been started with its configuration. */
  async hear(fixture: Fixture6): Promise<Heard<Reply6>[]> {
    const name = `fixture${++this.#fixtures}`
    const dhcp6 = { 'interfaces-config': { interfaces: SERVED }, 'server-id': serverId, ...fixture.dhcp6 }
    const options = { lab: this.#lab, namespace: this.#server, dhcp6, command: this.#command, name }
    const server = await ServerProcess.start(options)
    const stage = new Stage6(this.#direct, this.#relayed)
    try {
      await fixture.play(stage)
    } finally {
      await server.stop()
    }
    return stage.heard
  }

  /** Throws when a packet of either cable is malformed in the eyes of tshark. */
  async close(): Promise<void> {
    this.#direct.close()
    this.#relayed.close()
    try {
      await Promise.all(this.#captures.map(capture => capture.stop()))
    } finally {
      await this.#lab.close()
    }
  }
}

/** What a fixture plays with. */
export class Stage6 {
  readonly heard: Heard<Reply6>[] = []
  readonly #direct: Transport
  readonly #relayed: Transport
  #count = 0

  constructor(direct: Transport, relayed: Transport) {
    this.#direct = direct
    this.#relayed = relayed
  }

  /** A client on eth0; behind the relays when there are any, the last of which is 2001:db8:ffff::2. The same DUIDs in every playing. */
  client(options: Partial<Client6Options> = {}, ...relays: readonly RelayHop6[]): Client6 {
    const duid = `00:03:00:01:02:00:5e:10:00:${(++this.#count).toString(16).padStart(2, '0')}`
    const own = { duid, server: '2001:db8:ffff::1', patience: 500, silence: 500, ...options }
    const [first, ...others] = relays
    const client = new Client6(this.#direct, own)
    return first === undefined ? client : client.via([first, ...others], this.#relayed)
  }

  /** Writes down what is answered to a question, and gives it back. */
  async hear(question: string, asked: Promise<Reply6 | undefined>): Promise<Reply6 | undefined> {
    const answer = await asked
    this.heard.push({ question, answer })
    return answer
  }

  /** SOLICIT and REQUEST, both written down. */
  async exchange(client: Client6, saying: Parameters<Client6['solicit']>[0] = {}, what = ''): Promise<void> {
    const advertise = await this.hear(`solicit${what}`, client.solicit(saying))
    const { ias: _, ...rest } = saying
    if (advertise?.type === 'ADVERTISE') await this.hear(`request${what}`, client.request(advertise, rest))
  }
}
