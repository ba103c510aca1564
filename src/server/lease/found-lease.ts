import type { LeaseRecord } from '../../lease-file/lease-record.js'
import { LeaseDraft } from './draft.js'
import type { Address, Lease, LeaseKind, LeaseState } from './lease.js'

const CHUNK = 16 * 1024
const EMPTY = new Uint8Array(0)

/**
 * Where found leases keep their bytes: chunks that are filled once and never written again. A chunk lives as long as a
 * lease that points into it, so a lease stays what it was when it was found, whatever becomes of the table's row.
 */
export class SnapshotRoom {
  chunk = Buffer.allocUnsafeSlow(CHUNK)
  private used = 0

  /** Copy the record's byte fields, which stand in a row; returns where in `chunk` they begin. */
  keep(record: LeaseRecord): number {
    const start = record.clientAt
    const length = record.contextAt + record.contextLength - start
    if (this.used + length > this.chunk.length) {
      this.chunk = Buffer.allocUnsafeSlow(Math.max(CHUNK, length))
      this.used = 0
    }
    const { chunk, used } = this
    const { bytes } = record
    if (length <= 48) for (let i = 0; i < length; i++) chunk[used + i] = bytes[start + i]!
    else bytes.copy(chunk, used, start, start + length)
    this.used = used + length
    return used
  }
}

/**
 * A lease as the table held it. Numbers are copied when it is found, bytes too, but byte fields become objects only
 * when they are asked for. Spreading one (`{ ...lease }`) loses those: use revised().
 */
export class FoundLease<A extends Address> implements Lease<A> {
  readonly kind: LeaseKind
  readonly address: A
  readonly prefixLength: number
  readonly subnetId: number
  readonly poolId: number
  readonly state: LeaseState
  readonly validLifetime: number
  readonly preferredLifetime: number
  readonly cltt: number
  readonly iaid: number
  readonly hardwareType: number
  readonly hardwareSource: number
  readonly fqdnForward: boolean
  readonly fqdnReverse: boolean
  /** Row and version of the row that this is a picture of; the store compares them. */
  readonly slot: number
  readonly version: number
  /** Belongs to the table that found it. */
  readonly room: SnapshotRoom
  private readonly chunk: Buffer
  private readonly at: number
  private readonly clientLength: number
  private readonly hardwareLength: number
  private readonly hostnameLength: number
  private readonly contextLength: number
  private clientBytes: Uint8Array | undefined
  private hardwareBytes: Uint8Array | undefined

  constructor(record: LeaseRecord, address: A, slot: number, version: number, room: SnapshotRoom) {
    this.kind = record.kind as LeaseKind
    this.address = address
    this.prefixLength = record.prefixLength
    this.subnetId = record.subnetId
    this.poolId = record.poolId
    this.state = record.state as LeaseState
    this.validLifetime = record.validLifetime
    this.preferredLifetime = record.preferredLifetime
    this.cltt = record.cltt
    this.iaid = record.iaid
    this.hardwareType = record.hardwareType
    this.hardwareSource = record.hardwareSource
    this.fqdnForward = record.fqdnForward
    this.fqdnReverse = record.fqdnReverse
    this.slot = slot
    this.version = version
    this.room = room
    this.clientLength = record.clientLength
    this.hardwareLength = record.hardwareLength
    this.hostnameLength = record.hostnameLength
    this.contextLength = record.contextLength
    // keep() may take another chunk: it comes first
    this.at = room.keep(record)
    this.chunk = room.chunk
    this.clientBytes = record.clientLength === 0 ? EMPTY : undefined
    this.hardwareBytes = record.hardwareLength === 0 ? EMPTY : undefined
  }

  get clientId(): Uint8Array {
    return (this.clientBytes ??= this.chunk.subarray(this.at, this.at + this.clientLength))
  }

  get hardware(): Uint8Array {
    const at = this.at + this.clientLength
    return (this.hardwareBytes ??= this.chunk.subarray(at, at + this.hardwareLength))
  }

  get hostname(): string {
    if (this.hostnameLength === 0) return ''
    const at = this.at + this.clientLength + this.hardwareLength
    return this.chunk.toString('utf8', at, at + this.hostnameLength)
  }

  get userContext(): string {
    if (this.contextLength === 0) return ''
    const at = this.at + this.clientLength + this.hardwareLength + this.hostnameLength
    return this.chunk.toString('utf8', at, at + this.contextLength)
  }

  /** Put the byte fields into the record without making objects of them. */
  openBytes(into: LeaseRecord): void {
    into.bytes = this.chunk
    into.clientAt = this.at
    into.clientLength = this.clientLength
    into.hardwareAt = this.at + this.clientLength
    into.hardwareLength = this.hardwareLength
    into.hostnameAt = into.hardwareAt + this.hardwareLength
    into.hostnameLength = this.hostnameLength
    into.contextAt = into.hostnameAt + this.hostnameLength
    into.contextLength = this.contextLength
  }

  /** Logs, tests and JSON see every field. */
  toJSON(): Lease<A> {
    return { ...LeaseDraft.from(this) }
  }
}

/** An object of its own with every field of the lease, changed as given. `{ ...lease }` would lose the byte fields. */
export function revised<A extends Address>(lease: Lease<A>, changes: Partial<Lease<A>> = {}): Lease<A> {
  return { ...LeaseDraft.from(lease), ...changes }
}
