/** A text that is no domain name. The message names the text. */
export class NameError extends Error {}

/** RFC 1035 3.1: bytes of a whole name and of one label. */
const NAME_LIMIT = 255
const LABEL_LIMIT = 63
const POINTER = 0xc0

const BACKSLASH = 0x5c
const DOT = 0x2e

/**
 * Wire form (RFC 1035 3.1) of a name in text: labels with their lengths, then the root's zero. `partial` leaves the zero
 * out when the text does not end in a dot, as option 81 (RFC 4702 2.3.1) and its DHCPv6 sister want it.
 * `\.` and `\DDD` stand for themselves (RFC 1035 5.1). Throws NameError.
 */
export function encodeName(text: string, partial = false): Buffer {
  if (text === '') throw new NameError('empty domain name')
  const source = Buffer.from(text, 'utf8')
  const out = Buffer.alloc(source.length + 2)
  if (text === '.') return out.subarray(0, 1)
  let label = 0
  let at = 1
  let i = 0
  let closed = false
  while (i < source.length) {
    let byte = source[i++]!
    if (byte === DOT) {
      if (at === label + 1) throw new NameError(`duplicate period in ${text}`)
      out[label] = at - label - 1
      label = at++
      closed = true
      continue
    }
    closed = false
    if (byte === BACKSLASH) {
      const digits = /^\d{3}/.exec(source.toString('latin1', i, i + 3))
      if (digits !== null) {
        byte = Number(digits[0])
        if (byte > 255) throw new NameError(`escaped decimal is too large in ${text}`)
        i += 3
      } else if (i < source.length) byte = source[i++]!
      else throw new NameError(`escape is incomplete in ${text}`)
    }
    if (at - label > LABEL_LIMIT) throw new NameError(`label is too long in ${text}`)
    out[at++] = byte
  }
  // The last label has no dot of its own; with one, `label` already points at the root
  if (!closed) {
    out[label] = at - label - 1
    label = at++
  }
  const length = partial && !closed ? label : label + 1
  if (length > NAME_LIMIT) throw new NameError(`name is too long for ${text}`)
  out[label] = 0
  return out.subarray(0, length)
}

/** Where the uncompressed name at `start` ends, its root label included; -1: it does not end before `end`. */
export function nameEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end) {
    const length = bytes[at]!
    if (length === 0) return at + 1
    if (length > LABEL_LIMIT) return -1
    at += 1 + length
  }
  return -1
}

/**
 * Text of the name at bytes[start, end): with a trailing dot when it ends in the root label, without when it is partial
 * (it just ends). '' for no bytes. Undefined: not a name. Compression pointers (RFC 1035 4.1.4) are followed when `base`,
 * the offset they count from, is given; they must point backwards.
 */
export function decodeName(bytes: Uint8Array, start: number, end: number, base = -1): string | undefined {
  let text = ''
  let at = start
  let limit = end
  let size = 0
  while (at < limit) {
    const length = bytes[at]!
    if (length === 0) return text === '' ? '.' : text
    if ((length & POINTER) === POINTER) {
      if (base < 0 || at + 2 > limit) return undefined
      const target = base + (((length & 0x3f) << 8) | bytes[at + 1]!)
      // Only backwards, so that following pointers ends
      if (target >= at) return undefined
      limit = at
      at = target
      continue
    }
    if (length > LABEL_LIMIT || at + 1 + length > limit) return undefined
    size += 1 + length
    if (size >= NAME_LIMIT) return undefined
    text += labelText(bytes, at + 1, at + 1 + length)
    at += 1 + length
    text += '.'
  }
  // The bytes behind a pointer were read up to the pointer itself: a name must not end there
  if (limit !== end) return undefined
  return text.slice(0, -1)
}

/**
 * The names of a list such as option 119, compressed or not (RFC 3397 2: pointers count from the start of the joined
 * option). Undefined: malformed.
 */
export function decodeNames(bytes: Uint8Array, start: number, end: number): string[] | undefined {
  const names: string[] = []
  let at = start
  while (at < end) {
    const stop = compressedEnd(bytes, at, end)
    if (stop < 0) return undefined
    const name = decodeName(bytes, at, stop, start)
    if (name === undefined) return undefined
    names.push(name)
    at = stop
  }
  return names
}

/** Where the name at `start`, which may end in a pointer, ends; -1: malformed. */
function compressedEnd(bytes: Uint8Array, start: number, end: number): number {
  let at = start
  while (at < end) {
    const length = bytes[at]!
    if (length === 0) return at + 1
    if ((length & POINTER) === POINTER) return at + 2 <= end ? at + 2 : -1
    if (length > LABEL_LIMIT) return -1
    at += 1 + length
  }
  return -1
}

/** Characters with a meaning in text (RFC 1035 5.1) get a backslash, unprintable ones their decimal code. */
const SPECIAL = '"();.\\@$'

function labelText(bytes: Uint8Array, start: number, end: number): string {
  let text = ''
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    const character = String.fromCharCode(byte)
    if (byte <= 0x20 || byte >= 0x7f) text += `\\${String(byte).padStart(3, '0')}`
    else text += SPECIAL.includes(character) ? `\\${character}` : character
  }
  return text
}
