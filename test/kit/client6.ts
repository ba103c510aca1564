import { createSocket } from 'node:dgram'
import { once } from 'node:events'
import { setImmediate as turn } from 'node:timers/promises'
import type { MemoryLink } from '../../src/net/memory-link.js'
import { hexBytes } from './packet4.js'
import {
  address6,
  address6Text,
  encodePacket6,
  type Ia6,
  iaAddressOption6,
  iaOption6,
  type MessageName6,
  MessageType6,
  type Option6,
  type Packet6,
} from './packet6.js'
import { RelayChain6, type RelayHop6 } from './relay6.js'
import { grantedIn, Reply6 } from './reply6.js'
import { type Incoming, inProcess, type Outgoing, type Transport } from './transport.js'

/** An IA that a client asks for, with the addresses ("2001:db8::1") or prefixes ("2001:db8:8::/56") it would like. */
export interface Wanted6 {
  /** 3 IA_NA, 4 IA_TA, 25 IA_PD. */
  readonly code: 3 | 4 | 25
  readonly iaid: number
  readonly hints?: readonly string[]
}

/** Who a simulated client is, and what it says in every message. */
export interface Client6Options {
  /** Hex, "00:03:00:01:..."; 'none': it sends no client identifier. */
  readonly duid: string
  /** Link-local address it speaks from. Default fe80::1. */
  readonly address?: string
  /** The hardware address of its frames. */
  readonly hardware?: string
  /** What it asks for. Default: one IA_NA with IAID 1. */
  readonly ias?: readonly Wanted6[]
  /** Option request option. Default 23, 24; empty: not sent. */
  readonly oro?: readonly number[]
  /** Options that go into every message. */
  readonly options?: readonly Option6[]
  /** Where relays send to. Default ff05::1:3. */
  readonly server?: string
  /** How long an answer may take, ms. Default 3000. */
  readonly patience?: number
  /** How long silence is listened to, ms. Default 500; costs nothing over an in-process transport. */
  readonly silence?: number
}

/** What one message says differently. */
export interface Saying6 {
  readonly options?: readonly Option6[]
  readonly ias?: readonly Wanted6[]
  readonly oro?: readonly number[]
  /** Option 14: a SOLICIT may be answered by a REPLY. */
  readonly rapidCommit?: boolean
  /** Hundredths of a second. */
  readonly elapsed?: number
  /** Hex; 'none': leave the server identifier out. */
  readonly serverId?: string
  readonly packet?: Partial<Packet6>
  /** IP source and destination, where they are not the message's usual ones. */
  readonly from?: string
  readonly to?: string
  /** No answer is expected: listen only `silence` ms. */
  readonly expectSilence?: boolean
}

/** All_DHCP_Relay_Agents_and_Servers and All_DHCP_Servers (RFC 8415 7.1). */
const LINK_SERVERS = 'ff02::1:2'
const SITE_SERVERS = 'ff05::1:3'

/**
 * A simulated DHCPv6 client: the language of the tests. It says what RFC 8415 18.2 has a client say, and remembers what
 * it was given. Answers that are not for it (other transaction, other client identifier) are not heard.
 */
export class Client6 {
  readonly options: Client6Options
  /** The IAs of the last REPLY that gave something, and who gave it. */
  held: { readonly serverId: string; readonly ias: readonly Ia6[] } | undefined
  readonly #transport: Transport
  readonly #relays: RelayChain6 | undefined
  #xid: number

  constructor(transport: Transport, options: Client6Options, relays?: RelayChain6) {
    this.options = options
    this.#transport = transport
    this.#relays = relays
    // Another start for each client, so that what is meant for one is not taken by another
    this.#xid = Array.from(Buffer.from(options.duid)).reduce((sum, byte) => (sum * 31 + byte) & 0xffffff, 0)
  }

  /** The same client behind relay agents, the one nearest to it first. `transport`: the last relay's, where it is another. */
  via(relays: readonly [RelayHop6, ...RelayHop6[]], transport: Transport = this.#transport): Client6 {
    const moved = new Client6(transport, this.options, new RelayChain6(...relays))
    moved.held = this.held
    return moved
  }

  solicit(saying: Saying6 = {}): Promise<Reply6 | undefined> {
    return this.#ask('SOLICIT', saying, this.#wanted(saying))
  }

  /** Takes up an ADVERTISE: asks its server for what it offers. */
  request(advertise: Reply6, saying: Saying6 = {}): Promise<Reply6 | undefined> {
    const ias = saying.ias === undefined ? advertise.ias.map(held) : this.#wanted(saying)
    return this.#ask('REQUEST', { serverId: advertise.serverId ?? 'none', ...saying }, ias)
  }

  /** SOLICIT and, unless a rapid commit came, REQUEST; throws when either is not answered as it should be. Returns the REPLY. */
  async bind(saying: Saying6 = {}): Promise<Reply6> {
    const answer = await this.solicit(saying)
    if (answer?.type === 'REPLY' && saying.rapidCommit === true) return answer
    if (answer?.type !== 'ADVERTISE') throw new Error(`SOLICIT of ${this.options.duid}: ${answer?.type ?? 'silence'}`)
    const { ias: _, rapidCommit: __, ...rest } = saying
    const reply = await this.request(answer, rest)
    if (reply?.type !== 'REPLY') throw new Error(`REQUEST of ${this.options.duid}: ${reply?.type ?? 'silence'}`)
    return reply
  }

  /** To the server that gave the leases. */
  renew(saying: Saying6 = {}): Promise<Reply6 | undefined> {
    const { serverId, ias } = this.#held()
    return this.#ask('RENEW', { serverId, ...saying }, saying.ias ? this.#wanted(saying) : ias.map(held))
  }

  /** The same to any server. */
  rebind(saying: Saying6 = {}): Promise<Reply6 | undefined> {
    const { ias } = this.#held()
    return this.#ask('REBIND', saying, saying.ias ? this.#wanted(saying) : ias.map(held))
  }

  /** "Do my addresses still fit here?" (RFC 8415 18.2.3: addresses only, all times 0). */
  confirm(saying: Saying6 = {}): Promise<Reply6 | undefined> {
    const ias =
      saying.ias === undefined
        ? this.#held()
            .ias.filter(({ code }) => code !== 25)
            .map(held)
        : this.#wanted(saying)
    return this.#ask('CONFIRM', saying, ias)
  }

  release(saying: Saying6 = {}): Promise<Reply6 | undefined> {
    return this.#giveBack('RELEASE', saying)
  }

  /** Somebody else uses the addresses. Prefixes cannot be declined. */
  decline(saying: Saying6 = {}): Promise<Reply6 | undefined> {
    return this.#giveBack('DECLINE', saying)
  }

  informationRequest(saying: Saying6 = {}): Promise<Reply6 | undefined> {
    return this.#ask('INFORMATION-REQUEST', saying, this.#wanted({ ias: [], ...saying }))
  }

  /** Registers an address that the client made itself, from that address (RFC 9686 4.2). */
  addrReg(
    address: string,
    saying: Saying6 = {},
    lifetimes = { preferred: 3600, valid: 7200 },
  ): Promise<Reply6 | undefined> {
    const ia = iaAddressOption6({ address, ...lifetimes })
    return this.#ask('ADDR-REG-INFORM', { from: address, oro: [], ...saying }, [ia])
  }

  /** Any message, as it is; answered or not. For what no well-behaved client sends. */
  say(type: MessageName6, saying: Saying6 = {}): Promise<Reply6 | undefined> {
    return this.#ask(type, saying, this.#wanted({ ias: [], ...saying }))
  }

  #giveBack(type: 'RELEASE' | 'DECLINE', saying: Saying6): Promise<Reply6 | undefined> {
    const { serverId, ias } = this.#held()
    const returned = type === 'DECLINE' ? ias.filter(({ code }) => code !== 25) : ias
    this.held = undefined
    const options = saying.ias === undefined ? returned.map(held) : this.#wanted(saying)
    return this.#ask(type, { serverId, oro: [], ...saying }, options)
  }

  #held(): { serverId: string; ias: readonly Ia6[] } {
    if (this.held === undefined) throw new Error(`${this.options.duid} holds no leases`)
    return this.held
  }

  #wanted(saying: Saying6): Option6[] {
    const ias = saying.ias ?? this.options.ias ?? [{ code: 3, iaid: 1 }]
    return ias.map(({ code, iaid, hints = [] }) =>
      iaOption6({ code, iaid, options: hints.map(address => iaAddressOption6({ address })) }),
    )
  }

  async #ask(type: MessageName6, saying: Saying6, ias: readonly Option6[]): Promise<Reply6 | undefined> {
    const { patience = 3000, silence = 500 } = this.options
    const xid = saying.packet?.xid ?? (this.#xid = (this.#xid + 1) & 0xffffff)
    const heard = await this.#transport.ask(
      this.#outgoing(xid, type, saying, ias),
      ({ payload }) => this.#isFor(payload, xid, saying),
      saying.expectSilence === true ? silence : patience,
    )
    if (heard === undefined) return undefined
    const reply = new Reply6(heard, this.#relays?.unwrap(heard.payload, this.#source(saying)) ?? heard.payload)
    const gives = type === 'SOLICIT' || type === 'REQUEST' || type === 'RENEW' || type === 'REBIND'
    const ias6 = reply.ias.filter(ia => grantedIn(ia).some(({ valid }) => valid > 0))
    if (gives && reply.type === 'REPLY' && ias6.length > 0)
      this.held = { serverId: reply.serverId ?? 'none', ias: ias6 }
    return reply
  }

  #isFor(payload: Buffer, xid: number, saying: Saying6): boolean {
    const message = this.#relays === undefined ? payload : innermost(payload)
    if (message.length < 4 || message.readUIntBE(1, 3) !== xid) return false
    const { clientId } = new Reply6({ payload: message })
    return clientId === undefined || saying.packet?.options !== undefined || clientId === this.options.duid
  }

  #source(saying: Saying6): string {
    return saying.from ?? this.options.address ?? 'fe80::1'
  }

  #outgoing(xid: number, type: MessageName6, saying: Saying6, ias: readonly Option6[]): Outgoing {
    const { duid, hardware = '', server = SITE_SERVERS, options = [] } = this.options
    const oro = saying.oro ?? this.options.oro ?? [23, 24]
    const { serverId = 'none' } = saying
    const list: Option6[] = []
    if (duid !== 'none') list.push({ code: 1, data: hexBytes(duid) })
    if (serverId !== 'none') list.push({ code: 2, data: hexBytes(serverId) })
    list.push(...ias)
    if (oro.length > 0) list.push({ code: 6, data: Buffer.from(oro.flatMap(code => [code >> 8, code & 255])) })
    const elapsed = saying.elapsed ?? 0
    list.push({ code: 8, data: Buffer.of(elapsed >> 8, elapsed & 255) })
    if (saying.rapidCommit === true) list.push({ code: 14, data: Buffer.alloc(0) })
    list.push(...options, ...(saying.options ?? []))
    const message = encodePacket6({ type: MessageType6[type], xid, options: list, ...saying.packet })
    const relays = this.#relays
    const source = this.#source(saying)
    if (relays === undefined)
      return {
        payload: message,
        source,
        sourcePort: 546,
        destination: saying.to ?? LINK_SERVERS,
        destinationPort: 547,
        hardware,
      }
    return {
      payload: relays.wrap(message, source),
      source: relays.last.address,
      sourcePort: relays.last.port ?? 547,
      destination: saying.to ?? server,
      destinationPort: 547,
      hardware,
    }
  }
}

/** An IA with what it was given, as a client repeats it (RFC 8415 18.2.3 to 18.2.8): times and lifetimes zero. */
function held(ia: Ia6): Option6 {
  return iaOption6({
    code: ia.code,
    iaid: ia.iaid,
    options: grantedIn(ia).map(({ address }) => iaAddressOption6({ address })),
  })
}

/** The message in any number of relay-replies; none: no bytes. */
function innermost(payload: Buffer): Buffer {
  let message = payload
  while (message[0] === MessageType6['RELAY-REPL']) {
    let at = 34
    while (at + 4 <= message.length && message.readUInt16BE(at) !== 9) at += 4 + message.readUInt16BE(at + 2)
    if (at + 4 > message.length) return Buffer.alloc(0)
    message = message.subarray(at + 4, at + 4 + message.readUInt16BE(at + 2))
  }
  return message
}

/**
 * To a server that listens on a memory link of IPv6. Its answers are taken as soon as they have left; `settle` waits for
 * what a packet that was parked still does (default: two turns of the event loop; under virtual time, advance it there).
 */
export function memoryTransport6(link: MemoryLink, settle: () => Promise<void> = twoTurns): Transport {
  return inProcess(async outgoing => {
    link.answers.length = 0
    link.deliver({
      bytes: outgoing.payload,
      source: address6(outgoing.source),
      sourcePort: outgoing.sourcePort,
      destination: address6(outgoing.destination),
      hardware: outgoing.hardware === '' ? undefined : hexBytes(outgoing.hardware),
    })
    if (link.answers.length === 0) await settle()
    return link.answers.splice(0).map(({ bytes, address, port }) => ({
      payload: bytes,
      destination: address6Text(address),
      destinationPort: port,
    }))
  })
}

async function twoTurns(): Promise<void> {
  await turn()
  await turn()
}

/** UDP from an address of this host to one server, whatever address the message names; for servers on loopback. */
export async function udpTransport6(
  server: { readonly address: string; readonly port: number },
  local: { readonly address: string; readonly port: number } = { address: '::1', port: 0 },
): Promise<Transport> {
  const socket = createSocket('udp6')
  const waiting = new Set<(heard: Incoming) => void>()
  socket.on('message', (payload, { address: source }) => {
    const { address: destination, port: destinationPort } = socket.address()
    for (const tell of waiting) tell({ payload, source, destination, destinationPort })
  })
  socket.bind(local.port, local.address)
  await once(socket, 'listening')
  const put = (payload: Buffer): void => socket.send(payload, server.port, server.address)
  return {
    ask({ payload }, fits, patience) {
      return new Promise(resolve => {
        const done = (answer: Incoming | undefined): void => {
          clearTimeout(timer)
          waiting.delete(tell)
          resolve(answer)
        }
        const tell = (heard: Incoming): void => {
          if (fits(heard)) done(heard)
        }
        const timer = setTimeout(done, patience, undefined)
        waiting.add(tell)
        put(payload)
      })
    },
    async tell({ payload }) {
      put(payload)
    },
    close: () => socket.close(),
  }
}
