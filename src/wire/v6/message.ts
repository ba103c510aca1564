import { MAX_RELAYS, MESSAGE_HEADER, MessageType, OPTION_HEADER, Option, RELAY_HEADER } from './codes.js'
import { optionAt, optionEndAt } from './option-cursor.js'
import { dhcp6Rules, judge, trimmedEnd, Verdict } from './option-rules.js'

/** Why a datagram is no DHCPv6 message. One stable object for each reason; compare by identity. */
export interface ParseFailure {
  readonly code: 'too-short' | 'short-relay' | 'no-relay-message' | 'too-many-relays' | 'bad-option'
  /** One line for logs; describeFailure() says more. */
  readonly text: string
}

export const parseFailures = {
  tooShort: { code: 'too-short', text: 'Received truncated UDP DHCPv6 packet, DHCPv6 header alone has 4 bytes.' },
  shortRelay: { code: 'short-relay', text: 'Received truncated relay message, its header alone has 34 bytes.' },
  noRelayMessage: { code: 'no-relay-message', text: 'Mandatory relay-msg option missing' },
  tooManyRelays: {
    code: 'too-many-relays',
    text: `Message cannot be encapsulated more than ${MAX_RELAYS} times`,
  },
  badOption: { code: 'bad-option', text: 'An option does not match its definition' },
} as const satisfies Record<string, ParseFailure>

const EMPTY = Buffer.alloc(0)
/** Options with codes below this are found by table, the others by a walk. All that servers look for are below. */
const INDEXED = 256

/**
 * A DHCPv6 message as a view over received bytes. One object is used for all packets: read() points it at a datagram,
 * fields and options are read from the bytes on demand; nothing is copied. The Relay-forward messages around the client's
 * message are relays: number 0 is the one nearest to the server, `relayCount` - 1 the one nearest to the client.
 */
export class Message6 {
  arena: Buffer = EMPTY
  start = 0
  end = 0
  /** Message type of the client's own message, 0..255. */
  type = 0
  /** Relay messages around it, 0..32. */
  relayCount = 0
  /** Bytes behind the last whole option of the client's message were left out. */
  truncated = false
  /** A malformed vendor option (17): the options end before the one that it is or stands in. 0: none. */
  skippedCode = 0
  /** The option that made read() return parseFailures.badOption; it may be the one that holds the bad one. */
  failedCode = 0

  /** The option last found: arena[optionStart, optionEnd). After a bad or skipped option: its payload. */
  optionStart = 0
  optionEnd = 0

  // All offsets count from `start`, so that they hold when the datagram moves
  #messageAt = 0
  #optionsEnd = 0
  readonly #relayAt = new Uint32Array(MAX_RELAYS)
  readonly #relayEnd = new Uint32Array(MAX_RELAYS)
  // By code. An entry counts only while its mark equals the generation, so that nothing needs clearing between packets.
  readonly #marks = new Uint32Array(INDEXED)
  readonly #offsets = new Uint32Array(INDEXED)
  readonly #lengths = new Uint32Array(INDEXED)
  readonly #counts = new Uint16Array(INDEXED)
  #generation = 0

  /**
   * Point the view at the datagram arena[start, end). Undefined: it is a DHCPv6 message of any type. On failure the view
   * must not be read, save for describeFailure(). A truncated last option is left out, nested ones too; a standard option
   * that its definition does not allow is refused. `lenient`: lengths inside of options may run past their end.
   */
  read(arena: Buffer, start: number, end: number, lenient = false): ParseFailure | undefined {
    this.arena = arena
    this.start = start
    this.end = end
    this.type = 0
    this.relayCount = 0
    this.truncated = false
    this.skippedCode = 0
    this.failedCode = 0
    if (++this.#generation === 2 ** 32) this.#restart()
    let at = start
    let stop = end
    for (;;) {
      if (stop - at < MESSAGE_HEADER) return parseFailures.tooShort
      const type = arena[at]!
      // Kea unwraps a Relay-reply as well
      if (type !== MessageType.relayForward && type !== MessageType.relayReply) break
      const failure = this.#unwrap(at, stop, lenient)
      if (failure !== undefined) return failure
      at = this.optionStart
      stop = this.optionEnd
    }
    this.type = arena[at]!
    this.#messageAt = at - start
    return this.#walk(at + MESSAGE_HEADER, stop, lenient) ? undefined : parseFailures.badOption
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

  /** Bytes of the datagram, relay headers included. */
  get length(): number {
    return this.end - this.start
  }
  /** Offset in `arena` of the client's message: type and transaction id (RFC 8415 8). */
  get messageAt(): number {
    return this.start + this.#messageAt
  }
  /** 24 bits. In DHCPV4-QUERY and -RESPONSE these are flags (RFC 7341 6.2). */
  get transactionId(): number {
    const { arena, messageAt: at } = this
    return (arena[at + 1]! << 16) | (arena[at + 2]! << 8) | arena[at + 3]!
  }
  /** The options of the client's message are arena[optionsAt, optionsEnd), whole ones only. */
  get optionsAt(): number {
    return this.start + this.#messageAt + MESSAGE_HEADER
  }
  get optionsEnd(): number {
    return this.start + this.#optionsEnd
  }

  /** Offset in `arena` of a relay's 34 fixed bytes (RFC 8415 9); 0 <= index < relayCount. */
  relayAt(index: number): number {
    return this.start + this.#relayAt[index]!
  }
  /** The options of a relay are arena[relayAt + 34, relayEnd), the relay-msg option with all that it holds among them. */
  relayEnd(index: number): number {
    return this.start + this.#relayEnd[index]!
  }

  has(code: number): boolean {
    if (code < INDEXED) return this.#marks[code] === this.#generation
    return optionAt(this.arena, this.optionsAt, this.optionsEnd, code) >= 0
  }

  /** How often an option with this code, 0..255, stands in the client's message. */
  count(code: number): number {
    return this.#marks[code] === this.#generation ? this.#counts[code]! : 0
  }

  /** Set optionStart and optionEnd to the payload of the first option with this code in the client's message. False: not there. */
  find(code: number): boolean {
    if (code >= INDEXED) return this.#search(code)
    if (this.#marks[code] !== this.#generation) return false
    this.optionStart = this.start + this.#offsets[code]!
    this.optionEnd = this.optionStart + this.#lengths[code]!
    return true
  }

  /** Take a relay message off: its contents are then arena[optionStart, optionEnd). */
  #unwrap(from: number, to: number, lenient: boolean): ParseFailure | undefined {
    const { arena, relayCount } = this
    if (relayCount === MAX_RELAYS) return parseFailures.tooManyRelays
    if (to - from < RELAY_HEADER) return parseFailures.shortRelay
    let at = from + RELAY_HEADER
    let inner = 0
    let innerEnd = 0
    while (at + OPTION_HEADER <= to) {
      const code = (arena[at]! << 8) | arena[at + 1]!
      const payload = at + OPTION_HEADER
      const next = payload + ((arena[at + 2]! << 8) | arena[at + 3]!)
      if (next > to) break
      if (code === Option.relayMessage) {
        // Of several the last one counts, as with Kea
        inner = payload
        innerEnd = next
      } else if (judge(dhcp6Rules, code, arena, payload, next, lenient) >= Verdict.stop) {
        // Malformed vendor options of a relay: Kea drops the message too, as one of an unknown type
        this.#fail(code, payload, next)
        return parseFailures.badOption
      }
      at = next
    }
    if (inner === innerEnd) return parseFailures.noRelayMessage
    this.#relayAt[relayCount] = from - this.start
    this.#relayEnd[relayCount] = at - this.start
    this.relayCount = relayCount + 1
    this.optionStart = inner
    this.optionEnd = innerEnd
    return undefined
  }

  /** Check and note the options of the client's message; false: one of them is refused. */
  #walk(from: number, to: number, lenient: boolean): boolean {
    const { arena, start } = this
    const marks = this.#marks
    const generation = this.#generation
    let at = from
    while (at + OPTION_HEADER <= to) {
      const code = (arena[at]! << 8) | arena[at + 1]!
      const payload = at + OPTION_HEADER
      const next = payload + ((arena[at + 2]! << 8) | arena[at + 3]!)
      if (next > to) break
      const verdict = judge(dhcp6Rules, code, arena, payload, next, lenient)
      if (verdict >= Verdict.stop) {
        this.#optionsEnd = at - start
        this.#fail(code, payload, next)
        if (verdict === Verdict.refuse) return false
        this.failedCode = 0
        this.skippedCode = code
        return true
      }
      at = next
      if (code >= INDEXED || verdict === Verdict.skip) continue
      if (marks[code] === generation) this.#counts[code]!++
      else {
        marks[code] = generation
        this.#counts[code] = 1
        this.#offsets[code] = payload - start
        this.#lengths[code] = (verdict === Verdict.trim ? trimmedEnd(arena, payload, next) : next) - payload
      }
    }
    this.#optionsEnd = at - start
    this.truncated = at !== to
    return true
  }

  #fail(code: number, payload: number, end: number): void {
    this.failedCode = code
    this.optionStart = payload
    this.optionEnd = end
  }

  #search(code: number): boolean {
    const at = optionAt(this.arena, this.optionsAt, this.optionsEnd, code)
    if (at < 0) return false
    this.optionStart = at
    this.optionEnd = optionEndAt(this.arena, at)
    return true
  }

  /** The generations are used up: forget all marks, or those of 2^32 packets ago would count again. */
  #restart(): void {
    this.#marks.fill(0)
    this.#generation = 1
  }
}
