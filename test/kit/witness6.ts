import type { Namespace } from './namespace.js'
import { NamespaceSocket } from './namespace-socket.js'
import { MessageType6 } from './packet6.js'
import { grantedIn, Reply6 } from './reply6.js'

/** An acknowledged lease, as it was seen on the wire. */
export interface Acknowledged6 {
  /** Colon-separated hex. */
  readonly duid: string
  readonly code: 3 | 25
  readonly iaid: number
  /** "2001:db8::1" or "2001:db8:8::/56". */
  readonly address: string
}

const ETHERNET = 14
const IPV6 = 40
const UDP = 8
const PAYLOAD = ETHERNET + IPV6 + UDP

/**
 * Sees every REPLY that comes in by an interface, whoever asked for it, so that afterwards the server's word can be held
 * against its lease file.
 */
export class Witness6 {
  /** By address or prefix. */
  readonly acknowledged = new Map<string, Acknowledged6>()
  /** Leases that were acknowledged to two clients. Empty, or the server is wrong. */
  readonly givenTwice: string[] = []
  /** Who answered last: "00:01:..." */
  serverId = ''
  readonly #socket: NamespaceSocket
  readonly #timer: NodeJS.Timeout

  constructor(namespace: Namespace, device: string) {
    this.#socket = NamespaceSocket.packet(namespace.name, device)
    this.#timer = setInterval(() => this.look(), 2)
  }

  /** Take note of all that has come until now. */
  look(): void {
    for (let frame = this.#socket.receive(); frame !== undefined; frame = this.#socket.receive()) this.#see(frame)
  }

  close(): void {
    clearInterval(this.#timer)
    this.#socket.close()
  }

  #see(frame: Buffer): void {
    const isUdp6 = frame.length > PAYLOAD && frame.readUInt16BE(12) === 0x86dd && frame[ETHERNET + 6] === 17
    if (!isUdp6 || frame.readUInt16BE(ETHERNET + IPV6) !== 547 || frame[PAYLOAD] !== MessageType6.REPLY) return
    const reply = new Reply6({ payload: frame.subarray(PAYLOAD) })
    const duid = reply.clientId ?? ''
    this.serverId = reply.serverId ?? ''
    for (const ia of reply.ias) {
      if (ia.code === 4) continue
      for (const { address, valid } of grantedIn(ia))
        if (valid > 0) this.#record({ duid, code: ia.code, iaid: ia.iaid, address })
    }
  }

  #record(lease: Acknowledged6): void {
    const owner = this.acknowledged.get(lease.address)
    if (owner !== undefined && owner.duid !== lease.duid)
      this.givenTwice.push(`${lease.address}: ${owner.duid} and ${lease.duid}`)
    this.acknowledged.set(lease.address, lease)
  }
}
