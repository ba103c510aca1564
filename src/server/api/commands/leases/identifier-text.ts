import { type ArgumentType, parsed, Unfit } from '../../argument-type.js'

/** RFC 2131 2 has room for 16 bytes, InfiniBand's are 20. */
const LONGEST_HARDWARE = 20

/** Pairs of hexadecimal digits (or single digits) between colons; '' is no address at all. */
export const hardwareAddress: ArgumentType<Buffer> = parsed('hardware address', text => {
  if (text === '') return Buffer.alloc(0)
  const bytes = separated(text, ':')
  if (bytes instanceof Unfit || bytes.length <= LONGEST_HARDWARE) return bytes
  return new Unfit('value', 'address vector size exceeds MAX_HWADDR_LEN')
})

/** RFC 2132 9.14: at least a type and one byte; one option holds 255. */
export const clientIdentifier: ArgumentType<Buffer> = parsed('client identifier', text => {
  const bytes = identifierBytes(text, 255)
  if (bytes instanceof Unfit || bytes.length >= 2) return bytes
  return new Unfit('value', `client-id is too short (${bytes.length}), at least 2 is required`)
})

/** RFC 8415 11.1: a type of two bytes and up to 128 more. */
export const duid: ArgumentType<Buffer> = parsed('DUID', text => identifierBytes(text, 130))

/** Digits in one piece, with or without 0x, or in pairs between colons or spaces. */
function identifierBytes(text: string, longest: number): Buffer | Unfit {
  if (text === '') return new Unfit('value', 'Empty DUIDs are not allowed')
  const bytes = text.includes(':') ? separated(text, ':') : text.includes(' ') ? separated(text, ' ') : joined(text)
  if (bytes instanceof Unfit || bytes.length <= longest) return bytes
  return new Unfit('value', `DUID size is ${bytes.length} bytes, exceeds maximum of ${longest}`)
}

function joined(text: string): Buffer | Unfit {
  const digits = text.startsWith('0x') || text.startsWith('0X') ? text.slice(2) : text
  if (!/^[0-9a-f]+$/i.test(digits)) return new Unfit('value', `'${text}' is not a valid string of hexadecimal digits`)
  return Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, 'hex')
}

function separated(text: string, separator: ':' | ' '): Buffer | Unfit {
  const bytes: number[] = []
  for (const pair of text.split(separator)) {
    if (pair === '')
      return new Unfit('value', `two consecutive separators ('${separator}') specified in a decoded string '${text}'`)
    if (pair.length > 2) return new Unfit('value', `invalid format of the decoded string '${text}'`)
    const wrong = /[^0-9a-f]/i.exec(pair)
    if (wrong !== null)
      return new Unfit('value', `'${wrong[0]}' is not a valid hexadecimal digit in decoded string '${text}'`)
    bytes.push(Number.parseInt(pair, 16))
  }
  return Buffer.from(bytes)
}

/** "1a:1b:1c" */
export function pairs(bytes: Uint8Array): string {
  let text = ''
  for (let i = 0; i < bytes.length; i++)
    text += `${i > 0 ? ':' : ''}${bytes[i]! < 16 ? '0' : ''}${bytes[i]!.toString(16)}`
  return text
}
