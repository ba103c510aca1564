import { type BadRow, LeaseCsvReader, type RowSink } from '../../lease-file/csv-reader.js'
import type { LeaseRecord } from '../../lease-file/lease-record.js'
import { schema4, schema6 } from '../../lease-file/schema.js'
import { formatBytes } from '../../wire/hex.js'
import { type AddressWords, addressWords } from '../lease/address-words.js'
import { type Address, LeaseKind } from '../lease/lease.js'
import type { LeaseFileIo } from '../store/memfile/lease-file-io.js'
import { loadOrder, sideFiles } from '../store/memfile/side-files.js'
import type { Decided, Subnet } from './decided.js'

/** An active lease that a configuration has no place for. */
export interface Orphan {
  readonly address: string
  readonly subnetId: number
  readonly why: 'no-subnet' | 'outside-subnet' | 'outside-pools'
  readonly hardware: string
  readonly hostname: string
  /** Seconds since 1970; undefined: never. */
  readonly expires: number | undefined
}

/** Reads at most `length` bytes of a lease file into `into`; returns how many, 0 at its end. */
export type ReadBytes = (into: Buffer, at: number, length: number) => number

/** Never ends (RFC 2131 3.3). */
const INFINITE = 0xffffffff
const CHUNK = 1 << 20

/**
 * Goes through lease files, oldest first, and keeps the active leases whose subnet the configuration no longer has, or
 * whose address is neither in a pool of it nor reserved. Needs room for these only, however many leases there are.
 *
 * `now`: seconds since 1970; leases that ended before do not count.
 */
export class OrphanFinder<A extends Address> implements RowSink {
  /** Rows that could not be read. */
  badRows = 0
  private readonly found = new Map<A, Orphan>()
  private readonly subnets: ReadonlyMap<number, Subnet<A>>
  private readonly reserved: ReadonlySet<A>
  private readonly reservedPrefixes: ReadonlySet<A>
  private readonly words: AddressWords<A>

  constructor(
    private readonly decided: Decided<A>,
    private readonly now: number,
  ) {
    this.subnets = new Map(decided.subnets.map(subnet => [subnet.id, subnet]))
    this.words = addressWords(decided.kind)
    this.reserved = new Set(decided.hosts.flatMap(host => host.addresses))
    this.reservedPrefixes = new Set(decided.hosts.flatMap(host => host.prefixes.map(({ prefix }) => prefix)))
  }

  /** In the order of addresses. */
  get orphans(): readonly Orphan[] {
    return [...this.found].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, orphan]) => orphan)
  }

  /** One file. Returns why it cannot be read; '' when all is well. */
  readFile(name: string, read: ReadBytes): string {
    const schema = this.decided.kind.width === 4 ? schema4 : schema6
    const reader = new LeaseCsvReader(schema, this, { file: name, maxErrors: 0 })
    let buffer = Buffer.allocUnsafeSlow(CHUNK)
    let kept = 0
    for (;;) {
      // a row longer than the buffer
      if (kept === buffer.length) buffer = Buffer.concat([buffer, Buffer.allocUnsafeSlow(buffer.length)])
      const count = read(buffer, kept, buffer.length - kept)
      const end = kept + count
      if (count === 0) reader.end(buffer, 0, end)
      else {
        const rest = reader.feed(buffer, 0, end)
        buffer.copy(buffer, 0, rest, end)
        kept = end - rest
      }
      if (count === 0 || reader.failure !== '') return reader.failure
    }
  }

  row(record: LeaseRecord): void {
    const { kind } = this.decided
    const address = this.words.join(record.w0, record.w1, record.w2, record.w3)
    // The last row of an address counts; a lifetime of 0 deletes, and only state 0 is a client's.
    const ends = record.validLifetime === INFINITE ? undefined : record.cltt + record.validLifetime
    const active = record.validLifetime > 0 && record.state === 0 && (ends === undefined || ends > this.now)
    const why = active ? this.whyOrphan(address, record.subnetId, record.kind === LeaseKind.pd) : undefined
    if (why === undefined) {
      if (this.found.size > 0) this.found.delete(address)
      return
    }
    const { bytes, hardwareAt, hardwareLength, hostnameAt, hostnameLength } = record
    this.found.set(address, {
      address: kind.format(address),
      subnetId: record.subnetId,
      why,
      hardware: formatBytes(bytes, hardwareAt, hardwareAt + hardwareLength),
      hostname: bytes.toString('utf8', hostnameAt, hostnameAt + hostnameLength),
      expires: ends,
    })
  }

  bad(_row: BadRow): void {
    this.badRows++
  }

  private whyOrphan(address: A, subnetId: number, delegated: boolean): Orphan['why'] | undefined {
    const { kind } = this.decided
    const subnet = this.subnets.get(subnetId)
    if (subnet === undefined) return 'no-subnet'
    // prefixes lie wherever the pools do
    if (!delegated && !kind.contains(subnet.prefix, subnet.prefixLength, address)) return 'outside-subnet'
    const pools = delegated ? subnet.pdPools : subnet.pools
    for (let i = 0; i < pools.length; i++) if (pools[i]!.first <= address && address <= pools[i]!.last) return undefined
    return (delegated ? this.reservedPrefixes : this.reserved).has(address) ? undefined : 'outside-pools'
  }
}

/** What a configuration would do to the leases of a file. */
export interface LeaseCheck {
  readonly orphans: readonly Orphan[]
  readonly badRows: number
  /** Files that cannot be read, and why. */
  readonly failures: readonly string[]
}

/** Which family's leases a file holds, by the names of its columns; undefined: neither's, or it cannot be read. */
export function leaseFileFamily(path: string, io: LeaseFileIo): 4 | 6 | undefined {
  const [file] = loadOrder(io, sideFiles(path))
  if (file === undefined) return undefined
  try {
    const fd = io.open(file, 'read')
    try {
      const head = Buffer.alloc(64)
      const text = head.toString('latin1', 0, io.read(fd, head, 0, head.length, 0))
      return text.startsWith('address,hwaddr,') ? 4 : text.startsWith('address,duid,') ? 6 : undefined
    } finally {
      io.close(fd)
    }
  } catch {
    return undefined
  }
}

/** Reads a lease file, and what a clean-up left beside it, as the server would. */
export function checkLeases<A extends Address>(
  decided: Decided<A>,
  path: string,
  io: LeaseFileIo,
  now: number,
): LeaseCheck {
  const finder = new OrphanFinder(decided, now)
  const failures: string[] = []
  const files = loadOrder(io, sideFiles(path))
  if (files.length === 0) failures.push(`Unable to open file ${path}`)
  for (const file of files) {
    try {
      const fd = io.open(file, 'read')
      let position = 0
      try {
        const failure = finder.readFile(file, (into, at, length) => {
          const count = io.read(fd, into, at, length, position)
          position += count
          return count
        })
        if (failure !== '') failures.push(failure)
      } finally {
        io.close(fd)
      }
    } catch (error) {
      failures.push(`${file}: ${(error as Error).message}`)
    }
  }
  return { orphans: finder.orphans, badRows: finder.badRows, failures }
}

const reasons: Readonly<Record<Orphan['why'], string>> = {
  'no-subnet': 'which is not configured any more',
  'outside-subnet': 'whose prefix does not hold it any more',
  'outside-pools': 'where no pool holds it any more and no reservation keeps it',
}

/** "192.0.2.7 (02:00:00:00:00:07, printer) is leased until 2026-11-20 12:00:00 UTC in subnet 3, ..." */
export function formatOrphan({ address, subnetId, why, hardware, hostname, expires }: Orphan): string {
  const client = [hardware, hostname].filter(text => text !== '').join(', ')
  const until = expires === undefined ? 'for ever' : `until ${utc(expires)}`
  return `${address}${client === '' ? '' : ` (${client})`} is leased ${until} in subnet ${subnetId}, ${reasons[why]}`
}

/** Orphans named one by one; more are only counted. */
const NAMED = 50

/** A check of leases for people. */
export function leaseCheckTexts({ orphans, badRows, failures }: LeaseCheck): string[] {
  const texts = [...failures, ...orphans.slice(0, NAMED).map(formatOrphan)]
  if (orphans.length > NAMED) texts.push(`... and ${orphans.length - NAMED} more`)
  if (badRows > 0) texts.push(`${badRows} rows of the lease file cannot be read`)
  if (failures.length === 0)
    texts.push(
      orphans.length === 0
        ? 'Every active lease has its place in the configuration.'
        : `${orphans.length} active leases have no place in the configuration.`,
    )
  return texts
}

function utc(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
