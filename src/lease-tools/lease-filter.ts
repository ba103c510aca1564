import { AddressText } from '../lease-file/address-text.js'
import { LeaseRecord } from '../lease-file/lease-record.js'
import { LeaseToolFailed } from './lease-tool-failed.js'
import { expiryOf, STATE_NAMES } from './lease-view.js'
import { parseTime } from './time-text.js'

/** What is asked for, as people write it; all that is given must hold. */
export interface FilterRequest {
  /** Any of them. */
  readonly subnet?: readonly number[] | undefined
  /** Any of them: an address, ADDRESS/LENGTH, or FIRST-LAST. */
  readonly address?: readonly string[] | undefined
  /** Hardware address, client identifier or DUID, hexadecimal; the whole of it, or its end after "...". */
  readonly client?: string | undefined
  /** "*" stands for anything; case does not matter. */
  readonly hostname?: string | undefined
  /** Name or number. */
  readonly state?: string | undefined
  /** It has ended. */
  readonly expired?: boolean | undefined
  readonly expiresBefore?: string | undefined
}

export type LeaseFilter = (record: LeaseRecord) => boolean

/** Throws LeaseToolFailed for what cannot be understood. `now`: seconds since 1970. */
export function leaseFilter(width: 4 | 16, request: FilterRequest, now: number): LeaseFilter {
  const { subnet, address, client, hostname, state, expired, expiresBefore } = request
  const tests: LeaseFilter[] = []
  if (subnet !== undefined && subnet.length > 0) {
    const ids = new Set(subnet)
    tests.push(record => ids.has(record.subnetId))
  }
  if (address !== undefined && address.length > 0) {
    const ranges = address.map(text => rangeOf(width, text))
    tests.push(record => ranges.some(range => range(record)))
  }
  if (client !== undefined) tests.push(clientTest(client))
  if (hostname !== undefined) {
    const parts = hostname.split('*').map(part => part.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    const pattern = new RegExp(`^${parts.join('.*')}$`, 'i')
    tests.push(({ bytes, hostnameAt: at, hostnameLength: n }) => pattern.test(bytes.toString('utf8', at, at + n)))
  }
  if (state !== undefined) {
    const number = /^\d+$/.test(state) ? Number(state) : STATE_NAMES.indexOf(state)
    if (number < 0 || number >= STATE_NAMES.length)
      throw new LeaseToolFailed(`there is no state "${state}"; there are ${STATE_NAMES.join(', ')}`)
    tests.push(record => record.state === number)
  }
  if (expired === true) tests.push(record => expiryOf(record) <= now)
  if (expiresBefore !== undefined) {
    const time = parseTime(expiresBefore, now)
    tests.push(record => expiryOf(record) < time)
  }
  return record => {
    for (const test of tests) if (!test(record)) return false
    return true
  }
}

function clientTest(text: string): LeaseFilter {
  const end = text.startsWith('...')
  const digits = text.slice(end ? 3 : 0).replaceAll(/[:.-]/g, '')
  if (!/^(?:[0-9a-f]{2})+$/i.test(digits))
    throw new LeaseToolFailed(`"${text}" is no identifier: write hexadecimal digits, 02:00:00:00:00:01 or ...00:01`)
  const wanted = Buffer.from(digits, 'hex')
  const fits = (bytes: Buffer, at: number, length: number) => {
    if (end ? length < wanted.length : length !== wanted.length) return false
    const from = at + length - wanted.length
    return bytes.compare(wanted, 0, wanted.length, from, from + wanted.length) === 0
  }
  return r => fits(r.bytes, r.clientAt, r.clientLength) || fits(r.bytes, r.hardwareAt, r.hardwareLength)
}

function rangeOf(width: 4 | 16, text: string): LeaseFilter {
  const reader = new AddressText(width)
  const wordsOf = (part: string): number[] => {
    const record = new LeaseRecord()
    const bytes = Buffer.from(part, 'latin1')
    if (!reader.read(bytes, 0, bytes.length, record))
      throw new LeaseToolFailed(`"${text}" is no ${width === 4 ? 'IPv4' : 'IPv6'} address, prefix or range`)
    return width === 4 ? [record.w0] : [record.w3, record.w2, record.w1, record.w0]
  }
  const dash = text.indexOf('-')
  const slash = text.indexOf('/')
  const end = dash >= 0 ? dash : slash >= 0 ? slash : text.length
  const first = wordsOf(text.slice(0, end))
  let last = first
  if (dash >= 0) last = wordsOf(text.slice(dash + 1))
  else if (slash >= 0) {
    const length = Number(text.slice(slash + 1))
    if (!Number.isInteger(length) || length < 0 || length > width * 8)
      throw new LeaseToolFailed(`"${text}": there is no prefix of that length`)
    const host = (i: number) => lowBits(Math.min(32, Math.max(0, 32 * (i + 1) - length)))
    last = first.map((word, i) => (word | host(i)) >>> 0)
    for (let i = 0; i < first.length; i++) first[i] = (first[i]! & ~host(i)) >>> 0
  }
  return width === 4
    ? ({ w0 }) => w0 >= first[0]! && w0 <= last[0]!
    : record => compare(record, first) >= 0 && compare(record, last) <= 0
}

function lowBits(count: number): number {
  return count === 32 ? 0xffffffff : 2 ** count - 1
}

function compare(record: LeaseRecord, words: readonly number[]): number {
  return record.w3 - words[0]! || record.w2 - words[1]! || record.w1 - words[2]! || record.w0 - words[3]!
}
