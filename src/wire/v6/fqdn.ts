import { decodeName, encodeName } from '../dns-name.js'
import type { Writer } from '../writer.js'
import { Option } from './codes.js'
import { putOption } from './encode.js'
import type { Message6 } from './message.js'

/** Bits of the flags byte of option 39 (RFC 4704 4.1). */
export const FqdnFlag = {
  /** The server is to do (query), does (reply) the update of the AAAA record. */
  server: 1,
  /** Reply only: the server overrode what the client wanted for S. */
  override: 2,
  /** The server is to do no update at all. */
  noUpdate: 4,
} as const

const FLAGS = FqdnFlag.server | FqdnFlag.override | FqdnFlag.noUpdate

/** Option 39, the client's name and who updates the DNS. */
export interface ClientFqdn {
  /** FqdnFlag bits; the reserved ones are left out. */
  readonly flags: number
  /** Text of the name, '' for none; a trailing dot when it is fully qualified. */
  readonly name: string
  /** The name is only the host's part: it does not end in the root. */
  readonly partial: boolean
}

/** Read option 39; undefined: not there, or not a name. Allocates. */
export function readFqdn(message: Message6): ClientFqdn | undefined {
  if (!message.find(Option.fqdn)) return undefined
  return decodeFqdn(message.arena, message.optionStart, message.optionEnd)
}

/** The payload bytes[start, end) of an option 39; undefined: not one. Allocates. */
export function decodeFqdn(bytes: Uint8Array, start: number, end: number): ClientFqdn | undefined {
  if (start === end) return undefined
  const name = decodeName(bytes, start + 1, end)
  if (name === undefined) return undefined
  return { flags: bytes[start]! & FLAGS, name, partial: name !== '' && !name.endsWith('.') }
}

/**
 * Write option 39; the name is partial when it does not end in a dot. False: it does not fit, or the name has no wire
 * form. Allocates.
 */
export function putFqdn(writer: Writer, flags: number, name: string): boolean {
  const payload = fqdnPayload(flags, name)
  return payload !== undefined && putOption(writer, Option.fqdn, payload, 0, payload.length)
}

/** Payload of option 39; undefined: the name cannot be encoded. */
export function fqdnPayload(flags: number, name: string): Buffer | undefined {
  if (name === '') return Buffer.of(flags)
  try {
    return Buffer.concat([Uint8Array.of(flags), encodeName(name, true)])
  } catch {
    return undefined
  }
}
