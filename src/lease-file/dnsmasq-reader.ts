import { AddressText } from './address-text.js'
import type { ForeignSink } from './foreign-sink.js'
import { LeaseRecord } from './lease-record.js'

const UINT32 = 0xffffffff

/**
 * Reads the leases of dnsmasq: lines of expiry (0: never), hardware address or IAID, address, host name and client
 * identifier or DUID, "*" for what is not known. One file has both families: DHCPv6 begins with a line "duid ...".
 * dnsmasq does not keep how long a lease is, which the caller says.
 */
export class DnsmasqReader {
  private readonly record = new LeaseRecord()
  private readonly address: AddressText
  private rest = ''
  private line = 0
  private inDhcpv6 = false

  /** `lifetime`: seconds of a lease that ends; `now`: seconds since 1970, when leases without end began. */
  constructor(
    private readonly width: 4 | 16,
    private readonly sink: ForeignSink,
    private readonly lifetime: number,
    private readonly now: number,
  ) {
    this.address = new AddressText(width)
  }

  feed(text: string): void {
    const lines = (this.rest + text).split('\n')
    this.rest = lines.pop()!
    for (const line of lines) this.one(line)
  }

  end(): void {
    if (this.rest !== '') this.one(this.rest)
    this.rest = ''
  }

  private one(text: string): void {
    this.line++
    const words = text.trim().split(/\s+/)
    if (words[0] === '') return
    if (words[0] === 'duid') {
      this.inDhcpv6 = true
      this.left('the DUID of the server ("server-id" in the configuration of Kea)', words[1] ?? '')
      return
    }
    // the other family's lines are the business of another run
    if (this.inDhcpv6 !== (this.width === 16)) {
      this.left(`leases of DHCPv${this.width === 16 ? 4 : 6}`, words[2] ?? '')
      return
    }
    const [expiry, owner, address, name, client] = words as [string, string?, string?, string?, string?]
    const ends = Number(expiry)
    const bytes = Buffer.from(address ?? '', 'latin1')
    this.record.begin(2048)
    if (!Number.isInteger(ends) || !this.address.read(bytes, 0, bytes.length, this.record))
      this.bad('a line that is no lease', text)
    else if (this.owner(owner ?? '', client ?? '*')) this.finish(ends, name ?? '*')
  }

  private owner(owner: string, client: string): boolean {
    const { record } = this
    const identifier = client === '*' ? Buffer.alloc(0) : hexOf(client)
    if (identifier === undefined || identifier.length > 255) return this.bad('a client identifier that is none', client)
    record.kind = this.width === 4 ? 3 : 0
    record.prefixLength = this.width === 4 ? 32 : 128
    record.iaid = 0
    record.hardwareSource = 0
    record.hardwareType = 1
    record.setClient(identifier)
    if (this.width === 4) {
      // the type of hardware stands in front when it is not Ethernet
      const hardware = owner === '*' ? Buffer.alloc(0) : hexOf(owner.replace(/^[0-9a-f]{2}-/i, ''))
      if (hardware === undefined || hardware.length > 20) return this.bad('a hardware address that is none', owner)
      record.setHardware(hardware)
      return hardware.length + identifier.length > 0 || this.bad('a lease of nobody', owner)
    }
    if (owner.startsWith('T')) {
      this.left('temporary addresses are not served', owner)
      return false
    }
    record.iaid = Number(owner)
    if (!Number.isInteger(record.iaid) || record.iaid > UINT32) return this.bad('an IAID that is none', owner)
    return identifier.length > 0 || this.bad('a lease of nobody', owner)
  }

  private finish(ends: number, name: string): void {
    const { record } = this
    record.state = 0
    record.subnetId = 0
    record.poolId = 0
    record.validLifetime = ends === 0 ? UINT32 : this.lifetime
    record.cltt = ends === 0 ? this.now : Math.max(0, ends - this.lifetime)
    record.preferredLifetime = this.width === 4 ? 0 : record.validLifetime
    record.fqdnForward = false
    record.fqdnReverse = false
    record.setHostname(name === '*' ? '' : name.toLowerCase())
    this.sink.lease(record, true, this.line)
  }

  private bad(what: string, detail: string): false {
    this.sink.note({ line: this.line, kind: 'bad', what, detail })
    return false
  }

  private left(what: string, detail: string): void {
    this.sink.note({ line: this.line, kind: 'left-out', what, detail })
  }
}

function hexOf(text: string): Buffer | undefined {
  if (!/^[0-9a-f]{1,2}(?::[0-9a-f]{1,2})*$/i.test(text)) return undefined
  return Buffer.from(text.split(':').map(digits => Number.parseInt(digits, 16)))
}
