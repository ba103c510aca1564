/**
 * One lease spelled in numbers and bytes: what a row of a lease file, a row of the lease table and a change on its way
 * to the journal have in common. Mutable and reused: whoever keeps something of it copies it.
 */
export class LeaseRecord {
  /** The address, 32 bits a word, `w0` the least significant; DHCPv4 uses `w0` alone. */
  w0 = 0
  w1 = 0
  w2 = 0
  w3 = 0
  /** Kea's lease type: 0 NA, 2 PD, 3 V4. */
  kind = 0
  prefixLength = 0
  subnetId = 0
  poolId = 0
  state = 0
  /** Seconds; 4294967295 never ends; 0 in a row of a lease file: the lease is deleted. */
  validLifetime = 0
  preferredLifetime = 0
  /** Seconds since 1970. */
  cltt = 0
  iaid = 0
  hardwareType = 0
  hardwareSource = 0
  fqdnForward = false
  fqdnReverse = false
  /** Where the four byte fields stand, each `bytes[at, at + length)`. Hostname and user context are UTF-8. */
  bytes: Buffer
  clientAt = 0
  clientLength = 0
  hardwareAt = 0
  hardwareLength = 0
  hostnameAt = 0
  hostnameLength = 0
  contextAt = 0
  contextLength = 0
  /** Room of its own, for those who fill a record from outside the arena. */
  private own: Buffer
  private used = 0

  constructor(room = 1024) {
    this.own = Buffer.alloc(room)
    this.bytes = this.own
  }

  /** Make `bytes` the record's own, empty room of at least `room` bytes. */
  begin(room: number): void {
    if (this.own.length < room) this.own = Buffer.alloc(room * 2)
    this.bytes = this.own
    this.used = 0
    this.clientLength = 0
    this.hardwareLength = 0
    this.hostnameLength = 0
    this.contextLength = 0
  }

  setClient(source: Uint8Array): void {
    this.clientAt = this.used
    this.clientLength = source.length
    this.take(source)
  }

  setHardware(source: Uint8Array): void {
    this.hardwareAt = this.used
    this.hardwareLength = source.length
    this.take(source)
  }

  setHostname(text: string): void {
    this.hostnameAt = this.used
    this.hostnameLength = text === '' ? 0 : this.own.write(text, this.used)
    this.used += this.hostnameLength
  }

  setContext(text: string): void {
    this.contextAt = this.used
    this.contextLength = text === '' ? 0 : this.own.write(text, this.used)
    this.used += this.contextLength
  }

  /** Free room from here on; see claim(). */
  get mark(): number {
    return this.used
  }

  /** Count `length` bytes after the mark, written there by the caller, as taken. */
  claim(length: number): void {
    this.used += length
  }

  private take(source: Uint8Array): void {
    const { own, used } = this
    const { length } = source
    if (length <= 32) for (let i = 0; i < length; i++) own[used + i] = source[i]!
    else own.set(source, used)
    this.used = used + length
  }
}
