import type { Out } from '../../../net/link.js'
import { isPending, type Now } from '../../../now.js'
import { Option } from '../../../wire/v6/codes.js'
import { beginMessage, putEmptyOption, putOption, putStatusText } from '../../../wire/v6/encode.js'
import { isRequested } from '../../../wire/v6/options.js'
import { findRelayOption } from '../../../wire/v6/relay.js'
import { RelayReply } from '../../../wire/v6/relay-reply.js'
import { Writer } from '../../../wire/writer.js'
import type { Verdict as Said } from '../../hooks/point.js'
import { optionsLeftOut } from '../messages.js'
import type { Step, Verdict } from '../walk.js'
import { hookBufferSendSkip } from './answer-messages.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import { logSend, logStatuses } from './log-answer.js'
import { lengthOf, putAssociation } from './put-association.js'
import type { Rooms6 } from './rooms6.js'

/** Write the answer into a transmit slot of the link and address it. */
export function reply(rooms: Rooms6): Step<Exchange6> {
  const writer = new Writer()
  const relays = new RelayReply()
  const { bufferSend } = rooms.points
  const { hooks, options: optionLog } = rooms.log

  /** False: not even the headers of the relays fit. */
  function encode(x: Exchange6, out: Out): boolean {
    logStatuses(rooms, x)
    writer.reset(out.arena, out.start, out.limit)
    if (!relays.open(writer, x.query)) return false
    putAnswer(rooms, x, writer)
    relays.close(writer)
    if (writer.overflow && optionLog.on(optionsLeftOut)) optionLog.log(optionsLeftOut, labelOf(x))
    out.end = writer.at
    address(rooms, x, out)
    out.rests = x.rests
    x.answer = out
    return true
  }

  function send(x: Exchange6, out: Out): undefined {
    x.link.post()
    rooms.counters.typeSent(x.replyType)
    logSend(rooms, x, out)
    return undefined
  }

  /** buffer6_send. What a listener waits over is encoded again: the slot is the next packet's meanwhile. */
  function askSend(x: Exchange6, out: Out): Now<Verdict> {
    const said = bufferSend.run(x)
    if (!isPending(said)) return heed(x, said, out)
    return said.then(late => {
      if (late !== 'continue') return heed(x, late, out)
      const again = x.link.slot()
      if (again === undefined) return full()
      if (!encode(x, again)) return tooLong()
      return heed(x, late, again)
    })
  }

  function heed(x: Exchange6, said: Said, out: Out): Verdict {
    if (said === 'continue') return send(x, out)
    x.answer = undefined
    if (hooks.on(hookBufferSendSkip)) hooks.log(hookBufferSendSkip, labelOf(x))
    return 'drop'
  }

  function full(): 'drop' {
    rooms.counters.sendQueueFull()
    return 'drop'
  }

  function tooLong(): 'drop' {
    rooms.counters.dropped('processing-failed')
    return 'drop'
  }

  return x => {
    if (x.replyType === 0) return undefined
    const out = x.link.slot()
    if (out === undefined) return full()
    if (!encode(x, out)) return tooLong()
    return bufferSend.heard ? askSend(x, out) : send(x, out)
  }
}

/**
 * The message for the client, its options ascending by code. What was granted has its room kept, whatever other options
 * are left out: its client holds leases by it.
 */
function putAnswer({ serverId }: Rooms6, x: Exchange6, writer: Writer): void {
  const { query, options } = x
  beginMessage(writer, x.replyType, query.transactionId)
  if (query.find(Option.clientId)) putOption(writer, Option.clientId, query.arena, query.optionStart, query.optionEnd)
  putOption(writer, Option.serverId, serverId, 0, serverId.length)
  const excludes = isRequested(query, Option.prefixExclude)
  putAssociations(writer, x, Option.iaNa, excludes)
  putAssociations(writer, x, Option.iaTa, excludes)
  const { limit } = writer
  writer.limit = limit - roomOf(x, excludes)
  options.write(writer, 0, Option.statusCode)
  if (x.status >= 0) {
    const reserved = writer.limit
    writer.limit = limit
    putStatusText(writer, x.status, x.statusText)
    writer.limit = Math.min(limit, reserved + statusLength(x.statusText))
  }
  if (x.rapid) putEmptyOption(writer, Option.rapidCommit)
  options.write(writer, Option.statusCode, Option.iaPd)
  writer.limit = limit
  putAssociations(writer, x, Option.iaPd, excludes)
  options.write(writer, Option.iaPd, 0x10000)
}

function putAssociations(writer: Writer, x: Exchange6, code: number, excludes: boolean): void {
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    if (association.code === code && !association.silent) putAssociation(writer, x, association, excludes)
  }
}

/** Bytes that the status and the delegated prefixes will take, which stand behind other options. */
function roomOf(x: Exchange6, excludes: boolean): number {
  let room = x.status >= 0 ? statusLength(x.statusText) : 0
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    if (association.code === Option.iaPd && !association.silent) room += lengthOf(x, association, excludes)
  }
  return room
}

/** Code, length, status and text. */
function statusLength(text: string): number {
  return 6 + text.length
}

/**
 * RFC 8415 18.4, 19.3: back to where it came from, at the port where clients, or relays, listen: theirs, or with a relay
 * that tells so its own (RFC 8357 5.2).
 */
function address({ ports }: Rooms6, x: Exchange6, out: Out): void {
  const { query } = x
  const { sourceBytes } = x
  for (let i = 0; i < 16; i++) out.arena[out.addressAt + i] = sourceBytes[i]!
  out.hardwareLength = 0
  if (query.relayCount === 0) out.port = ports.client
  else {
    const own = ports.relay === 'source' || findRelayOption(query, 0, Option.relaySourcePort)
    out.port = own ? x.sourcePort : (ports.relay as number)
  }
}
