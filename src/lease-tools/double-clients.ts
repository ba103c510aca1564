import type { LeaseRecord } from '../lease-file/lease-record.js'
import { hashBytes } from './identity-hash.js'
import type { LastRows } from './last-rows.js'
import { expiryOf } from './lease-view.js'

const DEFAULT_STATE = 0

/**
 * Finds clients that have two leases in one subnet. First every lease is counted, in 8 bytes; after find() those of the
 * same client come out by before().
 */
export class DoubleClients {
  private keys: Float64Array
  private counted = 0
  private doubled: Set<number> = new Set()
  private readonly seen = new Map<number, { readonly identity: string; readonly where: string }>()

  /** `now`: seconds since 1970; leases that have ended are nobody's. */
  constructor(
    private readonly last: LastRows,
    private readonly now: number,
  ) {
    this.keys = new Float64Array(last.live)
  }

  count(record: LeaseRecord, offset: number): void {
    if (this.holds(record, offset)) this.keys[this.counted++] = keyOf(record)
  }

  /** Whether there are any. Ends the counting. */
  find(): boolean {
    const keys = this.keys.subarray(0, this.counted).sort()
    for (let i = 1; i < keys.length; i++) if (keys[i] === keys[i - 1]) this.doubled.add(keys[i]!)
    this.keys = new Float64Array(0)
    return this.doubled.size > 0
  }

  /** Where the client's lease before this one stands; undefined: it has none. */
  before(record: LeaseRecord, offset: number, where: string): string | undefined {
    const key = keyOf(record)
    if (!this.doubled.has(key) || !this.holds(record, offset)) return undefined
    const { bytes, clientAt, clientLength, hardwareAt, hardwareLength } = record
    const [at, length] = clientLength > 0 ? [clientAt, clientLength] : [hardwareAt, hardwareLength]
    const identity = bytes.toString('latin1', at, at + length)
    const known = this.seen.get(key)
    if (known === undefined) this.seen.set(key, { identity, where })
    // two clients may have one hash
    return known?.identity === identity ? `the lease of ${known.where}` : undefined
  }

  private holds(record: LeaseRecord, offset: number): boolean {
    return record.state === DEFAULT_STATE && expiryOf(record) > this.now && this.last.isLast(record, offset)
  }
}

/** Subnet and client in 53 bits. */
function keyOf(record: LeaseRecord): number {
  const { bytes, clientAt, clientLength, hardwareAt, hardwareLength, subnetId } = record
  const [at, length] = clientLength > 0 ? [clientAt, clientLength] : [hardwareAt, hardwareLength]
  const high = hashBytes(bytes, at, length, Math.imul(subnetId, 0x9e3779b1)) & 0x1fffff
  return high * 0x1_0000_0000 + hashBytes(bytes, at, length, subnetId ^ 0x5bd1e995)
}
