import { AddressText } from '../lease-file/address-text.js'
import type { LeaseRecord } from '../lease-file/lease-record.js'
import { cell } from '../shell/present/clean.js'
import { LeaseToolFailed } from './lease-tool-failed.js'
import { formatTime } from './time-text.js'

export const INFINITE = 0xffffffff
export const STATE_NAMES = ['default', 'declined', 'expired-reclaimed', 'released', 'registered']

/** A lease as data, by the names of Kea's API. Seconds; times since 1970. */
export interface LeaseView {
  readonly [name: string]: string | number | boolean | object
}

/** Seconds since 1970; Infinity: it does not end. */
export function expiryOf(record: LeaseRecord): number {
  return record.validLifetime === INFINITE ? Number.POSITIVE_INFINITY : record.cltt + record.validLifetime
}

type Value = (record: LeaseRecord) => string | number | boolean | object | undefined

/** Makes data and texts of the leases of one family. */
export class LeaseViewer {
  /** The columns that there are, by name. */
  readonly columns: ReadonlyMap<string, Value>
  private readonly address: AddressText
  private readonly text = Buffer.alloc(48)

  constructor(readonly width: 4 | 16) {
    this.address = new AddressText(width)
    const hardware: Value = r => hex(r.bytes, r.hardwareAt, r.hardwareLength)
    const common: [string, Value][] = [
      ['valid-lft', r => r.validLifetime],
      ['cltt', r => r.cltt],
      ['expire', r => (r.validLifetime === INFINITE ? undefined : r.cltt + r.validLifetime)],
      ['subnet-id', r => r.subnetId],
      ['fqdn-fwd', r => r.fqdnForward],
      ['fqdn-rev', r => r.fqdnReverse],
      ['hostname', r => utf8(r.bytes, r.hostnameAt, r.hostnameLength)],
      ['state', r => r.state],
      ['pool-id', r => r.poolId || undefined],
      ['user-context', r => contextOf(r)],
    ]
    const own: [string, Value][] =
      width === 4
        ? [
            ['hw-address', hardware],
            ['client-id', r => hex(r.bytes, r.clientAt, r.clientLength) || undefined],
          ]
        : [
            ['type', r => (r.kind === 2 ? 'IA_PD' : 'IA_NA')],
            ['prefix-len', r => (r.kind === 2 ? r.prefixLength : undefined)],
            // a declined lease has none, for which Kea writes this
            ['duid', r => hex(r.bytes, r.clientAt, r.clientLength) || '00:00:00'],
            ['iaid', r => r.iaid],
            ['preferred-lft', r => r.preferredLifetime],
            ['hw-address', r => hardware(r) || undefined],
          ]
    this.columns = new Map([['ip-address', (r: LeaseRecord) => this.addressText(r)], ...own, ...common])
  }

  addressText(record: LeaseRecord): string {
    return this.text.toString('latin1', 0, this.address.write(record, this.text, 0))
  }

  /** The address, with its length when it is a prefix. */
  placeText(record: LeaseRecord): string {
    const text = this.addressText(record)
    return record.kind === 2 ? `${text}/${record.prefixLength}` : text
  }

  view(record: LeaseRecord): LeaseView {
    const view: Record<string, string | number | boolean | object> = {}
    for (const [name, value] of this.columns) {
      const is = value(record)
      if (is !== undefined) view[name] = is
    }
    return view
  }

  /** A column for people: dates and names of states instead of numbers. */
  cell(name: string, record: LeaseRecord): string {
    switch (name) {
      case 'ip-address':
        return this.placeText(record)
      case 'expire':
        return formatTime(expiryOf(record))
      case 'cltt':
        return formatTime(record.cltt)
      case 'state':
        return STATE_NAMES[record.state] ?? `${record.state}`
      case 'valid-lft':
        return record.validLifetime === INFINITE ? 'infinite' : `${record.validLifetime}`
      case 'fqdn-fwd':
      case 'fqdn-rev':
        return this.columns.get(name)!(record) === true ? 'yes' : 'no'
      default: {
        const is = this.columns.get(name)!(record) ?? ''
        return cell(typeof is === 'object' ? JSON.stringify(is) : `${is}`)
      }
    }
  }

  /** The names that a list of columns ("address,hostname") means. Throws LeaseToolFailed. */
  columnsOf(list: string | undefined): readonly string[] {
    if (list === undefined)
      return ['ip-address', this.width === 4 ? 'hw-address' : 'duid', 'subnet-id', 'expire', 'state', 'hostname']
    return list.split(',').map(name => this.columnOf(name.trim()))
  }

  columnOf(name: string): string {
    const known = { address: 'ip-address', hwaddr: 'hw-address', subnet: 'subnet-id', expires: 'expire' }[name] ?? name
    if (this.columns.has(known)) return known
    throw new LeaseToolFailed(`there is no column "${name}"; there are ${[...this.columns.keys()].join(', ')}`)
  }
}

const PAIRS = Array.from({ length: 256 }, (_, i) => i.toString(16).padStart(2, '0'))

export function hex(bytes: Uint8Array, at: number, length: number): string {
  let text = ''
  for (let i = 0; i < length; i++) text += i === 0 ? PAIRS[bytes[at]!] : `:${PAIRS[bytes[at + i]!]}`
  return text
}

function utf8(bytes: Buffer, at: number, length: number): string {
  return bytes.toString('utf8', at, at + length)
}

function contextOf(record: LeaseRecord): object | undefined {
  if (record.contextLength === 0) return undefined
  return JSON.parse(utf8(record.bytes, record.contextAt, record.contextLength)) as object
}
