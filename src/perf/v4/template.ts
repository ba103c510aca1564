import { Op, Option } from '../../wire/v4/codes.js'
import { beginReply, endReply, putOption, putOptionU8, putOptionU32 } from '../../wire/v4/encode.js'
import { Writer } from '../../wire/writer.js'
import type { MessagePlan, TemplateOffsets } from '../plan.js'

/** Where a message has what differs from one to the next; -1: it has not. Offsets from its start, bytes. */
export interface Places4 {
  readonly bytes: Buffer
  readonly xid: number
  readonly secs: number
  readonly ciaddr: number
  readonly giaddr: number
  readonly hardware: number
  /** The six bytes in the client identifier. */
  readonly clientId: number
  /** Value of option 50 and of option 54. */
  readonly requested: number
  readonly server: number
  /** A server identifier option is to be written here, code and length too. */
  readonly serverOption: number
  /** Last of the bytes that tell clients apart in somebody's own template. */
  readonly random: number
}

export interface Shape4 {
  readonly type: number
  /** With options 50 and 54, as a REQUEST after an OFFER. */
  readonly selects: boolean
  /** Option 54 without 50: RELEASE. */
  readonly names: boolean
}

/** A message without what differs, as perfdhcp lays it out: client identifier from the hardware address. */
export function template4(plan: MessagePlan, shape: Shape4, relayed: boolean): Places4 {
  const writer = new Writer(Buffer.alloc(1400))
  const start = beginReply(writer, {
    op: Op.request,
    htype: 1,
    hlen: 6,
    hops: relayed ? 1 : 0,
    xid: 0,
    secs: 0,
    flags: plan.broadcast ? 0x8000 : 0,
    ciaddr: 0,
    yiaddr: 0,
    siaddr: 0,
    giaddr: 0,
    chaddr: new Uint8Array(6),
    chaddrAt: 0,
    sname: undefined,
    file: undefined,
  })
  putOptionU8(writer, Option.messageType, shape.type)
  let requested = -1
  let server = -1
  if (shape.selects) {
    requested = writer.at + 2
    putOptionU32(writer, Option.requestedAddress, 0)
  }
  if (shape.selects || shape.names) {
    server = writer.at + 2
    putOptionU32(writer, Option.serverIdentifier, 0)
  }
  if (!shape.names && plan.requested.length > 0)
    putOption(writer, Option.parameterRequestList, Uint8Array.from(plan.requested), 0, plan.requested.length)
  const clientId = writer.at + 3
  putOption(writer, Option.clientIdentifier, Uint8Array.of(1, 0, 0, 0, 0, 0, 0), 0, 7)
  for (const { code, hex } of plan.options) {
    const payload = Buffer.from(hex, 'hex')
    putOption(writer, code, payload, 0, payload.length)
  }
  endReply(writer, start)
  const bytes = Buffer.from(writer.bytes.subarray(0, writer.at))
  const fixed = { xid: 4, secs: 8, ciaddr: 12, giaddr: 24, hardware: 28, serverOption: -1, random: -1 }
  return { bytes, ...fixed, clientId, requested, server }
}

/** Somebody's own message, with the places that its offsets name. */
export function ownTemplate4(hex: string, offsets: TemplateOffsets): Places4 {
  return {
    bytes: Buffer.from(hex, 'hex'),
    xid: offsets.xid < 0 ? 4 : offsets.xid,
    secs: offsets.elapsed,
    ciaddr: -1,
    giaddr: 24,
    hardware: -1,
    clientId: -1,
    requested: offsets.address,
    server: -1,
    serverOption: offsets.server,
    random: offsets.random < 0 ? 33 : offsets.random,
  }
}
