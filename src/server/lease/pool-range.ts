import type { AddressKind } from '../../wire/address.js'
import type { Address, LeaseKind } from './lease.js'

/** Places above this are not handed out: a pool serves at most its first 2^53 addresses. */
const MOST = Number.MAX_SAFE_INTEGER

/** What a pool says about itself; decided.ts's Pool is one. */
export interface PoolBounds<A extends Address> {
  readonly kind: LeaseKind
  readonly first: A
  readonly last: A
  /** 32 or 128 for addresses, the delegated length for prefixes. */
  readonly leaseLength: number
}

/** How many addresses, or prefixes of its length, a pool has; `bits` is the width of an address. Exact. */
export function leasesIn<A extends Address>({ first, last, leaseLength }: PoolBounds<A>, bits: number): bigint {
  return ((BigInt(last) - BigInt(first)) >> BigInt(bits - leaseLength)) + 1n
}

/** The addresses (or delegated prefixes of one length) of a pool, numbered from 0. */
export class PoolRange<A extends Address> {
  readonly kind: AddressKind<A>
  readonly first: A
  readonly last: A
  /** 32 or 128 for addresses, the delegated length for prefixes. */
  readonly leaseLength: number
  readonly capacity: number
  /** Bits of an address behind the lease's length. */
  private readonly shift: bigint
  /** Single addresses: no arithmetic of bigints on the packet path. */
  private readonly single: boolean

  constructor(kind: AddressKind<A>, pool: PoolBounds<A>) {
    this.kind = kind
    this.first = pool.first
    this.last = pool.last
    this.leaseLength = pool.leaseLength
    this.shift = BigInt(kind.bits - pool.leaseLength)
    this.single = pool.leaseLength === kind.bits
    const count = leasesIn(pool, kind.bits)
    this.capacity = count > BigInt(MOST) ? MOST : Number(count)
  }

  /** The place of an address; -1: outside the pool (or beyond what is handed out). */
  placeOf(address: A): number {
    if (address < this.first || address > this.last) return -1
    if (this.single) {
      const place = this.kind.distance(this.first, address)
      return place < this.capacity ? place : -1
    }
    const place = (BigInt(address) - BigInt(this.first)) >> this.shift
    return place < BigInt(this.capacity) ? Number(place) : -1
  }

  addressAt(place: number): A {
    return this.kind.add(this.first, this.single ? place : BigInt(place) << this.shift)
  }
}
