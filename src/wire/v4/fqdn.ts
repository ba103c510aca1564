import { decodeName, encodeName } from '../dns-name.js'
import type { Writer } from '../writer.js'
import { Option } from './codes.js'
import { putOption } from './encode.js'
import type { Message4 } from './message.js'

/** Bits of the flags byte of option 81 (RFC 4702 2.1). */
export const FqdnFlag = {
  /** The server is to do (query), does (reply) the update of the A record. */
  server: 1,
  /** Reply only: the server overrode what the client wanted for S. */
  override: 2,
  /** The name is in wire form, not in ASCII. */
  encoded: 4,
  /** The server is to do no update at all. */
  noUpdate: 8,
} as const

const HEAD = 3

/** Option 81, the client's name and who updates the DNS. */
export interface ClientFqdn {
  /** FqdnFlag bits; the reserved ones are left out. */
  readonly flags: number
  /** As sent, '' for none; a trailing dot when it is fully qualified. */
  readonly name: string
  /** RCODE1, what the client sent in the two deprecated result bytes. */
  readonly rcode: number
  /** The name is only the host's part: it does not end in the root. */
  readonly partial: boolean
}

/** Read option 81; undefined: not there, or not a name. Allocates. */
export function readFqdn(message: Message4): ClientFqdn | undefined {
  if (!message.find(Option.fqdn) || message.optionEnd - message.optionStart < HEAD) return undefined
  const { optionBytes: bytes, optionStart: start, optionEnd: end } = message
  const flags = bytes[start]! & 0x0f
  const name =
    (flags & FqdnFlag.encoded) !== 0
      ? decodeName(bytes, start + HEAD, end)
      : bytes.toString('latin1', start + HEAD, end)
  if (name === undefined) return undefined
  return { flags, name, rcode: bytes[start + 1]!, partial: name !== '' && !name.endsWith('.') }
}

/**
 * Write option 81 into a reply; in wire form when the flags have `encoded`, else in ASCII. `rcode` goes into RCODE1 and
 * RCODE2: 255 by RFC 4702 2.2, but Kea repeats the client's. False: it does not fit, or the name has no wire form.
 */
export function putFqdn(writer: Writer, flags: number, name: string, rcode = 255): boolean {
  const payload = fqdnPayload(flags, name, rcode)
  return payload !== undefined && putOption(writer, Option.fqdn, payload, 0, payload.length)
}

/** Payload of option 81; undefined: the name cannot be encoded. */
export function fqdnPayload(flags: number, name: string, rcode = 255): Buffer | undefined {
  const bytes = (flags & FqdnFlag.encoded) !== 0 ? wireName(name) : Buffer.from(name, 'latin1')
  return bytes && Buffer.concat([Uint8Array.of(flags, rcode, rcode), bytes])
}

function wireName(name: string): Buffer | undefined {
  if (name === '') return Buffer.alloc(0)
  try {
    return encodeName(name, true)
  } catch {
    return undefined
  }
}
