import type { ForeignNote } from '../foreign-sink.js'
import type { LeaseRecord } from '../lease-record.js'
import type { IscStatement } from './statement-reader.js'
import { hardwareTypeOf, NEVER, readAgentOption, readBytes, readDate } from './values.js'

/** What the statements in the braces of a lease say. */
export class IscLease {
  /** "active", "free", "abandoned", "expired", "released", "backup", "reset"; '' when it does not say. */
  state = ''
  starts: number | undefined
  ends: number | undefined
  cltt: number | undefined
  hardware: Uint8Array = Buffer.alloc(0)
  uid: Uint8Array = Buffer.alloc(0)
  hostname = ''
  forwardName = ''
  reverseName = ''
  /** Seconds; of DHCPv6. */
  validLifetime: number | undefined
  preferredLifetime: number | undefined
  readonly agent: Buffer[] = []

  constructor(private readonly note: (note: ForeignNote) => void) {}

  read(body: readonly IscStatement[]): this {
    for (const statement of body) {
      const { line, words, fault } = statement
      const name = words.map(({ text, quoted }) => (quoted ? '' : text)).join(' ')
      if (fault !== '') this.note({ line, kind: 'bad', what: 'a statement that cannot be read', detail: fault })
      else if (!this.statement(statement)) {
        const what = /^(?:set \S+|option \S+|on \S+|\S*)/.exec(name)![0]
        this.note({ line, kind: 'left-out', what: `"${what}" has no counterpart`, detail: name })
      }
    }
    return this
  }

  /** False: there is nothing in a lease of Kea for it. */
  private statement({ line, words }: IscStatement): boolean {
    const [first, second, third] = words
    switch (first?.text) {
      case 'starts':
      case 'ends':
      case 'cltt': {
        const date = readDate(words, 1)
        if (date === undefined) this.bad(line, `"${first.text}" that is no date`)
        else this[first.text] = date
        return true
      }
      // failover's own times and what would come next: they are not about the lease that there is
      case 'tstp':
      case 'tsfp':
      case 'atsfp':
      case 'next':
      case 'rewind':
        return true
      case 'binding':
        this.state = third?.text ?? ''
        return true
      // version 2 of ISC DHCP
      case 'abandoned':
      case 'free':
        this.state = first.text
        return true
      case 'hardware': {
        const bytes = readBytes(third)
        const type = hardwareTypeOf(second?.text ?? '')
        if (bytes === undefined || bytes.length > 20) this.bad(line, 'a hardware address that cannot be read')
        else this.hardware = bytes
        // the lease file has no column for the type: Kea reads Ethernet
        return type === 1
      }
      case 'uid': {
        const bytes = readBytes(second)
        if (bytes === undefined || bytes.length > 255) this.bad(line, 'a uid that cannot be read')
        else this.uid = bytes
        return true
      }
      case 'client-hostname':
      case 'hostname':
        this.hostname ||= second?.text ?? ''
        return true
      case 'max-life':
      case 'preferred-life': {
        const seconds = Number(second?.text)
        if (!Number.isInteger(seconds) || seconds < 0) this.bad(line, `"${first.text}" that is no number`)
        else if (first.text === 'max-life') this.validLifetime = seconds
        else this.preferredLifetime = seconds
        return true
      }
      case 'set':
        if (second?.text === 'ddns-fwd-name') this.forwardName = words[3]?.text ?? ''
        else if (second?.text === 'ddns-rev-name') this.reverseName = words[3]?.text ?? ''
        else if (second?.text === 'ddns-client-fqdn') this.hostname = words[3]?.text ?? ''
        // Kea makes the DHCID anew from the client's identifiers
        else return second?.text === 'ddns-txt' || second?.text === 'ddns-dhcid'
        return true
      case 'option': {
        if (!second?.text.startsWith('agent.')) return false
        const coded = readAgentOption(second.text.slice('agent.'.length), third)
        if (coded === undefined) this.bad(line, `"${second.text}" that cannot be read`)
        else this.agent.push(coded)
        return true
      }
      default:
        return false
    }
  }

  /** What both families have. The record has been begun; `valid` and `ends` in seconds. */
  fillNames(record: LeaseRecord): void {
    const name = this.forwardName || this.hostname
    record.setHostname(name.toLowerCase())
    record.fqdnForward = this.forwardName !== ''
    record.fqdnReverse = this.reverseName !== ''
    if (this.agent.length > 0) {
      const hex = Buffer.concat(this.agent).toString('hex').toUpperCase()
      record.setContext(`{ "ISC": { "relay-agent-info": "0x${hex}" } }`)
    }
  }

  private bad(line: number, what: string): void {
    this.note({ line, kind: 'bad', what, detail: '' })
  }
}

const UINT32 = 0xffffffff

/**
 * Client's last transaction and lifetime, from when a lease began and when it ends: Kea keeps `cltt + valid_lifetime`. A lease
 * that never ends has the lifetime that says so.
 */
export function timesOf(begin: number, ends: number, into: LeaseRecord): void {
  if (ends === NEVER) {
    into.cltt = begin
    into.validLifetime = UINT32
    return
  }
  into.validLifetime = Math.min(Math.max(ends - begin, 1), UINT32 - 1)
  into.cltt = Math.max(0, ends - into.validLifetime)
}
