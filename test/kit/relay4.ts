import { broadcastHardware, decodeFrame, encodeFrame } from './frame.js'
import type { Namespace } from './namespace.js'
import { NamespaceSocket } from './namespace-socket.js'
import { encodePacket4, type Option4, packed, parsePacket4 } from './packet4.js'

export interface RelayPlaces {
  readonly namespace: Namespace
  /** The interface to the clients and the address on it: giaddr. */
  readonly down: string
  readonly address: string
  /** The server. */
  readonly server: string
  /** Sub-options that are added as option 82 (RFC 3046); taken out again on the way back. */
  readonly agent: readonly Option4[]
}

/**
 * A relay agent with option 82 of any content, which dhcrelay cannot be told. Forwards until close(); keeps what the
 * server answered, as it came.
 */
export class Relay {
  readonly answers: Buffer[] = []
  readonly #places: RelayPlaces
  readonly #down: NamespaceSocket
  readonly #up: NamespaceSocket
  readonly #hardware: string
  readonly #timer: NodeJS.Timeout

  constructor(places: RelayPlaces) {
    this.#places = places
    const { namespace, down, address, server } = places
    this.#hardware = namespace.hardware(down)
    this.#down = NamespaceSocket.packet(namespace.name, down)
    this.#up = NamespaceSocket.udp(namespace.name, { address, port: 67 }, { address: server, port: 67 })
    this.#timer = setInterval(() => this.#turn(), 2)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#down.close()
    this.#up.close()
  }

  #turn(): void {
    for (let frame = this.#down.receive(); frame !== undefined; frame = this.#down.receive()) this.#request(frame)
    for (let answer = this.#up.receive(); answer !== undefined; answer = this.#up.receive()) this.#answer(answer)
  }

  #request(frame: Buffer): void {
    const datagram = decodeFrame(frame)
    if (datagram?.destinationPort !== 67 || datagram.destination !== '255.255.255.255') return
    const { address, agent } = this.#places
    const packet = parsePacket4(datagram.payload)
    const options = [...packet.options, { code: 82, data: packed(...agent) }]
    this.#up.send(encodePacket4({ ...packet, giaddr: address, hops: packet.hops + 1, options }))
  }

  #answer(answer: Buffer): void {
    this.answers.push(answer)
    const packet = parsePacket4(answer)
    const toAll = packet.yiaddr === '0.0.0.0' || packet.flags !== 0
    this.#down.send(
      encodeFrame({
        source: this.#places.address,
        sourcePort: 67,
        destination: toAll ? '255.255.255.255' : packet.yiaddr,
        destinationPort: 68,
        sourceHardware: this.#hardware,
        destinationHardware: toAll ? broadcastHardware : packet.chaddr,
        payload: encodePacket4({ ...packet, options: packet.options.filter(({ code }) => code !== 82) }),
      }),
    )
  }
}
