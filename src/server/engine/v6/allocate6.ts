import type { Now } from '../../../now.js'
import { MessageType } from '../../../wire/v6/codes.js'
import { pickFree, type Search } from '../../lease/allocate.js'
import { type Lease, LeaseKind } from '../../lease/lease.js'
import { isFree } from '../../lease/ownership.js'
import type { PoolPlan, SubnetPlan } from '../../subnet/plan.js'
import { moveTo, prefixReservedForOther, reservedForOther } from '../find-hosts.js'
import { Question } from '../questions.js'
import type { Verdict } from '../walk.js'
import type { Association, Grant } from './association.js'
import { claim } from './claims.js'
import { allowedPool } from './eligible.js'
import type { Exchange6 } from './exchange6.js'
import { wantsMoreTime } from './find-leases.js'
import { logBegin, logDynamic, logExtended, logHintReserved, logRevoked } from './log-allocation.js'
import { refuseAssociation } from './refuse.js'
import { grantReserved } from './reserved6.js'
import { listRevoked } from './revoked.js'
import type { Rooms6 } from './rooms6.js'

/** Expired leases that are looked at when nothing is free. */
const EXPIRED_LOOKED_AT = 512

/**
 * What each association gets, one after the other. In this order: what is reserved for the client, what it has (or
 * had), what it asks for, anything free, what has ended but waits for the reclamation. The exchange ends in the subnet
 * of the first thing it gets.
 */
export function grantAll(rooms: Rooms6, x: Exchange6): Now<Verdict> {
  x.claims = rooms.claims
  return grantFrom(rooms, x, x.subnet!, 0, true)
}

function grantFrom(rooms: Rooms6, x: Exchange6, home: SubnetPlan<bigint>, first: number, fresh: boolean): Now<Verdict> {
  const { questions } = x
  let i = first
  try {
    for (; i < x.associationCount; i++) {
      if (fresh || i > first) questions.clear()
      else questions.again()
      grantOne(rooms, x, x.associations[i]!, home)
    }
  } catch (thrown) {
    const waited = questions.wait(thrown)
    // it is decided anew: what it had so far is promised to nobody
    x.associations[i]!.grantCount = 0
    claim(rooms, x)
    return waited.then(() => grantFrom(rooms, x, home, i, false))
  }
  const gets = firstGrant(x)
  moveTo(x, gets?.subnet ?? home)
  x.pool = gets?.pool
  return undefined
}

function firstGrant(x: Exchange6): Grant | undefined {
  for (let i = 0; i < x.associationCount; i++) {
    const { grants, grantCount } = x.associations[i]!
    for (let j = 0; j < grantCount; j++) if (grants[j]!.subnet !== undefined) return grants[j]
  }
  return undefined
}

function grantOne(rooms: Rooms6, x: Exchange6, association: Association, home: SubnetPlan<bigint>): void {
  moveTo(x, home)
  association.grantCount = 0
  logBegin(rooms, x, association)
  const granted =
    grantReserved(rooms, x, association) || keepLeases(rooms, x, association) || grantNew(rooms, x, association)
  if (!granted) refuseAssociation(rooms, x, association)
  if (wantsMoreTime(x)) listRevoked(association)
}

function grantNew(rooms: Rooms6, x: Exchange6, association: Association): boolean {
  logDynamic(rooms, x)
  return grantHint(rooms, x, association) || grantFree(rooms, x, association)
}

/** The leases of the association that the client may still have. */
function keepLeases(rooms: Rooms6, x: Exchange6, association: Association): boolean {
  const { leases } = association
  for (let i = 0; i < leases.length; i++) {
    const lease = leases[i]!
    const { kind, address, prefixLength } = lease
    if (x.isPromised(address)) continue
    const pool = allowedPool(x, kind, address, prefixLength)
    if (pool === undefined) continue
    if (isOthers(x, pool, address)) {
      logRevoked(rooms, x, pool, lease)
      continue
    }
    give(association, pool, address, lease).extended = true
    logExtended(rooms, x, lease)
  }
  return association.grantCount > 0
}

/** The first of the addresses (prefixes) that the client names, and may have. */
function grantHint(rooms: Rooms6, x: Exchange6, association: Association): boolean {
  const { kind, hints, hintCount } = association
  for (let i = 0; i < hintCount; i++) {
    const { address, prefixLength } = hints[i]!
    if (address === 0n || x.isPromised(address)) continue
    const pool = allowedPool(x, kind, address, prefixLength)
    if (pool === undefined) continue
    const lease = leaseOf(rooms, x, kind, address, prefixLength)
    if (!isFree(lease, x.seconds)) continue
    // a lease of another length may be in the way of a prefix
    if (kind === LeaseKind.pd && lease === undefined && !pool.space.isFree(address)) continue
    if (isOthers(x, pool, address)) {
      logHintReserved(rooms, x, address, lease)
      continue
    }
    give(association, pool, address, lease)
    return true
  }
  return false
}

function grantFree(rooms: Rooms6, x: Exchange6, association: Association): boolean {
  const { questions } = x
  const { kind } = association
  const length = hintedLength(association)
  const terms = kind === LeaseKind.pd ? x.prefixTerms : x.addressTerms
  const { address, pool } = questions.answered(Question.free, 0n, length)
    ? questions.recall<Search<bigint>>()
    : questions.note(pickFree(x, terms, x.search, length))
  if (address === undefined) return grantEnded(rooms, x, association)
  // an ADVERTISE writes nothing: what the store holds of the address is of no interest
  const lease = x.replyType === MessageType.reply ? leaseOf(rooms, x, kind, address, pool!.prefixLength) : undefined
  give(association, pool!, address, lease)
  return true
}

/** Nothing is free: something whose lease has ended, but waits for the reclamation, will do. */
function grantEnded(rooms: Rooms6, x: Exchange6, association: Association): boolean {
  const { questions } = x
  const ended = questions.answered(Question.ended, 0n, 0)
    ? questions.recall<readonly Lease<bigint>[]>()
    : questions.note(rooms.store.expired(x.seconds, EXPIRED_LOOKED_AT))
  for (let i = 0; i < ended.length; i++) {
    const lease = ended[i]!
    const { kind, address, prefixLength } = lease
    if (kind !== association.kind || x.isPromised(address)) continue
    const pool = allowedPool(x, kind, address, prefixLength)
    if (pool === undefined || isOthers(x, pool, address)) continue
    give(association, pool, address, lease)
    return true
  }
  return false
}

/** The length of prefix that the client would like (RFC 8168); 0: any. */
function hintedLength({ kind, hints, hintCount }: Association): number {
  if (kind !== LeaseKind.pd) return 0
  for (let i = 0; i < hintCount; i++) if (hints[i]!.prefixLength > 0) return hints[i]!.prefixLength
  return 0
}

/** What the store holds of an address or prefix. */
export function leaseOf(
  { store }: Rooms6,
  { questions }: Exchange6,
  kind: LeaseKind,
  address: bigint,
  length: number,
): Lease<bigint> | undefined {
  return questions.answered(Question.lease, address, length)
    ? questions.recall<Lease<bigint> | undefined>()
    : questions.note(store.byAddress(address, kind, length))
}

/** Is what lies in this pool reserved for somebody else? */
function isOthers(x: Exchange6, pool: PoolPlan<bigint>, address: bigint): boolean {
  const { questions } = x
  if (x.plan.hosts.empty) return false
  if (questions.answered(Question.reserved, address, pool.prefixLength)) return questions.recall<boolean>()
  return questions.note(
    pool.kind === LeaseKind.pd
      ? prefixReservedForOther(x, pool.subnet, address, pool.prefixLength, true)
      : reservedForOther(x, pool.subnet, address, true),
  )
}

function give(
  association: Association,
  pool: PoolPlan<bigint>,
  address: bigint,
  was: Lease<bigint> | undefined,
): Grant {
  const grant = association.grant()
  grant.address = address
  grant.prefixLength = pool.prefixLength
  grant.was = was
  grant.subnet = pool.subnet
  grant.pool = pool
  return grant
}
