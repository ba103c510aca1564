const HEX = '0123456789abcdef'
const EMPTY = Buffer.alloc(0)

/** Bytes of a run of hex digits (even or odd: an odd run has a zero put in front). Undefined: not hex. */
export function parseDigits(text: string): Buffer | undefined {
  if (!/^[0-9a-fA-F]*$/.test(text)) return undefined
  return Buffer.from(text.length % 2 === 0 ? text : `0${text}`, 'hex')
}

/** Bytes of "01:2:ff": groups of one or two digits with one separator between them. Undefined: not so. */
function parseGroups(text: string, separator: ':' | ' '): Buffer | undefined {
  const groups = text.split(separator)
  const bytes = Buffer.alloc(groups.length)
  for (const [i, group] of groups.entries()) {
    if (!/^[0-9a-fA-F]{1,2}$/.test(group)) return undefined
    bytes[i] = Number.parseInt(group, 16)
  }
  return bytes
}

/** Kea's notations for bytes: `01:02`, `01 02`, `0x0102`, `0102`, and text in single quotes (blanks
 * around it do not count). Undefined: none of them. */
export function parseBytes(text: string): Buffer | undefined {
  if (text === '') return EMPTY
  const quoted = /^\s*'(.*)'\s*$/s.exec(text)?.[1]?.trim()
  if (quoted !== undefined) return quoted === '' ? undefined : Buffer.from(quoted, 'utf8')
  if (text.includes(':')) return parseGroups(text, ':')
  if (text.includes(' ')) return parseGroups(text, ' ')
  if (text.startsWith('0x')) return text.length > 2 ? parseDigits(text.slice(2)) : undefined
  return parseDigits(text)
}

/** "01:02:ff"; '' for no bytes. */
export function formatBytes(bytes: Uint8Array, start = 0, end = bytes.length): string {
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (i > start) text += ':'
    text += HEX[byte >> 4]! + HEX[byte & 15]!
  }
  return text
}

/** "0102FF", as Kea prints bytes in option data. */
export function formatDigits(bytes: Uint8Array, start = 0, end = bytes.length): string {
  return formatBytes(bytes, start, end).replaceAll(':', '').toUpperCase()
}

/**
 * A hardware address "1a:1b:1c:1d:1e:1f", at most 20 bytes (RFC 826 leaves the length open; InfiniBand has 20). One
 * digit in a group will do. Undefined: not one.
 */
export function parseHardware(text: string): Buffer | undefined {
  const bytes = parseGroups(text, ':')
  return bytes !== undefined && bytes.length <= 20 ? bytes : undefined
}
