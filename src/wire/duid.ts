import { formatBytes, parseBytes } from './hex.js'

/** DUID types (RFC 8415 11, RFC 6355). */
export const DuidType = { llt: 1, en: 2, ll: 3, uuid: 4 } as const

/** Bytes of a DUID, type included (RFC 8415 11.1: 128 after the two bytes of the type). */
export const DUID_MIN = 3
export const DUID_MAX = 130

/** Seconds from 1970 to midnight UTC, January 1, 2000, from where a DUID-LLT counts (RFC 8415 11.2). */
const LLT_EPOCH = 946_684_800

/** What a DUID says. */
export type Duid =
  | {
      readonly type: typeof DuidType.llt
      readonly hardwareType: number
      readonly time: number
      readonly address: Uint8Array
    }
  | { readonly type: typeof DuidType.en; readonly enterprise: number; readonly identifier: Uint8Array }
  | { readonly type: typeof DuidType.ll; readonly hardwareType: number; readonly address: Uint8Array }
  | { readonly type: typeof DuidType.uuid; readonly uuid: Uint8Array }
  | { readonly type: 'other'; readonly code: number; readonly data: Uint8Array }

/** `time` of an LLT is in seconds since 1970, as everywhere in this code. Undefined: too short, too long or malformed. */
export function decodeDuid(bytes: Uint8Array): Duid | undefined {
  if (bytes.length < DUID_MIN || bytes.length > DUID_MAX) return undefined
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const code = view.readUInt16BE(0)
  switch (code) {
    case DuidType.llt:
      if (view.length < 9) return undefined
      return {
        type: code,
        hardwareType: view.readUInt16BE(2),
        time: view.readUInt32BE(4) + LLT_EPOCH,
        address: bytes.slice(8),
      }
    case DuidType.en:
      if (view.length < 7) return undefined
      return { type: code, enterprise: view.readUInt32BE(2), identifier: bytes.slice(6) }
    case DuidType.ll:
      if (view.length < 5) return undefined
      return { type: code, hardwareType: view.readUInt16BE(2), address: bytes.slice(4) }
    case DuidType.uuid:
      return view.length === 18 ? { type: code, uuid: bytes.slice(2) } : undefined
    default:
      return { type: 'other', code, data: bytes.slice(2) }
  }
}

/** Wire form. The time of an LLT is taken modulo 2^32 (RFC 8415 11.2). */
export function encodeDuid(duid: Duid): Buffer {
  switch (duid.type) {
    case DuidType.llt: {
      const head = Buffer.alloc(8)
      head.writeUInt16BE(duid.type, 0)
      head.writeUInt16BE(duid.hardwareType, 2)
      head.writeUInt32BE((duid.time - LLT_EPOCH) >>> 0, 4)
      return Buffer.concat([head, duid.address])
    }
    case DuidType.en: {
      const head = Buffer.alloc(6)
      head.writeUInt16BE(duid.type, 0)
      head.writeUInt32BE(duid.enterprise, 2)
      return Buffer.concat([head, duid.identifier])
    }
    case DuidType.ll:
      return Buffer.concat([u16(duid.type), u16(duid.hardwareType), duid.address])
    case DuidType.uuid:
      return Buffer.concat([u16(duid.type), duid.uuid])
    case 'other':
      return Buffer.concat([u16(duid.code), duid.data])
  }
}

/** Bytes of "00:03:00:01:..." or another of Kea's notations; undefined: not one, or of a length no DUID has. */
export function parseDuid(text: string): Buffer | undefined {
  const bytes = parseBytes(text)
  return bytes !== undefined && bytes.length >= DUID_MIN && bytes.length <= DUID_MAX ? bytes : undefined
}

/** "00:03:00:01:..." */
export function formatDuid(bytes: Uint8Array): string {
  return formatBytes(bytes)
}

function u16(value: number): Uint8Array {
  return Uint8Array.of(value >>> 8, value)
}
