import { formatDuid } from '../../../wire/duid.js'
import { MessageType, Option } from '../../../wire/v6/codes.js'
import { breachOf, describeBreach, type MessageRule, messageRule } from '../../../wire/v6/rules.js'
import { messageTypeName } from '../../../wire/v6/text.js'
import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import {
  packetDropServerIdMismatch,
  packetDropUnicast,
  requiredOptionsCheckFail,
  unknownMsgReceived,
} from './packet-messages6.js'
import type { Rooms6 } from './rooms6.js'

/** First byte of all multicast addresses, ff00::/8 (RFC 4291 2.7). */
const MULTICAST = 0xffn
const FIRST_BYTE = 120n

/**
 * The accept filter: what is no business of a DHCPv6 server, or not of this one, goes no further. In Kea's order: whom it
 * is for, how it came, what it is, and what RFC 8415 16 demands of it.
 */
export function accept(rooms: Rooms6): Step<Exchange6> {
  return x => {
    const { query } = x
    if (!isForUs(rooms, x)) return foreign(rooms, x)
    const rule = messageRule(query.type)
    if (rule === undefined || wasRelayReply(x)) return unknown(rooms, x)
    if (!rule.unicast && cameByUnicast(x)) return unicast(rooms, x)
    const breach = breachOf(query, rule)
    return breach === undefined ? undefined : violation(rooms, x, rule, breach)
  }
}

function isForUs({ serverId }: Rooms6, { query }: Exchange6): boolean {
  if (!query.find(Option.serverId)) return true
  const { arena, optionStart, optionEnd } = query
  if (optionEnd - optionStart !== serverId.length) return false
  for (let i = 0; i < serverId.length; i++) if (arena[optionStart + i] !== serverId[i]) return false
  return true
}

/** RFC 8415 19.2: servers get Relay-forward messages; the way back is not for them, whatever Kea makes of it. */
function wasRelayReply({ query }: Exchange6): boolean {
  for (let i = 0; i < query.relayCount; i++) if (query.arena[query.relayAt(i)] === MessageType.relayReply) return true
  return false
}

/** Relays may send by unicast what clients may not (RFC 8415 19.1). Where the kernel does not say, the socket does. */
function cameByUnicast({ query, destination, link }: Exchange6): boolean {
  if (query.relayCount > 0) return false
  return destination === undefined ? link.reach === 'unicast' : destination >> FIRST_BYTE !== MULTICAST
}

function foreign({ log: { badPackets }, counters, serverId }: Rooms6, x: Exchange6): 'drop' {
  if (badPackets.on(packetDropServerIdMismatch)) {
    const { query } = x
    query.find(Option.serverId)
    const theirs = formatDuid(query.arena.subarray(query.optionStart, query.optionEnd))
    badPackets.log(packetDropServerIdMismatch, labelOf(x), theirs, formatDuid(serverId))
  }
  counters.dropped('not-for-us')
  return 'drop'
}

function unknown({ log: { badPackets }, counters }: Rooms6, { query, link }: Exchange6): 'drop' {
  if (badPackets.on(unknownMsgReceived)) badPackets.log(unknownMsgReceived, query.type, link.name)
  counters.dropped('rfc-violation')
  return 'drop'
}

/** RFC 8415 16: a SOLICIT, CONFIRM, REBIND or INFORMATION-REQUEST sent by unicast is discarded. */
function unicast({ log: { badPackets }, counters }: Rooms6, x: Exchange6): 'drop' {
  if (badPackets.on(packetDropUnicast)) badPackets.log(packetDropUnicast, labelOf(x), messageTypeName(x.query.type))
  counters.dropped('rfc-violation')
  return 'drop'
}

function violation(
  { log: { badPackets }, counters }: Rooms6,
  { query, source, plan }: Exchange6,
  rule: MessageRule,
  breach: NonNullable<ReturnType<typeof breachOf>>,
): 'drop' {
  if (badPackets.on(requiredOptionsCheckFail)) {
    const from = plan.decided.kind.format(source)
    badPackets.log(requiredOptionsCheckFail, messageTypeName(query.type), from, describeBreach(query, rule, breach))
  }
  counters.dropped('rfc-violation')
  return 'drop'
}
