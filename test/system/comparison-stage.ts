import type { Heard } from '../kit/answer-difference.js'
import { Capture } from '../kit/capture.js'
import { Client4, type Client4Options, type Relay4 } from '../kit/client4.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import type { Reply4 } from '../kit/reply4.js'
import { type Configuration, ServerProcess } from '../kit/server-process.js'
import type { Transport } from '../kit/transport.js'
import { ethernet, udp } from '../kit/wire-transport.js'

/** A scenario that is played to two servers: what it hears has to be the same. */
export interface Fixture {
  readonly name: string
  readonly dhcp4: Configuration
  /** The types of Kea's answers, '-' for silence: a fixture that nobody answers compares nothing. */
  readonly kea: string
  play(stage: Stage): Promise<void>
  /** Differences that are meant, with the reason in a comment beside them. */
  readonly meant?: readonly RegExp[]
}

/**
 * One server between two cables: eth0 (192.0.2.1/24) with clients on it, eth1 (198.51.100.1/24) with a relay behind
 * which every other network is (its answers are sent to giaddr by a default route).
 */
export class Place {
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
  static async open(command: readonly string[]): Promise<Place> {
    const lab = new Lab()
    const server = lab.namespace('server')
    const clients = lab.namespace('clients')
    const relay = lab.namespace('relay')
    lab.connect(server, 'eth0', clients, 'eth0')
    lab.connect(server, 'eth1', relay, 'eth0')
    server.address('eth0', '192.0.2.1/24')
    server.address('eth1', '198.51.100.1/24')
    relay.address('eth0', '198.51.100.2/24')
    server.run('ip', 'route', 'add', 'default', 'via', '198.51.100.2')
    // A relay has an address on each of its networks
    for (const net of ['203.0.113.1/24', '10.1.0.1/16', '10.2.0.1/16']) relay.address('lo', net)
    const direct = ethernet(clients, 'eth0', server.hardware('eth0'))
    const relayed = udp(relay, { address: '0.0.0.0', port: 67 }, { address: '198.51.100.1', port: 67 })
    const captures = await Promise.all(['eth0', 'eth1'].map(device => Capture.start(lab, server, device)))
    return new Place(lab, { server, direct, relayed }, captures, command)
  }

  /** Plays a fixture to a server that has just been started with its configuration. */
  async hear(fixture: Fixture): Promise<Heard[]> {
    const name = `fixture${++this.#fixtures}`
    const options = { lab: this.#lab, namespace: this.#server, dhcp4: fixture.dhcp4, command: this.#command, name }
    const server = await ServerProcess.start(options)
    const stage = new Stage(this.#direct, this.#relayed)
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
export class Stage {
  readonly heard: Heard[] = []
  readonly #direct: Transport
  readonly #relayed: Transport
  #count = 0

  constructor(direct: Transport, relayed: Transport) {
    this.#direct = direct
    this.#relayed = relayed
  }

  /** A client on eth0; behind the relay when `relay` is given. The same hardware address in every playing. */
  client(options: Partial<Client4Options> = {}, relay?: Relay4): Client4 {
    const hardware = `02:00:5e:10:00:${(++this.#count).toString(16).padStart(2, '0')}`
    const server = relay === undefined ? '192.0.2.1' : '198.51.100.1'
    const own = { hardware, clientId: 'auto', server, patience: 700, silence: 700, ...options }
    return new Client4(relay === undefined ? this.#direct : this.#relayed, own, relay)
  }

  /** Writes down what is answered to a question, and gives it back. */
  async hear(question: string, asked: Promise<Reply4 | undefined>): Promise<Reply4 | undefined> {
    const answer = await asked
    this.heard.push({ question, answer })
    return answer
  }

  /** DISCOVER and REQUEST, both written down. */
  async exchange(client: Client4, saying: Parameters<Client4['discover']>[0] = {}, what = ''): Promise<void> {
    const offer = await this.hear(`discover${what}`, client.discover(saying))
    const { requested: _, ...rest } = saying
    if (offer !== undefined) await this.hear(`request${what}`, client.request(offer, rest))
  }
}
