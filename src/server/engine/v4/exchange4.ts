import type { Inbound } from '../../../net/link.js'
import { ipv4 } from '../../../wire/address.js'
import { Option } from '../../../wire/v4/codes.js'
import { Message4 } from '../../../wire/v4/message.js'
import type { Prepared } from '../../options/prepared.js'
import { Exchange } from '../exchange.js'
import type { Plan } from '../plan.js'
import { ReplyOptions } from './reply-options.js'
import { View4 } from './view4.js'

/** How the server wants to treat the client's wish for an address. */
export type Outcome4 =
  /** Not decided (yet), or there is no address in this answer. */
  | 'none'
  /** The client keeps the lease it has: `granted` is its address, clientLease the lease. */
  | 'extend'
  /** `granted` is free for this client. */
  | 'take'
  /** Any free address will do. */
  | 'pick'
  /** Nothing can be had: a REQUEST is refused with a NAK, a DISCOVER is not answered. */
  | 'refuse'

/** The biggest DHCP message a UDP datagram of 1,500 bytes carries. */
const LONGEST = 65_507
/** Where the options begin, behind the magic cookie. */
const OPTIONS_AT = 240
/** The longest payload of an option in one piece (RFC 3396 5). */
const PIECE = 255

/** A DHCPv4 packet on its walk. */
export class Exchange4 extends Exchange<number> {
  source = 0
  destination: number | undefined
  readonly query = new Message4()
  protected readonly view = new View4(this)
  /** The address the client names: option 50, else ciaddr; 0: none. */
  named = 0
  outcome: Outcome4 = 'none'
  /** The address granted or offered. */
  granted = 0
  /** Seconds that the answer promises. */
  lifetime = 0
  /** The lease is handed out again as it stands: nothing is written (cache-threshold). */
  reused = false

  readonly options = new ReplyOptions()
  /** The options as they were answered to a client of the same kind; undefined: they are in `options`. */
  prepared: Prepared | undefined
  /** What is answered may be kept for clients of the same kind. */
  preparing = false
  /** The name has to be made from the address, once that is known. */
  generateName = false
  /** The query's option 82 is one that was kept with the lease: the answer does not carry it. */
  agentRecalled = false
  /** The query carried option 81, and the answer does. */
  answersFqdn = false

  /** Where a parked datagram is kept; made when first needed. */
  #own: Buffer | undefined
  /** The datagram stands in #own. */
  #owned = false

  /** Point the exchange at a datagram. Undefined: it is a DHCPv4 message. */
  receive(plan: Plan<number>, inbound: Inbound, seconds: number): ReturnType<Message4['read']> {
    this.take(plan, inbound, seconds)
    const { arena, destinationAt } = inbound
    this.source = ipv4.read(arena, inbound.sourceAt)
    this.destination = destinationAt < 0 ? undefined : ipv4.read(arena, destinationAt)
    this.named = 0
    this.outcome = 'none'
    this.granted = 0
    this.lifetime = 0
    this.reused = false
    this.prepared = undefined
    this.preparing = false
    this.generateName = false
    this.answersFqdn = false
    this.agentRecalled = false
    this.#owned = false
    const { lenientOptionParsing } = plan.decided.global.compatibility
    return this.query.read(inbound.arena, inbound.start, inbound.end, lenientOptionParsing)
  }

  /** Client identifier as sent, else hardware address: what a client's next packet will have in common with this one. */
  clientKey(): string {
    const { query } = this
    if (query.find(Option.clientIdentifier) && query.optionEnd > query.optionStart)
      return `c${query.optionBytes.toString('latin1', query.optionStart, query.optionEnd)}`
    return `h${query.arena.toString('latin1', query.chaddrAt, query.chaddrAt + query.hlen)}`
  }

  park(): void {
    if (this.parked) return
    if (!this.#owned) this.query.copyInto(this.#room(this.query.length))
    this.#owned = true
    this.parked = true
  }

  /** Read the query again as if it had carried this option 82. False: no room for it; nothing has changed. */
  recallAgent(payload: Uint8Array): boolean {
    const { query } = this
    const { arena, start, end } = query
    const length = query.length + 2 + payload.length
    if (this.#owned || payload.length > PIECE || length > LONGEST) return false
    const own = this.#room(length)
    const options = arena.copy(own, 0, start, start + OPTIONS_AT)
    own[options] = Option.relayAgent
    own[options + 1] = payload.length
    own.set(payload, options + 2)
    arena.copy(own, options + 2 + payload.length, start + options, end)
    const { lenientOptionParsing } = this.plan.decided.global.compatibility
    this.#owned = query.read(own, 0, length, lenientOptionParsing) === undefined
    if (!this.#owned) query.read(arena, start, end, lenientOptionParsing)
    this.agentRecalled = this.#owned
    return this.#owned
  }

  #room(length: number): Buffer {
    if (this.#own === undefined || this.#own.length < length)
      this.#own = Buffer.alloc(Math.min(LONGEST, Math.max(1500, length)))
    return this.#own
  }
}
