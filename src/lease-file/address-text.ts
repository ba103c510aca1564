import { hexDigit, writeDecimal } from './field-text.js'
import type { LeaseRecord } from './lease-record.js'

/** Reads and writes the address column without strings: dotted decimal, or RFC 4291 in and RFC 5952 out. */
export class AddressText {
  readonly width: 4 | 16
  private readonly groups = new Uint16Array(8)

  constructor(width: 4 | 16) {
    this.width = width
  }

  /** The address of bytes[start, end) into the record's words; false when it is none of this family. */
  read(bytes: Uint8Array, start: number, end: number, into: LeaseRecord): boolean {
    if (this.width === 16) return this.readIpv6(bytes, start, end, into)
    const value = readIpv4(bytes, start, end)
    if (value < 0) return false
    into.w0 = value
    return true
  }

  /** Writes at most 45 bytes; returns the offset after them. */
  write(from: LeaseRecord, out: Uint8Array, at: number): number {
    return this.width === 4 ? writeIpv4(from.w0, out, at) : this.writeIpv6(from, out, at)
  }

  private readIpv6(bytes: Uint8Array, start: number, end: number, into: LeaseRecord): boolean {
    const { groups } = this
    let count = 0
    let gap = -1
    let i = start
    if (end - start >= 2 && bytes[i] === 0x3a) {
      if (bytes[i + 1] !== 0x3a) return false
      gap = 0
      i += 2
    }
    while (i < end) {
      if (count === 8) return false
      const begin = i
      let value = 0
      while (i < end) {
        const digit = hexDigit(bytes[i]!)
        if (digit < 0) break
        value = (value << 4) | digit
        i++
      }
      if (i < end && bytes[i] === 0x2e) {
        // RFC 4291 2.2 form 3: the low 32 bits as dotted decimal
        const low = readIpv4(bytes, begin, end)
        if (low < 0 || count > 6) return false
        groups[count++] = low >>> 16
        groups[count++] = low & 0xffff
        i = end
        break
      }
      if (i === begin || i - begin > 4) return false
      groups[count++] = value
      if (i === end) break
      if (bytes[i] !== 0x3a || ++i === end) return false
      if (bytes[i] === 0x3a) {
        if (gap >= 0) return false
        gap = count
        i++
      }
    }
    if (gap < 0 ? count !== 8 : count > 7) return false
    if (gap >= 0) {
      const tail = count - gap
      for (let k = 0; k < tail; k++) groups[7 - k] = groups[count - 1 - k]!
      for (let k = gap; k < 8 - tail; k++) groups[k] = 0
    }
    into.w3 = ((groups[0]! << 16) | groups[1]!) >>> 0
    into.w2 = ((groups[2]! << 16) | groups[3]!) >>> 0
    into.w1 = ((groups[4]! << 16) | groups[5]!) >>> 0
    into.w0 = ((groups[6]! << 16) | groups[7]!) >>> 0
    return true
  }

  private writeIpv6(from: LeaseRecord, out: Uint8Array, at: number): number {
    const { groups } = this
    groups[0] = from.w3 >>> 16
    groups[1] = from.w3
    groups[2] = from.w2 >>> 16
    groups[3] = from.w2
    groups[4] = from.w1 >>> 16
    groups[5] = from.w1
    groups[6] = from.w0 >>> 16
    groups[7] = from.w0
    // RFC 5952 4.2: the longest run of zero groups, at least two, the first of equals
    let best = -1
    let length = 1
    for (let i = 0; i < 8; i++) {
      if (groups[i] !== 0) continue
      let j = i
      while (j < 8 && groups[j] === 0) j++
      if (j - i > length) {
        best = i
        length = j - i
      }
      i = j
    }
    const mapped = best === 0 && length === 5 && groups[5] === 0xffff
    for (let i = 0; i < 8; i++) {
      if (i === best) {
        out[at++] = 0x3a
        if (i === 0) out[at++] = 0x3a
        i += length - 1
        continue
      }
      if (mapped && i === 6) return writeIpv4(from.w0, out, at)
      at = writeGroup(groups[i]!, out, at)
      if (i < 7) out[at++] = 0x3a
    }
    return at
  }
}

/** Strict dotted decimal; -1 when it is none. */
export function readIpv4(bytes: Uint8Array, start: number, end: number): number {
  let value = 0
  let octet = -1
  let dots = 0
  for (let i = start; i < end; i++) {
    const byte = bytes[i]!
    if (byte === 0x2e) {
      if (octet < 0 || ++dots > 3) return -1
      value = value * 256 + octet
      octet = -1
      continue
    }
    const digit = byte - 48
    if (digit < 0 || digit > 9 || octet === 0) return -1
    octet = octet < 0 ? digit : octet * 10 + digit
    if (octet > 255) return -1
  }
  return dots === 3 && octet >= 0 ? value * 256 + octet : -1
}

export function writeIpv4(value: number, out: Uint8Array, at: number): number {
  at = writeDecimal(value >>> 24, out, at)
  out[at++] = 0x2e
  at = writeDecimal((value >>> 16) & 255, out, at)
  out[at++] = 0x2e
  at = writeDecimal((value >>> 8) & 255, out, at)
  out[at++] = 0x2e
  return writeDecimal(value & 255, out, at)
}

function writeGroup(group: number, out: Uint8Array, at: number): number {
  let shift = group > 0xfff ? 12 : group > 0xff ? 8 : group > 0xf ? 4 : 0
  for (; shift >= 0; shift -= 4) {
    const digit = (group >>> shift) & 15
    out[at++] = digit < 10 ? 48 + digit : 87 + digit
  }
  return at
}
