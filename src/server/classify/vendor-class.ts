import { compileVendorData } from './fields.js'
import type { Frame } from './frame.js'
import { trimText } from './option-path.js'

/** CableLabs' modems and routers name themselves in any piece of data; others are known by the first. */
const wellKnown = [Buffer.from('docsis3.0'), Buffer.from('eRouter1.0')]
/** More pieces than this are not looked at. */
const PIECES = 16
const pieces = Array.from({ length: PIECES }, (_, index) => compileVendorData('v6', 0, index))

/**
 * Leaves in the register what VENDOR_CLASS_ is followed by: DHCPv4 option 60 (RFC 2132 9.13), or a piece of the data of
 * DHCPv6 option 16 (RFC 8415 21.16). False when the packet has none.
 */
export function vendorClassName(family: 'v4' | 'v6', frame: Frame): boolean {
  if (family === 'v4') {
    if (!frame.packet.option(60, frame)) return false
    trimText(frame)
    return frame.end > frame.start
  }
  for (let i = 0; i < PIECES; i++) {
    pieces[i]!(frame)
    if (frame.end === frame.start) break
    for (let j = 0; j < wellKnown.length; j++) if (holds(frame, wellKnown[j]!)) return true
  }
  pieces[0]!(frame)
  return frame.end > frame.start
}

function holds({ bytes, start, end }: Frame, text: Buffer): boolean {
  if (end - start !== text.length) return false
  for (let i = 0; i < text.length; i++) if (bytes[start + i] !== text[i]) return false
  return true
}
