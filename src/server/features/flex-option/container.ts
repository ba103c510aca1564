import { decodeOption } from '../../../wire/option-data.js'
import type { OptionDefinition } from '../../../wire/option-space.js'
import { Option } from '../../../wire/v4/codes.js'
import { highest, type OptionCoding } from './dialect.js'

/** An option taken apart: what stands before its sub-options, and these. */
export interface Container {
  readonly head: Buffer
  readonly parts: { readonly code: number; readonly payload: Buffer }[]
}

/** The sub-options that follow the values of the definition; with an enterprise number, those of the vendor options. */
export function openContainer(
  coding: OptionCoding,
  payload: Buffer,
  definition: OptionDefinition | undefined,
  vendor: number | undefined,
): Container {
  const { width, vendorHead } = coding
  const values = definition === undefined ? undefined : decodeOption(definition, payload, 0, payload.length)
  const from = vendor !== undefined ? vendorHead : (values?.rest ?? 0)
  const parts: { code: number; payload: Buffer }[] = []
  for (let at = from; at + 2 * width <= payload.length; ) {
    const code = payload.readUIntBE(at, width)
    if (width === 1 && code === Option.end) break
    if (width === 1 && code === Option.pad) {
      at++
      continue
    }
    const start = at + 2 * width
    const end = start + payload.readUIntBE(at + width, width)
    if (end > payload.length) break
    parts.push({ code, payload: Buffer.from(payload.subarray(start, end)) })
    at = end
  }
  return { head: vendor !== undefined ? headOf(coding, vendor) : Buffer.from(payload.subarray(0, from)), parts }
}

/** A container with nothing in it. */
export function emptyContainer(coding: OptionCoding, vendor: number | undefined): Container {
  return { head: vendor !== undefined ? headOf(coding, vendor) : Buffer.alloc(0), parts: [] }
}

/** Ascending by code; parts that are too long for their length are left out. */
export function closeContainer(coding: OptionCoding, { head, parts }: Container, vendor: number | undefined): Buffer {
  const { width, vendorHead } = coding
  const longest = highest(coding)
  const pieces: Buffer[] = [head]
  let length = 0
  for (const { code, payload } of [...parts].sort((a, b) => a.code - b.code)) {
    if (payload.length > longest) continue
    if (vendor !== undefined && length + 2 * width + payload.length > longest) continue
    const own = Buffer.alloc(2 * width)
    own.writeUIntBE(code, 0, width)
    own.writeUIntBE(payload.length, width, width)
    pieces.push(own, payload)
    length += 2 * width + payload.length
  }
  const whole = Buffer.concat(pieces)
  if (vendor !== undefined && vendorHead === 5) whole[vendorHead - 1] = length
  return whole
}

/** The enterprise whose options a payload of the vendor options holds first; undefined: it is too short to say. */
export function vendorOf(payload: Buffer): number | undefined {
  return payload.length >= 4 ? payload.readUInt32BE(0) : undefined
}

function headOf({ vendorHead }: OptionCoding, vendor: number): Buffer {
  const head = Buffer.alloc(vendorHead)
  head.writeUInt32BE(vendor, 0)
  return head
}
