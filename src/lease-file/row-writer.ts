import { AddressText } from './address-text.js'
import { writeDecimal, writeEscaped, writeHex } from './field-text.js'
import type { LeaseRecord } from './lease-record.js'
import type { LeaseFileSchema } from './schema.js'

const COMMA = 0x2c

/** Bytes that no row of this record exceeds. */
export function rowBound(record: LeaseRecord): number {
  return 256 + 3 * (record.clientLength + record.hardwareLength) + 5 * (record.hostnameLength + record.contextLength)
}

/** Writes records as rows of Kea's current schema, or of the one that Kea 2.2 has. */
export class RowWriter {
  private readonly address: AddressText
  private readonly pools: boolean
  /** Bytes above are escaped in names and contexts. */
  private readonly highest: number

  constructor(schema: LeaseFileSchema) {
    this.address = new AddressText(schema.width)
    this.pools = schema.columns.at(-1) === 'pool_id'
    this.highest = this.pools ? 0x7e : 0xff
  }

  /**
   * Write one row with its line feed at out[at ...], which must have rowBound() bytes of room; returns the offset after
   * it. `deleted` writes the row that deletes the lease: its valid lifetime is 0 and it expires when it was last touched.
   */
  write(record: LeaseRecord, out: Uint8Array, at: number, deleted = false): number {
    at = this.address.write(record, out, at)
    out[at++] = COMMA
    const { highest } = this
    at =
      this.address.width === 4
        ? writeRow4(record, out, at, deleted, highest)
        : writeRow6(record, out, at, deleted, highest, !this.pools)
    if (this.pools) {
      out[at++] = COMMA
      at = writeDecimal(record.poolId, out, at)
    }
    out[at++] = 0x0a
    return at
  }
}

function writeRow4(record: LeaseRecord, out: Uint8Array, at: number, deleted: boolean, highest: number): number {
  at = writeHex(record.bytes, record.hardwareAt, record.hardwareAt + record.hardwareLength, out, at)
  out[at++] = COMMA
  at = writeHex(record.bytes, record.clientAt, record.clientAt + record.clientLength, out, at)
  out[at++] = COMMA
  at = writeTimes(record, out, at, deleted)
  at = writeNames(record, out, at, highest)
  out[at++] = COMMA
  at = writeDecimal(record.state, out, at)
  out[at++] = COMMA
  return writeEscaped(record.bytes, record.contextAt, record.contextAt + record.contextLength, out, at, highest)
}

/** `blank`: without hardware address its type and source stand empty, as in Kea 2.2. */
function writeRow6(
  record: LeaseRecord,
  out: Uint8Array,
  at: number,
  deleted: boolean,
  highest: number,
  blank: boolean,
): number {
  if (record.clientLength === 0) at = writeEmptyDuid(out, at)
  else at = writeHex(record.bytes, record.clientAt, record.clientAt + record.clientLength, out, at)
  out[at++] = COMMA
  at = writeTimes(record, out, at, deleted)
  at = writeDecimal(record.preferredLifetime, out, at)
  out[at++] = COMMA
  at = writeDecimal(record.kind, out, at)
  out[at++] = COMMA
  at = writeDecimal(record.iaid, out, at)
  out[at++] = COMMA
  at = writeDecimal(record.prefixLength, out, at)
  out[at++] = COMMA
  at = writeNames(record, out, at, highest)
  out[at++] = COMMA
  at = writeHex(record.bytes, record.hardwareAt, record.hardwareAt + record.hardwareLength, out, at)
  out[at++] = COMMA
  at = writeDecimal(record.state, out, at)
  out[at++] = COMMA
  at = writeEscaped(record.bytes, record.contextAt, record.contextAt + record.contextLength, out, at, highest)
  out[at++] = COMMA
  const known = record.hardwareLength > 0
  if (blank && !known) {
    out[at++] = COMMA
    return at
  }
  at = writeDecimal(known ? record.hardwareType : 0, out, at)
  out[at++] = COMMA
  return writeDecimal(known ? record.hardwareSource : 0, out, at)
}

/** valid_lifetime, expire, subnet_id and a comma after each. */
function writeTimes(record: LeaseRecord, out: Uint8Array, at: number, deleted: boolean): number {
  const valid = deleted ? 0 : record.validLifetime
  at = writeDecimal(valid, out, at)
  out[at++] = COMMA
  at = writeDecimal(record.cltt + valid, out, at)
  out[at++] = COMMA
  at = writeDecimal(record.subnetId, out, at)
  out[at++] = COMMA
  return at
}

/** fqdn_fwd, fqdn_rev, hostname. */
function writeNames(record: LeaseRecord, out: Uint8Array, at: number, highest: number): number {
  out[at++] = record.fqdnForward ? 0x31 : 0x30
  out[at++] = COMMA
  out[at++] = record.fqdnReverse ? 0x31 : 0x30
  out[at++] = COMMA
  return writeEscaped(record.bytes, record.hostnameAt, record.hostnameAt + record.hostnameLength, out, at, highest)
}

/** A declined DHCPv6 lease has no DUID; its column cannot be empty and says 00:00:00. */
function writeEmptyDuid(out: Uint8Array, at: number): number {
  for (let i = 0; i < 8; i++) out[at + i] = i === 2 || i === 5 ? 0x3a : 0x30
  return at + 8
}
