import type { LeaseRecord } from '../lease-file/lease-record.js'
import type { Pool, Subnet } from '../server/config/decided.js'
import type { Address } from '../server/lease/lease.js'
import { type AddressKind, ipv4, ipv6 } from '../wire/address.js'

/** How full a subnet or a pool is. */
export interface Use {
  /** Addresses or prefixes that leases have, those that wait for reclamation and declined ones too. */
  used: number
  declined: number
  /** Leases that have ended. */
  ended: number
  /** undefined: more than a number can tell. */
  readonly capacity: number | undefined
}

export interface PoolUse extends Use {
  readonly pool: string
}

export interface SubnetUse extends Use {
  readonly id: number
  /** '' for a subnet that the configuration has not. */
  readonly subnet: string
  /** Leases outside all pools: reserved addresses, or pools that have changed. */
  outside: number
  readonly pools: readonly PoolUse[]
}

/** Counts the leases of one subnet. */
export class SubnetCounter {
  readonly use: SubnetUse
  private readonly pools: readonly { readonly pool: Pool<Address>; readonly use: PoolUse }[]

  /** `subnet` undefined: leases say that they are in it, the configuration has none of this id. */
  constructor(width: 4 | 16, id: number, subnet: Subnet<Address> | undefined) {
    const kind = (width === 4 ? ipv4 : ipv6) as AddressKind<Address>
    const pools = subnet === undefined ? [] : [...subnet.pools, ...subnet.pdPools]
    this.pools = pools.map(pool => ({ pool, use: { pool: poolText(kind, pool), ...empty(capacityOf(kind, pool)) } }))
    const capacities = this.pools.map(({ use }) => use.capacity)
    const capacity = capacities.reduce<number | undefined>(
      (a, b) => (a === undefined || b === undefined ? undefined : a + b),
      0,
    )
    this.use = {
      id,
      subnet: subnet === undefined ? '' : `${kind.format(subnet.prefix)}/${subnet.prefixLength}`,
      ...empty(capacity),
      outside: 0,
      pools: this.pools.map(({ use }) => use),
    }
  }

  /** `address`: the record's. `ended`: the lease has run out. */
  count(record: LeaseRecord, address: Address, ended: boolean): void {
    tally(this.use, record, ended)
    for (const { pool, use } of this.pools) {
      if (address < pool.first || address > pool.last) continue
      tally(use, record, ended)
      return
    }
    this.use.outside++
  }
}

function empty(capacity: number | undefined): {
  used: number
  declined: number
  ended: number
  readonly capacity: number | undefined
} {
  return { used: 0, declined: 0, ended: 0, capacity }
}

function tally(use: Use, record: LeaseRecord, ended: boolean): void {
  // reclaimed and released ones are kept for their clients, but the address is free
  if (record.state > 1) {
    use.ended++
    return
  }
  use.used++
  if (record.state === 1) use.declined++
  else if (ended) use.ended++
}

function poolText(kind: AddressKind<Address>, { first, last, leaseLength }: Pool<Address>): string {
  const range = `${kind.format(first)} - ${kind.format(last)}`
  return leaseLength === kind.bits ? range : `${range} /${leaseLength}`
}

function capacityOf(kind: AddressKind<Address>, { first, last, leaseLength }: Pool<Address>): number | undefined {
  const addresses = BigInt(last) - BigInt(first) + 1n
  const count = Number(addresses >> BigInt(kind.bits - leaseLength))
  return Number.isSafeInteger(count) ? count : undefined
}
