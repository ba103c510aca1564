import type { Namespace } from './namespace.js'
import { NamespaceSocket } from './namespace-socket.js'
import { addressOption, addressText, encodePacket4, hexBytes, hexText, type Option4 } from './packet4.js'
import { pause } from './running.js'

/** An acknowledged lease, as the load generator saw it on the wire. */
export interface Acknowledged {
  /** Hardware address of the client; its client identifier is 01 and this. */
  readonly hardware: string
  readonly address: string
}

export interface LoadPlaces {
  readonly namespace: Namespace
  /** An address of the namespace; the load comes as from a relay with it. */
  readonly relay: string
  readonly server: string
}

/**
 * Many clients behind one relay, each with one exchange under way. It records every ACK it sees, so that afterwards the
 * server's word can be held against its lease file. Open loop: what is not answered is not sent again.
 */
export class Load4 {
  /** By hardware address. */
  readonly acknowledged = new Map<string, string>()
  /** Addresses that were acknowledged to two clients. Empty, or the server is wrong. */
  readonly givenTwice: string[] = []
  sent = 0
  offers = 0
  refusals = 0
  readonly #places: LoadPlaces
  readonly #socket: NamespaceSocket
  readonly #owners = new Map<string, string>()
  #next = 0

  constructor(places: LoadPlaces) {
    this.#places = places
    const { namespace, relay, server } = places
    this.#socket = NamespaceSocket.udp(namespace.name, { address: relay, port: 67 }, { address: server, port: 67 })
  }

  /** New clients, `rate` a second, each from DISCOVER to ACK, until `stop` says so or `count` have begun. */
  async discover(rate: number, count: number, stop: () => boolean = () => false): Promise<void> {
    const first = this.#next
    for (const start = performance.now(); this.#next < first + count && !stop(); ) {
      const due = Math.min(count, Math.ceil(((performance.now() - start) / 1000) * rate))
      while (this.#next < first + due) this.#send(hardwareOf(this.#next++), 1, [])
      this.#hear()
      await pause(1)
    }
    await this.#settle()
  }

  /** These clients ask to keep their addresses (REBINDING); returns those that are acknowledged. */
  async rebind(leases: readonly Acknowledged[], rate: number): Promise<Acknowledged[]> {
    const renewed: Acknowledged[] = []
    let at = 0
    for (const start = performance.now(); at < leases.length; ) {
      const due = Math.min(leases.length, Math.ceil(((performance.now() - start) / 1000) * rate))
      for (; at < due; at++) this.#send(leases[at]!.hardware, 3, [], leases[at]!.address)
      renewed.push(...this.#hear())
      await pause(1)
    }
    renewed.push(...(await this.#settle()))
    return renewed
  }

  list(): Acknowledged[] {
    return Array.from(this.acknowledged, ([hardware, address]) => ({ hardware, address }))
  }

  close(): void {
    this.#socket.close()
  }

  /** Until nothing has come for 300 ms. */
  async #settle(): Promise<Acknowledged[]> {
    const all: Acknowledged[] = []
    for (let quiet = Date.now(); Date.now() - quiet < 300; ) {
      const before = this.offers
      const heard = this.#hear()
      all.push(...heard)
      if (heard.length > 0 || this.offers !== before) quiet = Date.now()
      await pause(2)
    }
    return all
  }

  #hear(): Acknowledged[] {
    const heard: Acknowledged[] = []
    for (let answer = this.#socket.receive(); answer !== undefined; answer = this.#socket.receive()) {
      const hardware = hexText(answer.subarray(28, 34))
      const address = addressText(answer, 16)
      const type = optionAt(answer, 53)
      const kind = type < 0 ? 0 : answer[type]
      if (kind === 2) {
        this.offers++
        const server = optionAt(answer, 54)
        this.#send(hardware, 3, [addressOption(50, address), addressOption(54, addressText(answer, server))])
      } else if (kind === 5) {
        this.#record(hardware, address)
        heard.push({ hardware, address })
      } else this.refusals++
    }
    return heard
  }

  #record(hardware: string, address: string): void {
    const owner = this.#owners.get(address)
    if (owner !== undefined && owner !== hardware) this.givenTwice.push(`${address}: ${owner} and ${hardware}`)
    this.#owners.set(address, hardware)
    this.acknowledged.set(hardware, address)
  }

  #send(hardware: string, type: number, more: Option4[], ciaddr = '0.0.0.0'): void {
    const options = [
      { code: 53, data: Buffer.from([type]) },
      { code: 61, data: hexBytes(`01:${hardware}`) },
      ...more,
      { code: 55, data: Buffer.from([1, 3, 6]) },
    ]
    const xid = hexBytes(hardware).readUInt32BE(2)
    const packet = encodePacket4({ chaddr: hardware, xid, ciaddr, giaddr: this.#places.relay, hops: 1, options })
    // A refused datagram (the server is down) makes the next send fail once; it is lost like any other
    this.#socket.send(packet)
    this.sent++
  }
}

function hardwareOf(n: number): string {
  return hexText(Buffer.from([2, 0x10, n >>> 24, n >>> 16, n >>> 8, n]))
}

/** Where the payload of an option begins, -1 for none. */
function optionAt(packet: Buffer, code: number): number {
  for (let at = 240; at + 1 < packet.length && packet[at] !== 255; at += packet[at] === 0 ? 1 : 2 + packet[at + 1]!)
    if (packet[at] === code) return at + 2
  return -1
}
