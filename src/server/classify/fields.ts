import type { FieldName, VendorOption } from './ast.js'
import type { Frame } from './frame.js'
import { enterpriseOf, relayIndex, vendorOption } from './option-path.js'

type Run = (frame: Frame) => void

/** A fixed field of the client's message, as bytes. */
function bytes(at: number, length: number): Run {
  return frame => {
    if (!frame.packet.header(frame)) {
      frame.empty()
      return
    }
    frame.start += at
    frame.end = frame.start + length
  }
}

/** A fixed field of the client's message of 1 or 3 bytes, as a number: numbers have 4 bytes. */
function number(at: number, length: 1 | 3): Run {
  return frame => {
    if (!frame.packet.header(frame)) {
      frame.empty()
      return
    }
    const { bytes: b, start } = frame
    const first = start + at
    frame.number(length === 1 ? b[first]! : (b[first]! << 16) | (b[first + 1]! << 8) | b[first + 2]!)
  }
}

// Offsets: RFC 2131 2, RFC 8415 8
const fields: Readonly<Record<FieldName, Run>> = {
  'pkt.iface': frame => {
    if (!frame.packet.interfaceName(frame)) frame.empty()
  },
  'pkt.src': frame => {
    if (!frame.packet.source(frame)) frame.empty()
  },
  'pkt.dst': frame => {
    if (!frame.packet.destination(frame)) frame.empty()
  },
  'pkt.len': frame => frame.number(frame.packet.messageLength),
  'pkt4.htype': number(1, 1),
  'pkt4.hlen': number(2, 1),
  'pkt4.transid': bytes(4, 4),
  'pkt4.ciaddr': bytes(12, 4),
  'pkt4.yiaddr': bytes(16, 4),
  'pkt4.siaddr': bytes(20, 4),
  'pkt4.giaddr': bytes(24, 4),
  'pkt4.mac': frame => {
    if (!frame.packet.header(frame)) {
      frame.empty()
      return
    }
    // RFC 2131 2: chaddr has 16 bytes, whatever hlen claims
    const length = Math.min(16, frame.bytes[frame.start + 2]!)
    frame.start += 28
    frame.end = frame.start + length
  },
  // RFC 2132 9.6: the type of a DHCPv4 message is an option; a BOOTP message has none
  'pkt4.msgtype': frame => {
    const found = frame.packet.option(53, frame) && frame.end > frame.start
    frame.number(found ? frame.bytes[frame.start]! : 0)
  },
  'pkt6.msgtype': number(0, 1),
  'pkt6.transid': number(1, 3),
}

export function compileField(field: FieldName): Run {
  return fields[field]
}

/** RFC 8415 9: link-address at 2, peer-address at 18. */
export function compileRelayField(nest: number, field: 'peeraddr' | 'linkaddr'): Run {
  const at = field === 'linkaddr' ? 2 : 18
  return frame => {
    const index = relayIndex(frame, nest)
    if (index < 0 || !frame.packet.relayHeader(index, frame)) {
      frame.empty()
      return
    }
    frame.start += at
    frame.end = frame.start + 16
  }
}

export function compileEnterprise(family: 'v4' | 'v6', option: VendorOption): Run {
  const locate = vendorOption(family, option, 0)
  return frame => {
    if (locate(frame)) frame.number(enterpriseOf(frame))
    else frame.empty()
  }
}

/** The index-th piece of data of the vendor class option. */
export function compileVendorData(family: 'v4' | 'v6', enterprise: number, index: number): Run {
  const locate = vendorOption(family, 'vendor-class', enterprise)
  return frame => {
    if (!locate(frame)) {
      frame.empty()
      return
    }
    const { bytes: b, end } = frame
    let at = frame.start
    for (let i = 0; ; i++) {
      // RFC 3925 3: each piece has its own enterprise number and a length of 8 bits. RFC 8415 21.16: one enterprise
      // number, then pieces with a length of 16 bits.
      if (family === 'v4' || i === 0) at += 4
      const size = family === 'v4' ? 1 : 2
      if (at + size > end) {
        frame.empty()
        return
      }
      const length = family === 'v4' ? b[at]! : (b[at]! << 8) | b[at + 1]!
      at += size
      if (at + length > end) {
        frame.empty()
        return
      }
      if (i === index) {
        frame.set(b, at, at + length)
        return
      }
      at += length
    }
  }
}
