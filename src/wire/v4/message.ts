import { MessageType, Option } from './codes.js'
import { judge, trimmedEnd, Verdict } from './option-rules.js'

/** Offsets of the fixed fields from the start of the message (RFC 2131 2). */
const AT = {
  op: 0,
  htype: 1,
  hlen: 2,
  hops: 3,
  xid: 4,
  secs: 8,
  flags: 10,
  ciaddr: 12,
  yiaddr: 16,
  siaddr: 20,
  giaddr: 24,
  chaddr: 28,
  sname: 44,
  file: 108,
  cookie: 236,
  options: 240,
} as const

const MAGIC_COOKIE = 0x63825363
const SNAME_LENGTH = 64
const FILE_LENGTH = 128
/** Width of the chaddr field, bytes. */
export const CHADDR_LENGTH = 16
/** Kea takes hlen up to this, although the field has only CHADDR_LENGTH bytes. */
const HLEN_LIMIT = 20

/** Why a datagram is no DHCPv4 message. One stable object for each reason; compare by identity. */
export interface ParseFailure {
  readonly code: 'too-short' | 'no-options' | 'no-cookie' | 'bad-cookie' | 'hardware-length' | 'bad-option'
  /** One line for logs. */
  readonly text: string
}

export const parseFailures = {
  tooShort: { code: 'too-short', text: 'Received truncated DHCPv4 packet, at least 236 bytes are expected.' },
  noOptions: { code: 'no-options', text: 'Received BOOTP packet without vendor information extensions.' },
  noCookie: { code: 'no-cookie', text: 'Truncated or no DHCP packet.' },
  badCookie: { code: 'bad-cookie', text: 'Invalid or missing DHCP magic cookie' },
  hardwareLength: { code: 'hardware-length', text: 'address vector size exceeds MAX_HWADDR_LEN' },
  badOption: { code: 'bad-option', text: 'An option does not match its definition' },
} as const satisfies Record<string, ParseFailure>

const EMPTY = Buffer.alloc(0)

/**
 * A DHCPv4 message as a view over received bytes. One object is used for all packets: read() points it at a datagram,
 * fields are read from the bytes on demand. Nothing is copied, save options that come in pieces (RFC 3396).
 */
export class Message4 {
  arena: Buffer = EMPTY
  start = 0
  end = 0
  /** Value of option 53; MessageType.none without it (BOOTP). */
  type: number = MessageType.none
  /** The options ended in a truncated one, which was left out. */
  truncated = false
  /** An option that was left out because it does not match its definition; 0: none. */
  skippedCode = 0
  /** The option that made read() return parseFailures.badOption. */
  failedCode = 0

  /** The option last found: optionBytes[optionStart, optionEnd). */
  optionBytes: Buffer = EMPTY
  optionStart = 0
  optionEnd = 0

  // By code. An entry counts only while its mark equals the generation, so that nothing needs clearing between packets.
  readonly #marks = new Uint32Array(256)
  readonly #offsets = new Uint32Array(256)
  readonly #lengths = new Uint32Array(256)
  #generation = 0
  // Marks of codes that came more than once; their payloads stand joined in the scratch buffer, offsets count from there.
  readonly #joined = new Uint32Array(256)
  #scratch: Buffer = EMPTY
  #pieces = false
  #overload = 0
  // The codes of this message in the order they came, each once
  readonly #codes = new Uint8Array(256)
  #count = 0

  /**
   * Point the view at the datagram arena[start, end). Undefined: it is a DHCPv4 message. On failure the view must not be
   * read. Trailing bytes after END, PAD anywhere, a missing END and a truncated last option are accepted; a standard
   * option that its definition does not allow is not. `lenient`: lengths inside options may run past their end.
   */
  read(arena: Buffer, start: number, end: number, lenient = false): ParseFailure | undefined {
    this.arena = arena
    this.start = start
    this.end = end
    this.type = MessageType.none
    this.truncated = false
    this.skippedCode = 0
    this.#count = 0
    this.#pieces = false
    this.#overload = 0
    if (++this.#generation === 2 ** 32) this.#restart()
    const length = end - start
    if (length < AT.cookie) return parseFailures.tooShort
    if (length < AT.options) return length === AT.cookie ? parseFailures.noOptions : parseFailures.noCookie
    if (this.#u32(AT.cookie) !== MAGIC_COOKIE) return parseFailures.badCookie
    if (arena[start + AT.hlen]! > HLEN_LIMIT) return parseFailures.hardwareLength
    this.#walk(AT.options, length)
    if (this.#marks[Option.overload] === this.#generation && this.#lengths[Option.overload] === 1)
      this.#walkOverloaded(arena[start + this.#offsets[Option.overload]!]! & 3)
    if (this.#pieces) this.#join()
    if (!this.#check(lenient)) return parseFailures.badOption
    // A message type in two pieces is none
    if (this.#marks[Option.messageType] === this.#generation && this.#joined[Option.messageType] !== this.#generation)
      this.type = arena[start + this.#offsets[Option.messageType]!]!
    return undefined
  }

  /** Forget an option: has() and find() deny it from here on. The bytes stay as they are. */
  drop(code: number): void {
    this.#marks[code] = 0
  }

  /** Copy the datagram to the start of `buffer` and read from there on; false when it does not fit. */
  copyInto(buffer: Buffer): boolean {
    const length = this.end - this.start
    if (length > buffer.length) return false
    this.arena.copy(buffer, 0, this.start, this.end)
    this.arena = buffer
    this.start = 0
    this.end = length
    return true
  }

  get length(): number {
    return this.end - this.start
  }
  get op(): number {
    return this.arena[this.start]!
  }
  /** ARP hardware type; 1 is Ethernet. */
  get htype(): number {
    return this.arena[this.start + AT.htype]!
  }
  /** Bytes of chaddr in use, 0..16. */
  get hlen(): number {
    return Math.min(this.arena[this.start + AT.hlen]!, CHADDR_LENGTH)
  }
  get hops(): number {
    return this.arena[this.start + AT.hops]!
  }
  /** Transaction id, uint32. */
  get xid(): number {
    return this.#u32(AT.xid)
  }
  /** Seconds since the client began. */
  get secs(): number {
    return this.#u16(AT.secs)
  }
  get flags(): number {
    return this.#u16(AT.flags)
  }
  get ciaddr(): number {
    return this.#u32(AT.ciaddr)
  }
  get yiaddr(): number {
    return this.#u32(AT.yiaddr)
  }
  get siaddr(): number {
    return this.#u32(AT.siaddr)
  }
  get giaddr(): number {
    return this.#u32(AT.giaddr)
  }
  /** Offset of the client hardware address in `arena`; `hlen` bytes of it count. */
  get chaddrAt(): number {
    return this.start + AT.chaddr
  }
  /** The server name, up to its first NUL; '' when the field carries options (RFC 2131 4.1). Allocates. */
  get sname(): string {
    return (this.#overload & 2) === 0 ? this.#text(AT.sname, SNAME_LENGTH) : ''
  }
  /** The boot file name, up to its first NUL; '' when the field carries options. Allocates. */
  get file(): string {
    return (this.#overload & 1) === 0 ? this.#text(AT.file, FILE_LENGTH) : ''
  }

  has(code: number): boolean {
    return this.#marks[code] === this.#generation
  }

  /** Set optionBytes, optionStart, optionEnd to the payload of an option, joined if it came in pieces. False: not there. */
  find(code: number): boolean {
    if (this.#marks[code] !== this.#generation) return false
    const offset = this.#offsets[code]!
    if (this.#joined[code] === this.#generation) {
      this.optionBytes = this.#scratch
      this.optionStart = offset
    } else {
      this.optionBytes = this.arena
      this.optionStart = this.start + offset
    }
    this.optionEnd = this.optionStart + this.#lengths[code]!
    return true
  }

  /** The smallest code of the message's options that is greater than `code`; -1 when there is none. Start with 0. */
  codeAfter(code: number): number {
    for (let next = code + 1; next < Option.end; next++) if (this.#marks[next] === this.#generation) return next
    return -1
  }

  /** Note the options of [from, to), offsets from the start of the message. */
  #walk(from: number, to: number): void {
    const { arena, start } = this
    const marks = this.#marks
    const generation = this.#generation
    let at = from
    while (at < to) {
      const code = arena[start + at]!
      at++
      if (code === Option.pad) continue
      if (code === Option.end) return
      if (at === to) {
        this.truncated = true
        return
      }
      const length = arena[start + at]!
      at++
      if (at + length > to) {
        this.truncated = true
        return
      }
      if (marks[code] === generation) {
        // RFC 3396 7: the pieces make one option; where it stands in the scratch buffer is settled by #join
        this.#joined[code] = generation
        this.#lengths[code]! += length
        this.#pieces = true
      } else {
        marks[code] = generation
        this.#offsets[code] = at
        this.#lengths[code] = length
        this.#codes[this.#count++] = code
      }
      at += length
    }
  }

  /** RFC 2131 4.1 and RFC 3396 5: first the options field, then file, then sname. */
  #walkOverloaded(fields: number): void {
    this.#overload = fields
    if ((fields & 1) !== 0) this.#walk(AT.file, AT.file + FILE_LENGTH)
    if ((fields & 2) !== 0) this.#walk(AT.sname, AT.sname + SNAME_LENGTH)
  }

  /** Hold every option against its definition; false: one of them is refused. */
  #check(lenient: boolean): boolean {
    for (let i = 0; i < this.#count; i++) {
      const code = this.#codes[i]!
      this.find(code)
      const { optionBytes, optionStart, optionEnd } = this
      switch (judge(code, optionBytes, optionStart, optionEnd, lenient)) {
        case Verdict.trim:
          this.#lengths[code] = trimmedEnd(optionBytes, optionStart, optionEnd) - optionStart
          break
        case Verdict.skip:
          this.#marks[code] = 0
          if (optionEnd > optionStart) this.skippedCode = code
          break
        case Verdict.refuse:
          this.failedCode = code
          return false
      }
    }
    return true
  }

  #join(): void {
    const length = this.end - this.start
    if (this.#scratch.length < length) this.#scratch = Buffer.allocUnsafeSlow(Math.max(length, 2048))
    let at = 0
    for (let code = this.codeAfter(0); code > 0; code = this.codeAfter(code)) {
      if (this.#joined[code] !== this.#generation) continue
      this.#offsets[code] = at
      at = this.#collect(code, AT.options, length, at)
      if ((this.#overload & 1) !== 0) at = this.#collect(code, AT.file, AT.file + FILE_LENGTH, at)
      if ((this.#overload & 2) !== 0) at = this.#collect(code, AT.sname, AT.sname + SNAME_LENGTH, at)
    }
  }

  /** Append the pieces of `code` in [from, to) to the scratch buffer at `target`; returns where they end. */
  #collect(code: number, from: number, to: number, target: number): number {
    const { arena, start } = this
    let end = target
    let at = from
    while (at < to - 1) {
      const found = arena[start + at]!
      if (found === Option.end) break
      at++
      if (found === Option.pad) continue
      const length = arena[start + at]!
      at++
      if (at + length > to) break
      if (found === code) {
        arena.copy(this.#scratch, end, start + at, start + at + length)
        end += length
      }
      at += length
    }
    return end
  }

  /** The generations are used up: forget all marks, or those of 2^32 packets ago would count again. */
  #restart(): void {
    this.#marks.fill(0)
    this.#joined.fill(0)
    this.#generation = 1
  }

  #u16(offset: number): number {
    const at = this.start + offset
    return (this.arena[at]! << 8) | this.arena[at + 1]!
  }

  #u32(offset: number): number {
    const { arena } = this
    const at = this.start + offset
    return ((arena[at]! << 24) | (arena[at + 1]! << 16) | (arena[at + 2]! << 8) | arena[at + 3]!) >>> 0
  }

  #text(offset: number, length: number): string {
    const at = this.start + offset
    let end = at
    while (end < at + length && this.arena[end] !== 0) end++
    return this.arena.toString('latin1', at, end)
  }
}
