import { ipv6 } from '../../../wire/address.js'
import { Option } from '../../../wire/v6/codes.js'
import {
  beginIa,
  beginMessage,
  endOption,
  putEmptyOption,
  putIaAddress,
  putIaPrefix,
  putOption,
  putStatus,
} from '../../../wire/v6/encode.js'
import { RelayReply } from '../../../wire/v6/relay-reply.js'
import { Writer } from '../../../wire/writer.js'
import type { Step } from '../walk.js'
import type { Association } from './association.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** Write the answer into a transmit slot of the link and address it. */
export function reply(rooms: Rooms6): Step<Exchange6> {
  const writer = new Writer()
  const relays = new RelayReply()
  return x => {
    if (x.replyType === 0) return undefined
    const out = x.link.slot()
    if (out === undefined) {
      rooms.counters.sendQueueFull()
      return 'drop'
    }
    const { query } = x
    writer.reset(out.arena, out.start, out.limit)
    relays.open(writer, query)
    beginMessage(writer, x.replyType, query.transactionId)
    if (query.find(Option.clientId)) putOption(writer, Option.clientId, query.arena, query.optionStart, query.optionEnd)
    putOption(writer, Option.serverId, rooms.serverId, 0, rooms.serverId.length)
    putAssociations(writer, x, Option.iaNa)
    x.options.write(writer, Option.iaNa, Option.statusCode)
    if (x.status >= 0) putStatus(writer, x.status, Buffer.from(x.statusText))
    if (x.rapid) putEmptyOption(writer, Option.rapidCommit)
    x.options.write(writer, Option.statusCode, Option.iaPd)
    putAssociations(writer, x, Option.iaPd)
    x.options.write(writer, Option.iaPd, 65_536)
    relays.close(writer)
    out.end = writer.at
    ipv6.write(x.source, out.arena, out.addressAt)
    out.port = query.relayCount > 0 ? rooms.ports.server : rooms.ports.client
    out.hardwareLength = 0
    out.rests = x.rests
    x.answer = out
    x.link.post()
    rooms.counters.typeSent(x.replyType)
    return undefined
  }
}

function putAssociations(writer: Writer, x: Exchange6, code: number): void {
  for (let i = 0; i < x.associationCount; i++) {
    const association = x.associations[i]!
    if (association.code === code && !association.silent) putAssociation(writer, association)
  }
}

function putAssociation(writer: Writer, association: Association): void {
  const mark = beginIa(writer, association.code, association.iaid, association.answerT1, association.answerT2)
  for (let i = 0; i < association.grantCount; i++) {
    const { address, prefixLength, preferred, valid } = association.grants[i]!
    if (association.code === Option.iaPd) putIaPrefix(writer, address, prefixLength, preferred, valid)
    else putIaAddress(writer, address, preferred, valid)
  }
  if (association.status >= 0) putStatus(writer, association.status, Buffer.from(association.statusText))
  endOption(writer, mark)
}
