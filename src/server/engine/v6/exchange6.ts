import type { Inbound } from '../../../net/link.js'
import { ipv6 } from '../../../wire/address.js'
import { Option } from '../../../wire/v6/codes.js'
import { Message6 } from '../../../wire/v6/message.js'
import { addressPools, prefixPools, type Search, type SearchTerms } from '../../lease/allocate.js'
import { Exchange } from '../exchange.js'
import type { Plan } from '../plan.js'
import { Questions } from '../questions.js'
import { Association } from './association.js'
import { ReplyOptions6 } from './reply-options6.js'
import { View6 } from './view6.js'

const NOTHING: ReadonlySet<bigint> = new Set()

/** A DHCPv6 packet on its walk. */
export class Exchange6 extends Exchange<bigint> {
  /** Where the datagram came from, and went to, network order; what they hold as numbers is made when it is asked for. */
  readonly sourceBytes = Buffer.alloc(16)
  readonly destinationBytes = Buffer.alloc(16)
  #source: bigint | undefined
  #destination: bigint | undefined
  #toldDestination = false
  readonly query = new Message6()
  protected readonly view = new View6(this)
  /** The identity associations of the message in its order; the first `associationCount` of these count. */
  readonly associations: Association[] = []
  associationCount = 0
  /** Kea's bits for where `hardware` was learnt (mac-sources); 0: it was not. */
  hardwareSource = 0

  /** A feature wants the leases of a client's only association to be found whatever its IAID. */
  ignoresIaid = false
  /** A SOLICIT is answered by a REPLY (RFC 8415 18.3.1). */
  rapid = false
  /** Status code of the whole answer (RFC 8415 21.13); -1: none. */
  status = -1
  statusText = ''
  /** What the answer says beside the client's and the server's identifier, associations and status. */
  readonly options = new ReplyOptions6()

  /** What deciding on one association has asked so far. */
  readonly questions = new Questions()
  /** What looking for something free came to. */
  readonly search: Search<bigint> = {
    address: undefined,
    pool: undefined,
    attempts: 0,
    fullSubnets: 0,
    unmatchedSubnets: 0,
    limit: 0,
  }
  readonly addressTerms: SearchTerms<bigint> = {
    poolsOf: addressPools,
    claimed: address => this.isPromised(address),
  }
  readonly prefixTerms: SearchTerms<bigint> = {
    poolsOf: prefixPools,
    claimed: address => this.isPromised(address),
  }
  /** What parked packets were promised; of those in it, what this one was. */
  claims: ReadonlySet<bigint> = NOTHING
  readonly claimed: bigint[] = []

  /** Where a parked datagram is kept; made when first needed. */
  #own: Buffer | undefined

  /** Point the exchange at a datagram. Undefined: it is a DHCPv6 message. */
  receive(plan: Plan<bigint>, inbound: Inbound, seconds: number): ReturnType<Message6['read']> {
    this.take(plan, inbound, seconds)
    const { arena: from, sourceAt, destinationAt } = inbound
    for (let i = 0; i < 16; i++) this.sourceBytes[i] = from[sourceAt + i]!
    this.#source = undefined
    this.#destination = undefined
    this.#toldDestination = destinationAt >= 0
    if (destinationAt >= 0) for (let i = 0; i < 16; i++) this.destinationBytes[i] = from[destinationAt + i]!
    this.associationCount = 0
    this.hardwareSource = 0
    this.ignoresIaid = false
    this.rapid = false
    this.status = -1
    this.statusText = ''
    return this.query.read(
      inbound.arena,
      inbound.start,
      inbound.end,
      plan.decided.global.compatibility.lenientOptionParsing,
    )
  }

  get source(): bigint {
    return (this.#source ??= ipv6.read(this.sourceBytes, 0))
  }

  get destination(): bigint | undefined {
    if (!this.#toldDestination) return undefined
    return (this.#destination ??= ipv6.read(this.destinationBytes, 0))
  }

  /** An association to be filled in. */
  association(code: number, iaid: number): Association {
    const at = this.associationCount++
    let association = this.associations[at]
    if (association === undefined) this.associations.push((association = new Association()))
    association.clear(code, iaid)
    return association
  }

  /** Has another packet on its way, or an association of this one, been promised the address (first one of a prefix)? */
  isPromised(address: bigint): boolean {
    if (this.claims.size > 0 && this.claims.has(address)) return true
    for (let i = 0; i < this.associationCount; i++) {
      const { grants, grantCount } = this.associations[i]!
      for (let j = 0; j < grantCount; j++)
        if (grants[j]!.address === address && grants[j]!.subnet !== undefined) return true
    }
    return false
  }

  say(status: number, text: string): void {
    this.status = status
    this.statusText = text
  }

  /** The DUID: what a client's next packet will have in common with this one. */
  clientKey(): string {
    const { query } = this
    if (query.find(Option.clientId)) return query.arena.toString('latin1', query.optionStart, query.optionEnd)
    return `a${this.source}`
  }

  park(): void {
    if (this.parked) return
    const { query } = this
    if (this.#own === undefined || this.#own.length < query.length)
      this.#own = Buffer.alloc(Math.max(1500, query.length))
    query.copyInto(this.#own)
    this.parked = true
  }
}
