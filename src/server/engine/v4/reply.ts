import type { Out } from '../../../net/link.js'
import { isPending, type Now } from '../../../now.js'
import { ipv4 } from '../../../wire/address.js'
import { BROADCAST_FLAG, MessageType, Op, Option, RelayOption } from '../../../wire/v4/codes.js'
import { beginReply, endReply, type Header4, putOption, putOptionU8 } from '../../../wire/v4/encode.js'
import { Message4 } from '../../../wire/v4/message.js'
import { maxMessageSize } from '../../../wire/v4/options.js'
import { findRelayOption } from '../../../wire/v4/relay.js'
import { messageText, messageTypeName } from '../../../wire/v4/text.js'
import { Writer } from '../../../wire/writer.js'
import type { Verdict as Said } from '../../hooks/point.js'
import type { Prepared } from '../../options/prepared.js'
import { hookBufferSendSkip, optionsLeftOut, packetPack, packetSend, responseData } from '../messages.js'
import type { Step, Verdict } from '../walk.js'
import { fillBootFields } from './boot-fields.js'
import type { Exchange4 } from './exchange4.js'
import { echoesClientId } from './gather.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'
import { LIMITED_BROADCAST } from './select-subnet.js'
import { serverIdentifierOf } from './server-identifier.js'

/** Write the answer into a transmit slot of the link and address it. */
export function reply(rooms: Rooms4): Step<Exchange4> {
  const writer = new Writer()
  const header: Header4 = {
    op: Op.reply,
    htype: 1,
    hlen: 6,
    hops: 0,
    xid: 0,
    secs: 0,
    flags: 0,
    ciaddr: 0,
    yiaddr: 0,
    siaddr: 0,
    giaddr: 0,
    chaddr: new Uint8Array(16),
    chaddrAt: 0,
    sname: undefined,
    file: undefined,
  }
  function encode(x: Exchange4, out: Out): void {
    const { options: optionLog } = rooms.log
    if (optionLog.on(packetPack)) optionLog.log(packetPack, labelOf(x))
    fillHeader(x, header)
    writer.reset(out.arena, out.start, limitOf(x, out))
    const start = beginReply(writer, header)
    const bootp = x.classes.has(x.plan.builtin.bootp)
    if (!bootp) putOptionU8(writer, Option.messageType, x.replyType)
    putOptions(x, writer)
    if (writer.overflow) logOverflow(rooms, x)
    endReply(writer, start, bootp ? BOOTP_LENGTH : 0)
    out.end = writer.at
    address(rooms, x, out)
    out.rests = x.rests
    x.answer = out
  }

  function send(x: Exchange4, out: Out): undefined {
    x.link.post()
    rooms.counters.typeSent(x.replyType)
    logSend(rooms, x, out)
    return undefined
  }

  const { bufferSend } = rooms.points
  const { hooks } = rooms.log

  /** buffer4_send. What a listener waits over is encoded again: the slot is the next packet's meanwhile. */
  function askSend(x: Exchange4, out: Out): Now<Verdict> {
    const said = bufferSend.run(x)
    if (!isPending(said)) return heed(x, said, out)
    return said.then(late => {
      if (late !== 'continue') return heed(x, late, out)
      const again = x.link.slot()
      if (again === undefined) return full()
      encode(x, again)
      return heed(x, late, again)
    })
  }

  function heed(x: Exchange4, said: Said, out: Out): Verdict {
    if (said === 'continue') return send(x, out)
    x.answer = undefined
    if (hooks.on(hookBufferSendSkip)) hooks.log(hookBufferSendSkip, labelOf(x))
    return 'drop'
  }

  function full(): 'drop' {
    rooms.counters.sendQueueFull()
    return 'drop'
  }

  return x => {
    if (x.replyType === 0) return undefined
    const out = x.link.slot()
    if (out === undefined) return full()
    encode(x, out)
    return bufferSend.heard ? askSend(x, out) : send(x, out)
  }
}

/** RFC 1542 2.1: BOOTP messages are at least 300 bytes. */
const BOOTP_LENGTH = 300

function fillHeader(x: Exchange4, header: Header4): void {
  const { query } = x
  const nak = x.replyType === MessageType.nak
  header.htype = query.htype
  header.hlen = query.hlen
  header.hops = query.giaddr === 0 ? 0 : query.hops
  header.xid = query.xid
  // RFC 2131 4.3.2: the relay has to broadcast a NAK, its client may have no usable address; nor has one that asks
  // for parameters without telling its own
  const unreached = query.type === MessageType.inform && query.ciaddr === 0
  header.flags = query.giaddr !== 0 && (nak || unreached) ? query.flags | BROADCAST_FLAG : query.flags
  header.ciaddr = nak || x.replyType === MessageType.offer ? 0 : query.ciaddr
  header.yiaddr = nak ? 0 : x.granted
  header.giaddr = query.giaddr
  header.chaddr = query.arena
  header.chaddrAt = query.chaddrAt
  header.siaddr = 0
  header.sname = undefined
  header.file = undefined
  if (!nak) fillBootFields(x, header)
}

/** Ascending codes; option 82 last, as the relay sent it (RFC 3046 2.2): room is kept for it, whatever else is left out. */
function putOptions(x: Exchange4, writer: Writer): void {
  const { options, query } = x
  const echoed = !x.agentRecalled && query.find(Option.relayAgent) ? query.optionEnd - query.optionStart : 0
  const { limit } = writer
  writer.limit = limit - roomFor(echoed)
  if (x.prepared !== undefined) putPrepared(x, x.prepared, writer)
  else if (x.preparing) prepare(x, writer)
  else options.write(writer, 0, 256)
  writer.limit = limit
  if (echoed > 0 && query.find(Option.relayAgent))
    putOption(writer, Option.relayAgent, query.optionBytes, query.optionStart, query.optionEnd)
}

/** What a client of the same kind was answered, around what is this client's own. */
function putPrepared(x: Exchange4, { head, tail }: Prepared, writer: Writer): void {
  const { query } = x
  writer.copy(head)
  if (echoesClientId(x) && query.find(Option.clientIdentifier))
    putOption(writer, Option.clientIdentifier, query.optionBytes, query.optionStart, query.optionEnd)
  writer.copy(tail)
}

/** Write the options, and keep them for clients of the same kind when all of them fitted. */
function prepare(x: Exchange4, writer: Writer): void {
  const { options, query } = x
  const { bytes, at } = writer
  options.write(writer, 0, Option.clientIdentifier)
  const own = writer.at
  options.write(writer, Option.clientIdentifier, Option.clientIdentifier + 1)
  const rest = writer.at
  options.write(writer, Option.clientIdentifier + 1, 256)
  if (writer.overflow) return
  const asked = query.find(Option.parameterRequestList)
    ? query.optionBytes.subarray(query.optionStart, query.optionEnd)
    : bytes.subarray(0, 0)
  x.pool!.prepared.keep(asked, x.lifetime, serverIdentifierOf(x), {
    head: Buffer.from(bytes.subarray(at, own)),
    tail: Buffer.from(bytes.subarray(rest, writer.at)),
  })
}

/** Bytes that a payload takes with its heads: one for each 255 bytes (RFC 3396). */
function roomFor(length: number): number {
  return length === 0 ? 0 : length + 2 * Math.ceil(length / 255)
}

/** IP and UDP headers, which the client's option 57 counts in. */
const HEADERS = 28

/** RFC 2132 9.10: no answer is longer than what the client says it takes; less than 576 nobody may say. */
function limitOf(x: Exchange4, out: Out): number {
  const size = maxMessageSize(x.query)
  return size === undefined ? out.limit : Math.min(out.limit, out.start + Math.max(576, size) - HEADERS)
}

/**
 * RFC 2131 4.1: to the relay, to the address the client has, by broadcast where the client asks for it, else to the
 * address it is given, by its hardware address.
 */
function address({ ports }: Rooms4, x: Exchange4, out: Out): void {
  const { query } = x
  const { giaddr, ciaddr, flags } = query
  const asksBroadcast = (flags & BROADCAST_FLAG) !== 0
  out.hardwareLength = 0
  out.port = ports.client
  if (query.type === MessageType.inform) {
    if (ciaddr !== 0) to(out, ciaddr)
    else if (giaddr !== 0) toRelay(x, out, ports.relay)
    else to(out, x.source)
  } else if (giaddr !== 0) toRelay(x, out, ports.relay)
  // a NAK for a client on this link goes to everybody on it, whatever address the client thinks it has
  else if (x.replyType === MessageType.nak) to(out, LIMITED_BROADCAST)
  else if (ciaddr !== 0) to(out, ciaddr)
  else if (asksBroadcast || x.granted === 0 || query.hlen === 0 || !x.link.reachesHardware) to(out, LIMITED_BROADCAST)
  else toHardware(x, out)
}

/** To an address that its owner does not have yet: the hardware address goes with it. */
function toHardware(x: Exchange4, out: Out): void {
  const { arena, chaddrAt, hlen } = x.query
  to(out, x.granted)
  for (let i = 0; i < hlen; i++) out.arena[out.hardwareAt + i] = arena[chaddrAt + i]!
  out.hardwareLength = hlen
}

function to(out: Out, address: number): void {
  ipv4.write(address, out.arena, out.addressAt)
}

/** To the relay: port 67, or where it listens by RFC 8357. */
function toRelay(x: Exchange4, out: Out, port: number | 'source'): void {
  to(out, x.query.giaddr)
  out.port = port === 'source' || findRelayOption(x.query, RelayOption.relayPort) ? x.sourcePort : port
}

function logSend({ log, ports }: Rooms4, x: Exchange4, out: Out): void {
  const { packets } = log
  if (!packets.on(packetSend)) return
  const { localAddress, name } = x.link
  const from = ipv4.format(localAddress === undefined ? 0 : ipv4.read(localAddress, 0))
  const to = ipv4.format(ipv4.read(out.arena, out.addressAt))
  const type = messageTypeName(x.replyType)
  packets.log(packetSend, labelOf(x), type, x.replyType, from, ports.server, to, out.port, name)
  if (!packets.on(responseData)) return
  const answer = new Message4()
  if (answer.read(out.arena, out.start, out.end) !== undefined) return
  const text = messageText(answer, x.plan.decided.spaces, `${from}:${ports.server}`, `${to}:${out.port}`)
  packets.log(responseData, labelOf(x), type, x.replyType, text)
}

function logOverflow({ log }: Rooms4, x: Exchange4): void {
  if (log.options.on(optionsLeftOut)) log.options.log(optionsLeftOut, labelOf(x))
}
