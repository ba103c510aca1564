import {
  addressOption,
  broadcastFlag,
  encodePacket4,
  hexBytes,
  type MessageName,
  MessageType,
  type Option4,
  type Packet4,
  packed,
  parsePacket4,
  u32Option,
} from './packet4.js'
import { Reply4 } from './reply4.js'
import type { Transport } from './transport.js'

/** Who a simulated client is, and what it says in every message. */
export interface Client4Options {
  /** Colon-separated; also the hardware address of its frames. */
  readonly hardware: string
  /** Option 61 as hex ("01:02:..."); 'auto' is 01 and the hardware address; left out or 'none': not sent. */
  readonly clientId?: string
  /** Option 55. Default: 1, 3, 6, 12, 15, 28. */
  readonly parameters?: readonly number[]
  /** Options that go into every message that may carry them. */
  readonly options?: readonly Option4[]
  /** Set the broadcast bit. */
  readonly broadcast?: boolean
  /** The server's address for unicast without a server identifier known. */
  readonly server?: string
  /** How long an answer may take, ms. Default 3000. */
  readonly patience?: number
  /** How long silence is listened to, ms. Default 500; costs nothing over an in-process transport. */
  readonly silence?: number
}

/** What one message says differently. */
export interface Saying {
  readonly options?: readonly Option4[]
  /** Replace the parameter request list; empty: leave it out. */
  readonly parameters?: readonly number[]
  /** Option 50. */
  readonly requested?: string
  /** Option 51, seconds. */
  readonly leaseTime?: number
  /** Fixed fields. */
  readonly packet?: Partial<Packet4>
  /** IP source and destination, where they are not the message's usual ones. */
  readonly from?: string
  readonly to?: string
  /** No answer is expected: listen only `silence` ms. */
  readonly expectSilence?: boolean
}

/** A relay agent between client and server. */
export interface Relay4 {
  /** giaddr, and the IP source of what it forwards. */
  readonly address: string
  /** Payload of option 82, e.g. packed(option(1, 'port 7')). */
  readonly agent?: Buffer | readonly Option4[]
  readonly hops?: number
  /** Where answers come to; default 67. */
  readonly port?: number
}

/**
 * A simulated DHCPv4 client: the language of the tests. It says what RFC 2131 table 5 has a client say, and remembers
 * the lease it was given. Answers that are not for it (other xid or hardware address) are not heard.
 */
export class Client4 {
  readonly options: Client4Options
  /** The last acknowledged lease. */
  lease: { readonly address: string; readonly serverId: string } | undefined
  readonly #transport: Transport
  readonly #relay: Relay4 | undefined
  #xid: number

  constructor(transport: Transport, options: Client4Options, relay?: Relay4) {
    this.options = options
    this.#transport = transport
    this.#relay = relay
    this.#xid = hexBytes(options.hardware).readUInt32BE(2) ^ 0x5a000000
  }

  /** The same client behind a relay. `transport`: the relay's, where it is another one. */
  via(relay: Relay4, transport: Transport = this.#transport): Client4 {
    const moved = new Client4(transport, this.options, relay)
    moved.lease = this.lease
    return moved
  }

  discover(saying: Saying = {}): Promise<Reply4 | undefined> {
    return this.#ask('DISCOVER', saying, {}, [])
  }

  /** SELECTING: takes up an offer. */
  request(offer: Reply4, saying: Saying = {}): Promise<Reply4 | undefined> {
    const server = addressOption(54, offer.serverId ?? '0.0.0.0')
    return this.#ask('REQUEST', { requested: offer.address, ...saying }, {}, [server])
  }

  /** DISCOVER and REQUEST; throws when either is not answered as it should be. Returns the ACK. */
  async bind(saying: Saying = {}): Promise<Reply4> {
    const offer = await this.discover(saying)
    if (offer?.type !== 'OFFER') throw new Error(`DISCOVER of ${this.options.hardware}: ${offer?.type ?? 'silence'}`)
    const { requested: _, ...rest } = saying
    const ack = await this.request(offer, rest)
    if (ack?.type !== 'ACK') throw new Error(`REQUEST of ${this.options.hardware}: ${ack?.type ?? 'silence'}`)
    return ack
  }

  /** RENEWING: unicast, from the address, no server identifier. */
  renew(saying: Saying = {}): Promise<Reply4 | undefined> {
    const { address, serverId } = this.#held()
    return this.#ask('REQUEST', { from: address, to: serverId, ...saying }, { ciaddr: address }, [])
  }

  /** REBINDING: the same, broadcast. */
  rebind(saying: Saying = {}): Promise<Reply4 | undefined> {
    const { address } = this.#held()
    return this.#ask('REQUEST', { from: address, ...saying }, { ciaddr: address }, [])
  }

  /** INIT-REBOOT: "I had this address". */
  initReboot(address = this.#held().address, saying: Saying = {}): Promise<Reply4 | undefined> {
    return this.#ask('REQUEST', { requested: address, ...saying }, {}, [])
  }

  /** INFORM from an address that the client has by other means. */
  inform(address: string, saying: Saying = {}): Promise<Reply4 | undefined> {
    return this.#ask('INFORM', { from: address, ...saying }, { ciaddr: address }, [])
  }

  /** RELEASE; never answered. */
  release(saying: Saying = {}): Promise<void> {
    const { address, serverId } = this.#held()
    this.lease = undefined
    const says = { from: address, to: serverId, parameters: [], ...saying }
    return this.#tell('RELEASE', says, { ciaddr: address }, [addressOption(54, serverId)])
  }

  /** DECLINE: somebody else uses the address; never answered. */
  decline(saying: Saying = {}): Promise<void> {
    const { address, serverId } = this.#held()
    this.lease = undefined
    const says = { requested: address, parameters: [], ...saying }
    return this.#tell('DECLINE', says, {}, [addressOption(54, serverId)])
  }

  /** A BOOTREQUEST (RFC 951): what no DHCP client says, for it has no message type. */
  bootp(saying: Saying = {}): Promise<Reply4 | undefined> {
    return this.#ask(undefined, saying, {}, [])
  }

  /** Any message, as it is; answered or not. For what no well-behaved client sends. */
  say(type: MessageName, saying: Saying = {}): Promise<Reply4 | undefined> {
    return this.#ask(type, saying, {}, [])
  }

  #held(): { address: string; serverId: string } {
    if (this.lease === undefined) throw new Error(`${this.options.hardware} holds no lease`)
    return this.lease
  }

  async #ask(
    type: MessageName | undefined,
    saying: Saying,
    fields: Partial<Packet4>,
    own: Option4[],
  ): Promise<Reply4 | undefined> {
    const { patience = 3000, silence = 500 } = this.options
    const xid = (this.#xid = (this.#xid + 1) >>> 0)
    const heard = await this.#transport.ask(
      this.#outgoing(xid, type, saying, fields, own),
      ({ payload }) => this.#isFor(payload, xid, saying.packet?.chaddr),
      saying.expectSilence === true ? silence : patience,
    )
    if (heard === undefined) return undefined
    const reply = new Reply4(heard)
    if (reply.type === 'ACK' && type === 'REQUEST')
      this.lease = { address: reply.address, serverId: reply.serverId ?? '0.0.0.0' }
    if (reply.type === 'NAK') this.lease = undefined
    return reply
  }

  #tell(type: MessageName, saying: Saying, fields: Partial<Packet4>, own: Option4[]): Promise<void> {
    const xid = (this.#xid = (this.#xid + 1) >>> 0)
    return this.#transport.tell(this.#outgoing(xid, type, saying, fields, own))
  }

  #isFor(payload: Buffer, xid: number, hardware = this.options.hardware): boolean {
    if (payload.length < 240 || payload[0] !== 2 || payload.readUInt32BE(4) !== xid) return false
    return parsePacket4(payload).chaddr === hardware
  }

  #outgoing(xid: number, type: MessageName | undefined, saying: Saying, fields: Partial<Packet4>, own: Option4[]) {
    const { hardware, clientId, broadcast, options = [] } = this.options
    const relay = this.#relay
    const parameters = saying.parameters ?? this.options.parameters ?? [1, 3, 6, 12, 15, 28]
    const list: Option4[] = type === undefined ? [] : [{ code: 53, data: Buffer.from([MessageType[type]]) }]
    if (clientId !== undefined && clientId !== 'none')
      list.push({ code: 61, data: hexBytes(clientId === 'auto' ? `01:${hardware}` : clientId) })
    if (saying.requested !== undefined) list.push(addressOption(50, saying.requested))
    if (saying.leaseTime !== undefined) list.push(u32Option(51, saying.leaseTime))
    list.push(...own)
    if (parameters.length > 0) list.push({ code: 55, data: Buffer.from(parameters) })
    list.push(...options, ...(saying.options ?? []))
    // RFC 3046 2.1: the relay's option is the last one
    if (relay?.agent !== undefined)
      list.push({ code: 82, data: Array.isArray(relay.agent) ? packed(...relay.agent) : (relay.agent as Buffer) })
    const payload = encodePacket4({
      chaddr: hardware,
      xid,
      flags: broadcast === true ? broadcastFlag : 0,
      ...(relay === undefined ? {} : { giaddr: relay.address, hops: relay.hops ?? 1 }),
      ...fields,
      ...saying.packet,
      options: list,
    })
    // Behind a relay everything comes from the relay; a renewing client goes past it, but then without giaddr
    return {
      payload,
      source: saying.from !== undefined && relay === undefined ? saying.from : (relay?.address ?? '0.0.0.0'),
      sourcePort: relay === undefined ? 68 : (relay.port ?? 67),
      destination: saying.to ?? (relay === undefined ? '255.255.255.255' : (this.options.server ?? '255.255.255.255')),
      destinationPort: 67,
      hardware,
    }
  }
}
