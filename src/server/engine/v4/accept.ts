import { ipv4 } from '../../../wire/address.js'
import { MessageType, Option, RelayOption } from '../../../wire/v4/codes.js'
import { relayAddress } from '../../../wire/v4/relay.js'
import { messageTypeName } from '../../../wire/v4/text.js'
import {
  packetDrop0002,
  packetDrop0003,
  packetDrop0004,
  packetDrop0005,
  packetDrop0006,
  packetDrop0007,
} from '../messages.js'
import type { Step } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import { CLIENT_ID_MIN } from './identify.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/** The accept filter: what is no business of a DHCPv4 server, or not of this one, goes no further. */
export function accept(rooms: Rooms4): Step<Exchange4> {
  const { badPackets } = rooms.log
  return x => {
    const { query } = x
    const { type } = query
    if (type === MessageType.none) {
      if (badPackets.on(packetDrop0004)) badPackets.log(packetDrop0004, labelOf(x), x.link.name)
      rooms.counters.dropped('rfc-violation')
      return 'drop'
    }
    if (
      type !== MessageType.discover &&
      type !== MessageType.request &&
      type !== MessageType.release &&
      type !== MessageType.decline &&
      type !== MessageType.inform
    ) {
      const message = type > MessageType.leaseQueryDone ? packetDrop0005 : packetDrop0006
      if (badPackets.on(message)) badPackets.log(message, labelOf(x), type)
      rooms.counters.dropped('rfc-violation')
      return 'drop'
    }
    if (x.hardware.length === 0 && x.clientId.length === 0) return violation(rooms, x, nobody)
    if (x.clientId.length === 0 && query.has(Option.clientIdentifier)) return violation(rooms, x, shortClientId)
    if (!isForUs(rooms, x)) {
      if (badPackets.on(packetDrop0003)) badPackets.log(packetDrop0003, labelOf(x), x.link.name)
      rooms.counters.dropped('not-for-us')
      return 'drop'
    }
    // RFC 2131 4.4.1: a DISCOVER is for all servers
    if (type === MessageType.discover && query.has(Option.serverIdentifier))
      return violation(rooms, x, serverInDiscover)
    return readNamed(rooms, x)
  }
}

function violation({ log, counters }: Rooms4, x: Exchange4, what: (x: Exchange4) => string): 'drop' {
  if (log.badPackets.on(packetDrop0007)) log.badPackets.log(packetDrop0007, labelOf(x), what(x))
  counters.dropped('rfc-violation')
  return 'drop'
}

const nobody = (x: Exchange4): string =>
  `Missing or useless client-id and no HW address provided in message ${messageTypeName(x.query.type)}`

const shortClientId = ({ query }: Exchange4): string => {
  query.find(Option.clientIdentifier)
  const length = query.optionEnd - query.optionStart
  if (length === 0) return 'Empty DUIDs are not allowed'
  return `client-id is too short (${length}), at least ${CLIENT_ID_MIN} is required`
}

const serverInDiscover = (): string => 'Server-id option was not expected, but received in message DHCPDISCOVER'

const declinesNothing = (x: Exchange4): string =>
  `Mandatory 'Requested IP address' option missing in DHCPDECLINE sent from ${labelOf(x)}`

/**
 * Server identifiers that make a query ours: the address of an open socket, one that the configuration sends as option
 * 54, or the one that the relay overrides (RFC 5107). No identifier at all is fine.
 */
function isForUs({ ownAddresses }: Rooms4, x: Exchange4): boolean {
  const { query, plan } = x
  if (!query.find(Option.serverIdentifier)) return true
  if (plan.decided.global.compatibility.ignoreServerIdentifier) return true
  if (query.optionEnd - query.optionStart !== 4) return false
  const identifier = ipv4.read(query.optionBytes, query.optionStart)
  return (
    ownAddresses.has(identifier) ||
    plan.serverIdentifiers.has(identifier) ||
    relayAddress(query, RelayOption.serverIdOverride) === identifier
  )
}

/** The address that the message is about: option 50, else ciaddr (RFC 2131 4.3.2, table 4). */
function readNamed(rooms: Rooms4, x: Exchange4): undefined | 'drop' {
  const { query } = x
  const { type } = query
  if (type === MessageType.inform) {
    // RFC 2131 4.3.5: the answer goes to ciaddr; without it and without a source there is nowhere to send it
    if (query.giaddr === 0 && query.ciaddr === 0 && x.source === 0) {
      if (rooms.log.badPackets.on(packetDrop0002)) rooms.log.badPackets.log(packetDrop0002, labelOf(x), x.link.name)
      rooms.counters.dropped('rfc-violation')
      return 'drop'
    }
    return undefined
  }
  if (type !== MessageType.release && query.find(Option.requestedAddress)) {
    if (query.optionEnd - query.optionStart === 4) x.named = ipv4.read(query.optionBytes, query.optionStart)
  } else if (type === MessageType.decline) {
    return violation(rooms, x, declinesNothing)
  } else x.named = query.ciaddr
  return undefined
}
