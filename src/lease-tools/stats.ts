import type { LeaseRecord } from '../lease-file/lease-record.js'
import { addressWords } from '../server/lease/address-words.js'
import type { Address } from '../server/lease/lease.js'
import { type AddressKind, ipv4, ipv6 } from '../wire/address.js'
import { type LeaseSubnets, loadSubnets } from './config-subnets.js'
import { type FrequentClient, FrequentClients } from './frequent-clients.js'
import { LastRows } from './last-rows.js'
import { LeaseScan } from './lease-scan.js'
import type { LeaseSet } from './lease-set.js'
import { expiryOf } from './lease-view.js'
import { openLeases } from './open-leases.js'
import { SubnetCounter, type SubnetUse } from './pool-use.js'
import type { ProgressBar } from './progress.js'

export interface StatsOptions {
  readonly config: readonly string[]
  /** An older copy, to see how fast leases become more; undefined: no forecast. */
  readonly earlier: string | undefined
  readonly top: number
  /** Seconds since 1970. */
  readonly now: number
  readonly progress: ProgressBar
}

/** When the addresses of a subnet will be used up if leases go on to become more as they did. */
export interface Forecast {
  readonly id: number
  /** Leases a day; negative when they become fewer. */
  readonly growth: number
  /** Seconds since 1970; undefined: not at this rate. */
  readonly full: number | undefined
}

export interface ExpiryBar {
  /** Leases that end within so many seconds from now, and not within those of the bar before; Infinity: later, or never. */
  readonly within: number
  readonly leases: number
}

export interface Stats {
  readonly rows: number
  readonly errors: number
  readonly leases: number
  /** When the last client was heard, seconds since 1970. */
  readonly heard: number
  readonly subnets: readonly SubnetUse[]
  readonly expiry: readonly ExpiryBar[]
  readonly talkers: readonly FrequentClient[]
  readonly forecast: readonly Forecast[]
}

const HOUR = 3600
const DAY = 24 * HOUR
/** 0: they have ended. */
const BARS = [0, HOUR, 4 * HOUR, 12 * HOUR, DAY, 3 * DAY, 7 * DAY, 30 * DAY, Number.POSITIVE_INFINITY]

/** Count the leases of files. Throws LeaseToolFailed. */
export async function leaseStats(files: readonly string[], options: StatsOptions): Promise<Stats> {
  const subnetsOf = options.config.length === 0 ? undefined : await loadSubnets(options.config)
  const { progress, now, top, earlier } = options
  const set = await openLeases(files, { now })
  try {
    const subnets = subnetsOf?.(set.schema.width)
    const count = countSet(set, subnets, now, progress)
    const talkers = count.clients.top(top)
    let forecast: readonly Forecast[] = []
    if (earlier !== undefined) {
      const old = await openLeases([earlier], { now, width: set.schema.width })
      try {
        forecast = forecastOf(countSet(old, subnets, now, progress), count)
      } finally {
        old.close()
      }
    }
    const { rows, errors, leases, heard, expiry } = count
    return { rows, errors, leases, heard, subnets: usesOf(count), expiry, talkers, forecast }
  } finally {
    progress.end()
    set.close()
  }
}

interface Counted extends Pick<Stats, 'rows' | 'errors' | 'leases' | 'heard' | 'expiry'> {
  readonly counters: ReadonlyMap<number, SubnetCounter>
  readonly clients: FrequentClients
}

function countSet(set: LeaseSet, subnets: LeaseSubnets | undefined, now: number, progress: ProgressBar): Counted {
  const { width } = set.schema
  const clients = new FrequentClients()
  const last = new LastRows(width, set.expectedRows)
  const first = {
    row(record: LeaseRecord, scan: LeaseScan): void {
      if (record.validLifetime === 0) last.delete(record)
      else {
        last.set(record, scan.offset)
        clients.add(record)
      }
    },
  }
  const { rows, errors } = new LeaseScan(set, first).run(progress.watch('reading'))
  clients.exact()
  const counters = new Map<number, SubnetCounter>()
  for (const subnet of subnets?.subnets ?? []) counters.set(subnet.id, new SubnetCounter(width, subnet.id, subnet))
  const words = addressWords((width === 4 ? ipv4 : ipv6) as AddressKind<Address>)
  const bars = BARS.map(() => 0)
  let heard = 0
  const second = {
    row(record: LeaseRecord, scan: LeaseScan): void {
      if (record.validLifetime > 0) clients.add(record)
      if (record.cltt > heard) heard = record.cltt
      if (!last.isLast(record, scan.offset)) return
      let counter = counters.get(record.subnetId)
      if (counter === undefined) {
        counter = new SubnetCounter(width, record.subnetId, undefined)
        counters.set(record.subnetId, counter)
      }
      const remaining = expiryOf(record) - now
      counter.count(record, words.join(record.w0, record.w1, record.w2, record.w3), remaining <= 0)
      if (record.state === 0) bars[BARS.findIndex(within => remaining <= within)]!++
    },
  }
  new LeaseScan(set, second).run(progress.watch('counting'))
  const expiry = BARS.map((within, i) => ({ within, leases: bars[i]! }))
  return { rows, errors, leases: last.live, heard, expiry, counters, clients }
}

function usesOf({ counters }: Counted): readonly SubnetUse[] {
  return [...counters].sort(([a], [b]) => a - b).map(([, { use }]) => use)
}

/** A straight line through the two counts of each subnet. */
function forecastOf(before: Counted, after: Counted): readonly Forecast[] {
  const seconds = after.heard - before.heard
  if (seconds <= 0) return []
  return usesOf(after).flatMap(({ id, used, capacity }) => {
    if (capacity === undefined || capacity === 0) return []
    const rate = (used - (before.counters.get(id)?.use.used ?? 0)) / seconds
    const full = rate > 0 ? Math.round(after.heard + Math.max(0, capacity - used) / rate) : undefined
    return [{ id, growth: rate * DAY, full: used >= capacity ? after.heard : full }]
  })
}
