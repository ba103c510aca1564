import { closeSync, openSync, readSync, writeSync } from 'node:fs'
import type { ForeignNote } from '../../lease-file/foreign-sink.js'
import { IscReader } from '../../lease-file/isc/isc-reader.js'
import type { LeaseRecord } from '../../lease-file/lease-record.js'
import { RowWriter, rowBound } from '../../lease-file/row-writer.js'
import { headerOf, schemaWrittenBy } from '../../lease-file/schema.js'
import type { Entry } from '../ledger.js'
import { LastRows } from './last-rows.js'

export interface LeaseRequest {
  readonly path: string
  /** Where Kea's CSV goes. */
  readonly target: string
  readonly family: 4 | 6
  readonly subnets: readonly { readonly id: number; readonly first: bigint; readonly last: bigint }[]
  readonly generation: '2.2' | '3'
  /** Seconds since 1970: leases that ended before are left out. */
  readonly now: number
}

export interface LeaseCounts {
  readonly entries: readonly Entry[]
  readonly remarks: readonly string[]
  readonly counts: Readonly<Record<string, number>>
  /** The file could not be read, or the counts do not add up. */
  readonly failed: boolean
}

const CHUNK = 1 << 20
const DECLINED = 1

/** Leases of ISC dhcpd as Kea's lease file: the last record of an address counts, subnets are those of the configuration. */
export function migrateLeases(request: LeaseRequest): LeaseCounts {
  const { family, subnets, now, generation } = request
  const schema = schemaWrittenBy(family === 4 ? 4 : 16, generation)
  const writer = new RowWriter(schema)
  const rows = new LastRows()
  const notes = new Map<string, { count: number; first: number }>()
  const places = new SubnetPlaces(subnets, family)
  const counts = { blocks: 0, strays: 0, over: 0 }
  const reader = new IscReader(family === 4 ? 4 : 16, {
    lease(record, live) {
      counts.blocks++
      const key = keyOf(record, family)
      const over =
        record.state !== DECLINED && record.cltt + record.validLifetime < now && record.validLifetime !== 4294967295
      record.subnetId = live && !over ? places.find(record) : 0
      if (live && over) counts.over++
      if (!live || over || record.subnetId === 0) {
        if (live && !over) counts.strays++
        rows.remove(key)
        return
      }
      rows.put(key, rowBound(record), (out, at) => writer.write(record, out, at), record.state === DECLINED)
    },
    note({ what, line, kind }: ForeignNote) {
      const text = kind === 'bad' ? `cannot be read: ${what}` : what
      const known = notes.get(text)
      if (known === undefined) notes.set(text, { count: 1, first: line })
      else known.count++
    },
  })
  const remarks: string[] = []
  try {
    feed(request.path, reader)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return { entries: [], remarks: [`no leases: ${why}`], counts: {}, failed: true }
  }
  const fd = openSync(request.target, 'w')
  let written = 0
  try {
    writeSync(fd, headerOf(schema))
    written = rows.writeTo(bytes => writeSync(fd, bytes))
  } finally {
    closeSync(fd)
  }
  for (const [what, { count, first }] of notes) remarks.push(`${request.path}:${first}: ${what} (${count} times)`)
  if (counts.strays > 0)
    remarks.push(`${counts.strays} records of addresses that no subnet of the configuration holds are left out`)
  if (counts.over > 0) remarks.push(`${counts.over} records of leases that have ended are left out`)
  const failed = written !== rows.count
  return {
    entries: [],
    remarks,
    counts: {
      'records read': counts.blocks,
      addresses: rows.addresses,
      leases: written,
      'declined addresses': rows.marked,
    },
    failed,
  }
}

function feed(path: string, reader: IscReader): void {
  const fd = openSync(path, 'r')
  try {
    const chunk = Buffer.alloc(CHUNK)
    for (;;) {
      const length = readSync(fd, chunk, 0, CHUNK, null)
      if (length === 0) break
      reader.feed(chunk.toString('latin1', 0, length))
    }
    reader.end()
  } finally {
    closeSync(fd)
  }
}

/** An IPv4 address as a number; of IPv6 a text, with the kind: an address and a prefix may begin alike. */
function keyOf({ w0, w1, w2, w3, kind, prefixLength }: LeaseRecord, family: 4 | 6): number | string {
  if (family === 4) return w0
  return String.fromCharCode(
    w3 >>> 16,
    w3 & 65535,
    w2 >>> 16,
    w2 & 65535,
    w1 >>> 16,
    w1 & 65535,
    w0 >>> 16,
    w0 & 65535,
    kind,
    prefixLength,
  )
}

/** Subnets by address. Delegated prefixes need not lie in theirs: the one subnet that there is takes them. */
class SubnetPlaces {
  constructor(
    private readonly subnets: LeaseRequest['subnets'],
    private readonly family: 4 | 6,
  ) {}

  private last: LeaseRequest['subnets'][number] | undefined

  /** The id of the subnet; 0: there is none. */
  find({ w0, w1, w2, w3, kind }: LeaseRecord): number {
    const word = (value: number): bigint => BigInt(value >>> 0)
    const address = this.family === 4 ? word(w0) : (word(w3) << 96n) | (word(w2) << 64n) | (word(w1) << 32n) | word(w0)
    if (this.last !== undefined && address >= this.last.first && address <= this.last.last) return this.last.id
    let best: LeaseRequest['subnets'][number] | undefined
    for (const subnet of this.subnets)
      if (address >= subnet.first && address <= subnet.last && (best === undefined || subnet.first >= best.first))
        best = subnet
    if (best === undefined && kind === 2 && this.subnets.length === 1) [best] = this.subnets
    this.last = best
    return best?.id ?? 0
  }
}
