import { Option } from '../../../wire/v6/codes.js'
import { type Lease, LeaseKind } from '../../lease/lease.js'
import type { PoolPlan, SubnetPlan } from '../../subnet/plan.js'

const NONE: readonly never[] = []

/** An address or prefix that a client names in an association. */
export class Hint {
  /** :: when the client only names a prefix length, or lifetimes. */
  address = 0n
  /** 128, or the length of the prefix, 0..128. */
  prefixLength = 128
  /** Seconds; 0: no wish. */
  preferred = 0
  valid = 0
  /** What the store holds of it, where the message is about just that; undefined: nothing. */
  lease: Lease<bigint> | undefined
}

/** An address or prefix that an association holds in the answer. */
export class Grant {
  address = 0n
  prefixLength = 128
  /** Seconds. Both 0: the client is to use it no more. */
  preferred = 0
  valid = 0
  /** What the store held of it; undefined: nothing. */
  was: Lease<bigint> | undefined
  subnet: SubnetPlan<bigint> | undefined
  /** Undefined: outside all pools (reserved). */
  pool: PoolPlan<bigint> | undefined
  /** The lease is handed out again as it stands: nothing is written (cache-threshold). */
  reused = false
  /** The client holds it already, by an earlier message. */
  extended = false
  /** Listeners were asked whether it may be offered. */
  asked = false
}

/**
 * An identity association (IA_NA, IA_TA, IA_PD) of a client's message, and what becomes of it. Reused: a packet has as
 * many of them as its message.
 */
export class Association {
  /** Option.iaNa, iaTa or iaPd. */
  code: number = Option.iaNa
  /** By which the store knows it. */
  iaid = 0
  /** By which its client does. */
  sentIaid = 0
  /** What the client would like, seconds; 0: no wish. */
  t1 = 0
  t2 = 0
  readonly hints: Hint[] = []
  /** How many of `hints` count. */
  hintCount = 0
  /** What the store holds for the client's association on its link. */
  leases: readonly Lease<bigint>[] = NONE
  readonly grants: Grant[] = []
  /** How many of `grants` count. */
  grantCount = 0
  /** Status code of the association in the answer (RFC 8415 21.13); -1: none. */
  status = -1
  statusText = ''
  /** Seconds; set once the grants are settled. */
  answerT1 = 0
  answerT2 = 0
  /** The answer leaves it out. */
  silent = false

  get kind(): LeaseKind {
    return this.code === Option.iaPd ? LeaseKind.pd : LeaseKind.na
  }

  clear(code: number, iaid: number): void {
    this.code = code
    this.iaid = iaid
    this.sentIaid = iaid
    this.t1 = 0
    this.t2 = 0
    this.hintCount = 0
    this.leases = NONE
    this.grantCount = 0
    this.status = -1
    this.statusText = ''
    this.answerT1 = 0
    this.answerT2 = 0
    this.silent = false
  }

  /** A hint to be filled in. */
  hint(): Hint {
    const at = this.hintCount++
    let hint = this.hints[at]
    if (hint === undefined) this.hints.push((hint = new Hint()))
    hint.lease = undefined
    return hint
  }

  /** A grant to be filled in; all its fields are as in a new one. */
  grant(): Grant {
    const at = this.grantCount++
    let grant = this.grants[at]
    if (grant === undefined) this.grants.push((grant = new Grant()))
    grant.address = 0n
    grant.prefixLength = 128
    grant.preferred = 0
    grant.valid = 0
    grant.was = undefined
    grant.subnet = undefined
    grant.pool = undefined
    grant.reused = false
    grant.extended = false
    grant.asked = false
    return grant
  }

  say(status: number, text: string): void {
    this.status = status
    this.statusText = text
  }
}
