import { readFileSync } from 'node:fs'
import type { LeaseRecord } from '../lease-file/lease-record.js'
import type { Decided, Subnet } from '../server/config/decided.js'
import { loadConfiguration } from '../server/config/load.js'
import { formatProblem } from '../server/config/problem.js'
import { type AddressWords, addressWords } from '../server/lease/address-words.js'
import type { Address } from '../server/lease/lease.js'
import { type AddressKind, ipv4, ipv6 } from '../wire/address.js'
import { LeaseToolFailed } from './lease-tool-failed.js'

/** The subnets of a configuration, by the addresses of leases. */
export interface LeaseSubnets {
  readonly width: 4 | 16
  readonly subnets: readonly Subnet<Address>[]
  /** The subnet that has the record's address, or a pool of prefixes with the record's prefix. */
  of(record: LeaseRecord): Subnet<Address> | undefined
}

/** The subnets of each family, once somebody asks for them. Throws LeaseToolFailed for a family that is not configured. */
export type SubnetsOf = (width: 4 | 16) => LeaseSubnets

/** The subnets in Kea configuration files. Throws LeaseToolFailed when these are wrong. */
export async function loadSubnets(files: readonly string[]): Promise<SubnetsOf> {
  const pace = { monotonic: () => performance.now(), pause: () => Promise.resolve(), slice: 1000 }
  const loaded = await loadConfiguration(files, { read: path => readFileSync(path, 'utf8') }, pace)
  if (!loaded.ok) {
    const errors = loaded.problems.filter(({ severity }) => severity === 'error')
    throw new LeaseToolFailed(errors.map(problem => formatProblem(problem, loaded.sources)).join('\n'))
  }
  const { dhcp4, dhcp6 } = loaded.services
  const made = new Map<4 | 16, LeaseSubnets>()
  if (dhcp4 !== undefined) made.set(4, new SubnetIndex(ipv4, dhcp4))
  if (dhcp6 !== undefined) made.set(16, new SubnetIndex(ipv6, dhcp6))
  return width => {
    const subnets = made.get(width)
    if (subnets !== undefined) return subnets
    const service = width === 4 ? 'Dhcp4' : 'Dhcp6'
    throw new LeaseToolFailed(`${files.join(', ')}: no ${service} in it, and the leases are of that family`)
  }
}

interface Range<A extends Address> {
  readonly first: A
  readonly last: A
  readonly subnet: Subnet<A>
}

export class SubnetIndex<A extends Address> implements LeaseSubnets {
  readonly width: 4 | 16
  readonly subnets: readonly Subnet<A>[]
  private readonly words: AddressWords<A>
  /** Ascending by first address; of nested ones the inner stands after the outer. */
  private readonly ranges: readonly Range<A>[]

  constructor(kind: AddressKind<A>, { subnets }: Pick<Decided<A>, 'subnets'>) {
    this.width = kind.width
    this.words = addressWords(kind)
    this.subnets = subnets
    const ranges = subnets.flatMap(subnet => {
      const own = { first: subnet.prefix, last: kind.broadcast(subnet.prefix, subnet.prefixLength), subnet }
      return [own, ...subnet.pdPools.map(({ first, last }) => ({ first, last, subnet }))]
    })
    this.ranges = ranges.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : a.last > b.last ? -1 : 1))
  }

  of(record: LeaseRecord): Subnet<A> | undefined {
    const address = this.words.join(record.w0, record.w1, record.w2, record.w3)
    const { ranges } = this
    let low = 0
    let high = ranges.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (ranges[middle]!.first <= address) low = middle + 1
      else high = middle
    }
    for (let i = low - 1; i >= 0; i--) {
      const range = ranges[i]!
      if (range.last >= address) return range.subnet
    }
    return undefined
  }
}
