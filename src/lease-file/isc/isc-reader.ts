import { AddressText } from '../address-text.js'
import type { ForeignSink } from '../foreign-sink.js'
import { LeaseRecord } from '../lease-record.js'
import { IscLease, timesOf } from './isc-lease.js'
import { type IscStatement, IscStatementReader, type IscToken } from './statement-reader.js'

const DECLINED = 1
/** What each binding state is in Kea: the lease's state, and whether somebody has the address. */
const STATES: Readonly<Record<string, { readonly state: number; readonly live: boolean }>> = {
  active: { state: 0, live: true },
  bootp: { state: 0, live: true },
  abandoned: { state: DECLINED, live: true },
  released: { state: 3, live: false },
  expired: { state: 2, live: false },
  free: { state: 2, live: false },
  backup: { state: 2, live: false },
  reset: { state: 2, live: false },
}
/** Statements of the file itself that say nothing about a lease and need no word. */
const SILENT: ReadonlySet<string> = new Set(['authoring-byte-order'])

/**
 * Reads the leases of ISC dhcpd, DHCPv4 or DHCPv6. Text is Latin-1, one character a byte. Each block is told as it comes: the last one of an
 * address counts, as in Kea's own files.
 */
export class IscReader {
  private readonly record = new LeaseRecord()
  private readonly address: AddressText
  private readonly statements = new IscStatementReader(statement => this.statement(statement))
  /** Of the IAID in the names of ia-blocks: the writer's own order. */
  private bigEndian = false

  constructor(
    private readonly width: 4 | 16,
    private readonly sink: ForeignSink,
  ) {
    this.address = new AddressText(width)
  }

  feed(text: string): void {
    this.statements.feed(text)
  }

  end(): void {
    this.statements.end()
  }

  private statement(statement: IscStatement): void {
    const { line, words, body, fault } = statement
    const kind = words[0]?.quoted ? '' : (words[0]?.text ?? '')
    if (fault !== '') this.bad(line, `a "${kind}" that cannot be read`, fault)
    if (kind === 'lease' && body !== undefined) this.lease4(statement, body)
    else if (kind.startsWith('ia-') && body !== undefined) this.association(statement, body)
    else if (kind === 'authoring-byte-order') this.bigEndian = words[1]?.text === 'big-endian'
    else if (fault === '' && !SILENT.has(kind)) {
      const detail = words.map(({ text, quoted }) => (quoted ? `"${text}"` : text)).join(' ')
      this.sink.note({ line, kind: 'left-out', what: `"${kind}" has no counterpart`, detail })
    }
  }

  private lease4({ line, words }: IscStatement, body: readonly IscStatement[]): void {
    const { record } = this
    const lease = new IscLease(note => this.sink.note(note)).read(body)
    if (this.width !== 4 || !this.readAddress(words[1])) {
      this.bad(line, 'a lease of something that is no IPv4 address', words[1]?.text ?? '')
      return
    }
    const what = this.stateOf(lease, line)
    if (what === undefined) return
    const begin = lease.cltt ?? lease.starts
    if (lease.ends === undefined || (begin === undefined && !Number.isFinite(lease.ends))) {
      // dhcpd writes no end into records of addresses that nobody has
      if (what.live && what.state !== DECLINED) {
        this.bad(line, 'a lease without an end', words[1]!.text)
        return
      }
      lease.ends = begin ?? 0
    }
    record.kind = 3
    record.prefixLength = 32
    record.preferredLifetime = 0
    record.iaid = 0
    record.hardwareType = 1
    record.hardwareSource = 0
    // an address that somebody else uses is nobody's lease
    const nobodys = what.state === DECLINED
    record.setHardware(nobodys ? Buffer.alloc(0) : lease.hardware)
    record.setClient(nobodys ? Buffer.alloc(0) : lease.uid)
    if (!nobodys && what.live && lease.hardware.length + lease.uid.length === 0) {
      this.bad(line, 'a lease without hardware address and uid', words[1]!.text)
      return
    }
    this.finish(lease, begin, lease.ends, what, line)
  }

  /** ia-na and ia-pd: an IAID and a DUID, with all addresses or prefixes of that association. */
  private association({ line, words }: IscStatement, body: readonly IscStatement[]): void {
    const kind = words[0]!.text
    const key = words[1]
    const bytes = key?.quoted
      ? Buffer.from(key.text, 'latin1')
      : Buffer.from((key?.text ?? '').split(':').map(digits => Number.parseInt(digits, 16)))
    if (kind === 'ia-ta') {
      this.sink.note({ line, kind: 'left-out', what: 'temporary addresses (ia-ta) are not served', detail: '' })
      return
    }
    if (this.width !== 16 || bytes.length < 5 || bytes.length > 134) {
      this.bad(line, `an "${kind}" without IAID and DUID`, `${bytes.length} bytes`)
      return
    }
    const iaid = this.bigEndian ? bytes.readUInt32BE(0) : bytes.readUInt32LE(0)
    const clttAt = body.find(({ words }) => words[0]?.text === 'cltt')
    const outer = new IscLease(note => this.sink.note(note)).read(clttAt === undefined ? [] : [clttAt])
    for (const inner of body) {
      const word = inner.words[0]?.text
      if (word === 'iaaddr' || word === 'iaprefix') this.lease6(inner, kind, iaid, bytes.subarray(4), outer.cltt)
      else if (word !== 'cltt')
        this.sink.note({ line: inner.line, kind: 'left-out', what: `"${word}" has no counterpart`, detail: '' })
    }
  }

  private lease6(
    { line, words, body }: IscStatement,
    kind: string,
    iaid: number,
    duid: Buffer,
    cltt: number | undefined,
  ): void {
    const { record } = this
    const text = words[1]?.text ?? ''
    const slash = text.indexOf('/')
    const length = slash < 0 ? 128 : Number(text.slice(slash + 1))
    const lease = new IscLease(note => this.sink.note(note)).read(body ?? [])
    const address = slash < 0 ? text : text.slice(0, slash)
    if (!this.readAddress({ text: address, quoted: false }) || !(length >= 0 && length <= 128)) {
      this.bad(line, 'a lease of something that is no IPv6 address', text)
      return
    }
    const what = this.stateOf(lease, line)
    if (what === undefined) return
    let { ends } = lease
    const valid = lease.validLifetime
    if (ends === undefined && cltt !== undefined && valid !== undefined) ends = cltt + valid
    if (ends === undefined) {
      if (what.live) {
        this.bad(line, 'a lease without an end', text)
        return
      }
      ends = cltt ?? 0
    }
    record.kind = kind === 'ia-pd' ? 2 : 0
    record.prefixLength = length
    record.iaid = iaid
    record.preferredLifetime = lease.preferredLifetime ?? 0
    record.hardwareType = 0
    record.hardwareSource = 0
    record.setClient(what.state === DECLINED ? Buffer.alloc(0) : duid)
    const begin = valid !== undefined && Number.isFinite(ends) ? ends - valid : cltt
    this.finish(lease, begin, ends, what, line)
  }

  /** Begins the record, with the address. */
  private readAddress(token: IscToken | undefined): boolean {
    const bytes = Buffer.from(token?.text ?? '', 'latin1')
    this.record.begin(2048)
    return this.address.read(bytes, 0, bytes.length, this.record)
  }

  private stateOf(lease: IscLease, line: number): { readonly state: number; readonly live: boolean } | undefined {
    const known = STATES[lease.state === '' ? 'active' : lease.state]
    if (known === undefined) this.bad(line, 'a binding state that dhcpd has not', lease.state)
    return known
  }

  private finish(
    lease: IscLease,
    begin: number | undefined,
    ends: number,
    what: { readonly state: number; readonly live: boolean },
    line: number,
  ): void {
    const { record } = this
    record.state = what.state
    record.subnetId = 0
    record.poolId = 0
    timesOf(begin ?? ends - 1, ends, record)
    lease.fillNames(record)
    this.sink.lease(record, what.live, line)
  }

  private bad(line: number, what: string, detail: string): void {
    this.sink.note({ line, kind: 'bad', what, detail })
  }
}
