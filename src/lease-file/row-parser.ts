import { AddressText } from './address-text.js'
import { readDecimal, readEscaped, readHex } from './field-text.js'
import type { LeaseRecord } from './lease-record.js'
import type { LeaseFileSchema } from './schema.js'

const UINT32 = 0xffffffff
const MAX_HARDWARE = 20
const MAX_CLIENT_ID = 255
const MAX_DUID = 130
const DECLINED = 1
const MAX_STATE = 4
const KIND_NA = 0
const KIND_PD = 2
const KIND_V4 = 3

/** The fields of one row: field i is bytes[starts[i], ends[i]). Fields from `count` on are not in the row. */
export interface RowFields {
  bytes: Buffer
  count: number
  readonly starts: Int32Array
  readonly ends: Int32Array
}

/** Turns the fields of one row into a record. Reasons for a refusal are Kea's, with the column that gave rise to it. */
export class RowParser {
  private readonly address: AddressText
  private readonly schema: LeaseFileSchema
  /** Why the last parse() said false. */
  reason = ''

  /** `keepCase`: of host names, which are in lower case else (Kea 2.2 keeps it in DHCPv6). */
  constructor(
    schema: LeaseFileSchema,
    private readonly keepCase = false,
  ) {
    this.schema = schema
    this.address = new AddressText(schema.width)
  }

  /** False: the row is bad, `reason` says why. */
  parse(row: RowFields, into: LeaseRecord): boolean {
    const { bytes, starts, ends } = row
    const last = Math.min(row.count, this.schema.columns.length) - 1
    into.begin(ends[last]! - starts[0]! + 64)
    if (!this.address.read(bytes, starts[0]!, ends[0]!, into)) {
      this.reason = `Failed to convert string to address '${this.text(row, 0)}': Invalid argument`
      return false
    }
    return this.schema.width === 4 ? this.parse4(row, into) : this.parse6(row, into)
  }

  private parse4(row: RowFields, into: LeaseRecord): boolean {
    into.kind = KIND_V4
    into.prefixLength = 32
    into.preferredLifetime = 0
    into.iaid = 0
    into.hardwareType = 1
    into.hardwareSource = 0
    if (!this.hardware(row, 1, into) || !this.client(row, 2, MAX_CLIENT_ID, into)) return false
    if (!this.times(row, 3, into) || !this.names(row, 6, into)) return false
    const state = this.number(row, 9, MAX_STATE, 0)
    if (state < 0) return false
    into.state = state
    if (!this.context(row, 10, into)) return false
    const pool = this.number(row, 11, UINT32, 0)
    if (pool < 0) return false
    into.poolId = pool
    if (into.hardwareLength === 0 && into.clientLength === 0 && state !== DECLINED) {
      const name = ['default', 'declined', 'expired-reclaimed', 'released', 'registered'][state]
      this.reason = `Lease4: ${this.text(row, 0)}, state: ${name} has neither hardware address or client id`
      return false
    }
    return true
  }

  private parse6(row: RowFields, into: LeaseRecord): boolean {
    if (!this.client(row, 1, MAX_DUID, into) || !this.times(row, 2, into)) return false
    const preferred = this.number(row, 5, UINT32, 0)
    const kind = this.number(row, 6, KIND_PD, 0)
    const iaid = this.number(row, 7, UINT32, 0)
    const length = this.number(row, 8, 255, 128)
    if (preferred < 0 || kind < 0 || iaid < 0 || length < 0) return false
    if ((kind !== KIND_NA && kind !== KIND_PD) || (kind === KIND_PD && length > 128)) {
      this.reason =
        kind === KIND_PD
          ? `Invalid prefix length: ${length}`
          : `Invalid lease type: '${this.text(row, 6)}' is not served`
      return false
    }
    into.preferredLifetime = preferred
    into.kind = kind
    into.iaid = iaid
    // Only a delegated prefix has a length of its own; Kea does not read the column for addresses
    into.prefixLength = kind === KIND_PD ? length : 128
    if (!this.names(row, 9, into) || !this.hardware(row, 12, into)) return false
    const state = this.number(row, 13, MAX_STATE, 0)
    if (state < 0 || !this.context(row, 14, into)) return false
    into.state = state
    const known = into.hardwareLength > 0
    const type = this.number(row, 15, 0xffff, 1)
    const source = this.number(row, 16, UINT32, 0)
    const pool = this.number(row, 17, UINT32, 0)
    if (type < 0 || source < 0 || pool < 0) return false
    into.hardwareType = known ? type : 0
    into.hardwareSource = known ? source : 0
    into.poolId = pool
    return this.duid(row, into)
  }

  /** The sentinel DUID (zeros only, three of them; one in old files) stands for none, which only a declined lease may have. */
  private duid(row: RowFields, into: LeaseRecord): boolean {
    const { clientLength: length, clientAt: at, bytes } = into
    if (length === 0) {
      this.reason = 'Empty DUIDs are not allowed'
      return false
    }
    if ((length === 3 && (bytes[at]! | bytes[at + 1]! | bytes[at + 2]!) === 0) || (length === 1 && bytes[at] === 0)) {
      if (into.state !== DECLINED && into.validLifetime !== 0) {
        this.reason = `Lease6: ${this.text(row, 0)} has no DUID and is not declined`
        return false
      }
      into.clientLength = 0
    }
    return true
  }

  /** valid_lifetime, expire and subnet_id from column `i` on. */
  private times(row: RowFields, i: number, into: LeaseRecord): boolean {
    const valid = this.number(row, i, UINT32, -1)
    const expire = this.number(row, i + 1, Number.MAX_SAFE_INTEGER, -1)
    const subnet = this.number(row, i + 2, UINT32, -1)
    if (valid < 0 || expire < 0 || subnet < 0) return false
    const cltt = expire - valid
    if (cltt > UINT32) return this.notRead(row, i + 1)
    into.validLifetime = valid
    // A lease that ended before it began is one that ended: 1970 does as well
    into.cltt = Math.max(cltt, 0)
    into.subnetId = subnet
    return true
  }

  /** fqdn_fwd, fqdn_rev and hostname from column `i` on. */
  private names(row: RowFields, i: number, into: LeaseRecord): boolean {
    const forward = this.number(row, i, 1, -1)
    const reverse = this.number(row, i + 1, 1, -1)
    if (forward < 0 || reverse < 0) return false
    into.fqdnForward = forward === 1
    into.fqdnReverse = reverse === 1
    const at = into.mark
    const length = readEscaped(row.bytes, row.starts[i + 2]!, row.ends[i + 2]!, into.bytes, at)
    const { bytes } = into
    for (let k = at; k < at + length && !this.keepCase; k++) {
      const byte = bytes[k]!
      if (byte >= 65 && byte <= 90) bytes[k] = byte | 0x20
    }
    into.hostnameAt = at
    into.hostnameLength = length
    into.claim(length)
    return true
  }

  private context(row: RowFields, i: number, into: LeaseRecord): boolean {
    into.contextLength = 0
    if (i >= row.count || row.starts[i] === row.ends[i]) return true
    const at = into.mark
    const length = readEscaped(row.bytes, row.starts[i]!, row.ends[i]!, into.bytes, at)
    const text = into.bytes.toString('utf8', at, at + length)
    if (!isMap(text)) {
      this.reason = `user context '${text}' is not a JSON map`
      return false
    }
    into.contextAt = at
    into.contextLength = length
    into.claim(length)
    return true
  }

  private hardware(row: RowFields, i: number, into: LeaseRecord): boolean {
    into.hardwareLength = 0
    if (i >= row.count || row.starts[i] === row.ends[i]) return true
    const at = into.mark
    const length = readHex(row.bytes, row.starts[i]!, row.ends[i]!, into.bytes, at)
    if (length < 0) return this.notHex(row, i, length)
    if (length > MAX_HARDWARE) {
      this.reason = 'address vector size exceeds MAX_HWADDR_LEN'
      return false
    }
    into.hardwareAt = at
    into.hardwareLength = length
    into.claim(length)
    return true
  }

  private client(row: RowFields, i: number, most: number, into: LeaseRecord): boolean {
    into.clientLength = 0
    if (row.starts[i] === row.ends[i]) return true
    const at = into.mark
    const length = readHex(row.bytes, row.starts[i]!, row.ends[i]!, into.bytes, at)
    if (length < 0) return this.notHex(row, i, length)
    if (length > most) {
      const name = most === MAX_DUID ? 'DUID' : 'client-id'
      this.reason = `${name} size is ${length} bytes, the maximum is ${most} bytes`
      return false
    }
    into.clientAt = at
    into.clientLength = length
    into.claim(length)
    return true
  }

  /** A column as a number 0 .. most; -1 when it is none. Columns that the file's schema lacks are `otherwise`. */
  private number(row: RowFields, i: number, most: number, otherwise: number): number {
    if (i >= row.count) return otherwise
    const start = row.starts[i]!
    const end = row.ends[i]!
    // hwtype and hwaddr_source may stand empty (Kea 2.2 leaves them so where there is no hardware address)
    if (start === end && (i === 15 || i === 16)) return otherwise
    const value = readDecimal(row.bytes, start, end)
    if (value < 0 || value > most) {
      this.notRead(row, i)
      return -1
    }
    return value
  }

  private notRead(row: RowFields, i: number): false {
    const column = `${this.schema.columns[i]} '${this.text(row, i)}'`
    this.reason = `bad lexical cast: source type value could not be interpreted as target (${column})`
    return false
  }

  private notHex(row: RowFields, i: number, why: number): false {
    const text = this.text(row, i)
    this.reason =
      why === -1
        ? `'${text.replace(/[0-9a-fA-F:]/g, '').charAt(0)}' is not a valid hexadecimal digit in decoded string '${text}'`
        : `invalid format of the decoded string '${text}'`
    return false
  }

  private text(row: RowFields, i: number): string {
    return row.bytes.toString('latin1', row.starts[i]!, row.ends[i]!)
  }
}

function isMap(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value)
  } catch {
    return false
  }
}
