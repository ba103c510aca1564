import { decodeOption } from '../../../wire/option-data.js'
import type { OptionDefinition } from '../../../wire/option-space.js'
import { Option } from '../../../wire/v4/codes.js'

/** Bytes that a sub-option may have. */
const LONGEST = 255
/** Enterprise number and length (RFC 3925 4). */
const VENDOR_HEAD = 5

/** An option taken apart: what stands before its sub-options, and these. */
export interface Container {
  readonly head: Buffer
  readonly parts: { readonly code: number; readonly payload: Buffer }[]
}

/** The sub-options that follow the values of the definition; with an enterprise number, those of option 125. */
export function openContainer(
  payload: Buffer,
  definition: OptionDefinition | undefined,
  vendor: number | undefined,
): Container {
  const values = definition === undefined ? undefined : decodeOption(definition, payload, 0, payload.length)
  const from = vendor !== undefined ? VENDOR_HEAD : (values?.rest ?? 0)
  const parts: { code: number; payload: Buffer }[] = []
  for (let at = from; at + 2 <= payload.length; ) {
    const code = payload[at]!
    if (code === Option.end) break
    if (code === Option.pad) {
      at++
      continue
    }
    const end = at + 2 + payload[at + 1]!
    if (end > payload.length) break
    parts.push({ code, payload: Buffer.from(payload.subarray(at + 2, end)) })
    at = end
  }
  return { head: vendor !== undefined ? vendorHead(vendor) : Buffer.from(payload.subarray(0, from)), parts }
}

/** A container with nothing in it. */
export function emptyContainer(vendor: number | undefined): Container {
  return { head: vendor !== undefined ? vendorHead(vendor) : Buffer.alloc(0), parts: [] }
}

/** Ascending by code; parts that are too long for their length byte are left out. */
export function closeContainer({ head, parts }: Container, vendor: number | undefined): Buffer {
  const pieces: Buffer[] = [head]
  let length = 0
  for (const { code, payload } of [...parts].sort((a, b) => a.code - b.code)) {
    if (payload.length > LONGEST) continue
    if (vendor !== undefined && length + 2 + payload.length > LONGEST) continue
    pieces.push(Buffer.of(code, payload.length), payload)
    length += 2 + payload.length
  }
  const whole = Buffer.concat(pieces)
  if (vendor !== undefined) whole[VENDOR_HEAD - 1] = length
  return whole
}

/** The enterprise whose options a payload of option 125 holds first; undefined: it is too short to say. */
export function vendorOf(payload: Buffer): number | undefined {
  return payload.length >= 4 ? payload.readUInt32BE(0) : undefined
}

function vendorHead(vendor: number): Buffer {
  const head = Buffer.alloc(VENDOR_HEAD)
  head.writeUInt32BE(vendor, 0)
  return head
}
