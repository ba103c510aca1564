import { ipv6 } from '../address.js'
import { IA_ADDRESS_HEADER, IA_HEADER, IA_PREFIX_HEADER, IA_TA_HEADER, Option } from './codes.js'
import type { Message6 } from './message.js'
import { OptionCursor, optionAt, optionEndAt } from './option-cursor.js'
import { u16At, u32At } from './options.js'

/**
 * Walks over the identity associations of one kind in a message: IA_NA, IA_TA or IA_PD (RFC 8415 21.4, 21.5, 21.21).
 * Reuse one cursor for all packets.
 */
export class IaCursor {
  bytes: Buffer = Buffer.alloc(0)
  /** Option.iaNa, iaTa or iaPd. */
  code: number = Option.iaNa
  /** uint32. */
  iaid = 0
  /** Seconds; 0 in an IA_TA, which has none. */
  t1 = 0
  t2 = 0
  /** Its options are bytes[optionsAt, optionsEnd). */
  optionsAt = 0
  optionsEnd = 0
  readonly #options = new OptionCursor()

  /** Stand before the first IA with this option code. */
  over(message: Message6, code: number): this {
    this.code = code
    this.#options.overMessage(message)
    this.bytes = message.arena
    return this
  }

  /** Step to the next IA; false: there is none. */
  next(): boolean {
    const options = this.#options
    const temporary = this.code === Option.iaTa
    const header = temporary ? IA_TA_HEADER : IA_HEADER
    while (options.nextOf(this.code)) {
      const { start, end } = options
      if (end - start < header) continue
      const { bytes } = this
      this.iaid = u32At(bytes, start)
      this.t1 = temporary ? 0 : u32At(bytes, start + 4)
      this.t2 = temporary ? 0 : u32At(bytes, start + 8)
      this.optionsAt = start + header
      this.optionsEnd = end
      return true
    }
    return false
  }
}

/**
 * Walks over the addresses (option 5) or prefixes (option 26) in an IA, or over the addresses of a message that carries
 * them outside of one (RFC 9686). Reuse one cursor for all packets.
 */
export class IaAddressCursor {
  bytes: Buffer = Buffer.alloc(0)
  /** Offset of the 16 bytes of the address or prefix. */
  addressAt = 0
  /** Bits: 128 for an address; for a prefix as sent, 0..255. Above 128 it is none. */
  prefixLength = 128
  /** Seconds. */
  preferred = 0
  valid = 0
  /** Its options (a status, the excluded prefix) are bytes[optionsAt, optionsEnd). */
  optionsAt = 0
  optionsEnd = 0
  #code: number = Option.iaAddress
  readonly #options = new OptionCursor()

  /** Stand before the first address of an IA_NA or IA_TA, or the first prefix of an IA_PD. */
  over(ia: IaCursor): this {
    return this.within(
      ia.bytes,
      ia.optionsAt,
      ia.optionsEnd,
      ia.code === Option.iaPd ? Option.iaPrefix : Option.iaAddress,
    )
  }

  /** Stand before the first option `code` (Option.iaAddress or iaPrefix) in bytes[start, end). */
  within(bytes: Buffer, start: number, end: number, code: number): this {
    this.bytes = bytes
    this.#code = code
    this.#options.over(bytes, start, end)
    return this
  }

  /** Step to the next address or prefix; false: there is none. */
  next(): boolean {
    const options = this.#options
    const isPrefix = this.#code === Option.iaPrefix
    const header = isPrefix ? IA_PREFIX_HEADER : IA_ADDRESS_HEADER
    while (options.nextOf(this.#code)) {
      const { start, end } = options
      if (end - start < header) continue
      const { bytes } = this
      const lifetimesAt = isPrefix ? start : start + 16
      this.preferred = u32At(bytes, lifetimesAt)
      this.valid = u32At(bytes, lifetimesAt + 4)
      this.prefixLength = isPrefix ? bytes[start + 8]! : 128
      this.addressAt = isPrefix ? start + 9 : start
      this.optionsAt = start + header
      this.optionsEnd = end
      return true
    }
    return false
  }

  /** The address, or the prefix without the bits beyond its length, which do not count (RFC 8415 21.22). */
  get address(): bigint {
    const address = ipv6.read(this.bytes, this.addressAt)
    return this.prefixLength < 128 ? ipv6.network(address, this.prefixLength) : address
  }
}

/** The first status code (option 13) in the options bytes[start, end); -1: none, which means success (RFC 8415 21.13). */
export function statusAmong(bytes: Uint8Array, start: number, end: number): number {
  const at = optionAt(bytes, start, end, Option.statusCode)
  return at < 0 || optionEndAt(bytes, at) - at < 2 ? -1 : u16At(bytes, at)
}
