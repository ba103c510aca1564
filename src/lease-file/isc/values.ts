import type { IscToken } from './statement-reader.js'

/** A lease that never ends, as seconds since 1970. */
export const NEVER = Number.POSITIVE_INFINITY

/**
 * The date of `words` from `from` on: "W YYYY/MM/DD hh:mm:ss" in UTC, "epoch N" (db-time-format local), or "never". Seconds
 * since 1970; undefined: it is none.
 */
export function readDate(words: readonly IscToken[], from: number): number | undefined {
  const first = words[from]?.text
  if (first === 'never') return NEVER
  if (first === 'epoch') {
    const seconds = Number(words[from + 1]?.text)
    return Number.isInteger(seconds) && seconds >= 0 ? seconds : undefined
  }
  const day = /^(\d{4})\/(\d{1,2})\/(\d{1,2})$/.exec(words[from + 1]?.text ?? '')
  const time = /^(\d{1,2}):(\d{1,2}):(\d{1,2})$/.exec(words[from + 2]?.text ?? '')
  if (day === null || time === null) return undefined
  const [, year, month, date] = day.map(Number)
  const [, hour, minute, second] = time.map(Number)
  const seconds = Date.UTC(year!, month! - 1, date, hour, minute, second) / 1000
  return Number.isFinite(seconds) ? seconds : undefined
}

/** A quoted string, or bytes in hexadecimal joined by ":" ("1:0:b4"); undefined: neither. */
export function readBytes(token: IscToken | undefined): Buffer | undefined {
  if (token === undefined) return undefined
  if (token.quoted) return Buffer.from(token.text, 'latin1')
  if (!/^[0-9a-f]{1,2}(?::[0-9a-f]{1,2})*$/i.test(token.text)) return undefined
  return Buffer.from(token.text.split(':').map(digits => Number.parseInt(digits, 16)))
}

const HARDWARE_TYPES: Readonly<Record<string, number>> = { ethernet: 1, 'token-ring': 6, fddi: 8, infiniband: 32 }

/** The number of a hardware type's name; undefined: dhcpd has no such name. */
export function hardwareTypeOf(name: string): number | undefined {
  const unknown = /^unknown-(\d+)$/.exec(name)
  return unknown === null ? HARDWARE_TYPES[name] : Number(unknown[1])
}

const AGENT_CODES: Readonly<Record<string, number>> = {
  'circuit-id': 1,
  'remote-id': 2,
  'agent-id': 3,
  'DOCSIS-device-class': 4,
  'link-selection': 5,
}

/** One sub-option of option 82 (RFC 3046), coded; undefined: name or value cannot be read. */
export function readAgentOption(name: string, value: IscToken | undefined): Buffer | undefined {
  const unknown = /^unknown-(\d+)$/.exec(name)
  const code = unknown === null ? AGENT_CODES[name] : Number(unknown[1])
  const bytes = code === 4 ? deviceClass(value) : code === 5 ? dottedDecimal(value) : readBytes(value)
  if (code === undefined || bytes === undefined || bytes.length > 255) return undefined
  return Buffer.concat([Buffer.of(code, bytes.length), bytes])
}

/** RFC 3256: four bytes. */
function deviceClass(value: IscToken | undefined): Buffer | undefined {
  const number = Number(value?.text)
  if (!Number.isInteger(number) || number < 0 || number > 0xffffffff) return readBytes(value)
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(number)
  return bytes
}

function dottedDecimal(value: IscToken | undefined): Buffer | undefined {
  const octets = (value?.text ?? '').split('.').map(Number)
  return octets.length === 4 && octets.every(octet => octet >= 0 && octet <= 255) ? Buffer.from(octets) : undefined
}
