import { DUID_MAX, DUID_MIN } from '../duid.js'
import { MessageType, Option } from './codes.js'
import type { Message6 } from './message.js'
import { messageTypeName } from './text.js'

/** How many of an option a message may have. */
type Occurrence = 'none' | 'one' | 'optional'

/** What a server demands of a message before it looks at what is in it (RFC 8415 16). */
export interface MessageRule {
  readonly clientId: Occurrence
  readonly serverId: Occurrence
  /** May come to a unicast address of the server, when the server told the client so (RFC 8415 18.4; gone in RFC 9915). */
  readonly unicast: boolean
}

/** By message type: what clients (and leasequery requestors) send to servers. */
const rules: readonly (MessageRule | undefined)[] = byType([
  [MessageType.solicit, { clientId: 'one', serverId: 'none', unicast: false }],
  [MessageType.request, { clientId: 'one', serverId: 'one', unicast: true }],
  [MessageType.confirm, { clientId: 'one', serverId: 'none', unicast: false }],
  [MessageType.renew, { clientId: 'one', serverId: 'one', unicast: true }],
  [MessageType.rebind, { clientId: 'one', serverId: 'none', unicast: false }],
  [MessageType.release, { clientId: 'one', serverId: 'one', unicast: true }],
  [MessageType.decline, { clientId: 'one', serverId: 'one', unicast: true }],
  [MessageType.informationRequest, { clientId: 'optional', serverId: 'optional', unicast: false }],
  // RFC 5007 4.2.1; requestors may know the server's address
  [MessageType.leaseQuery, { clientId: 'one', serverId: 'optional', unicast: true }],
  // RFC 7341 6: the flags field says whether it was sent to a unicast address
  [MessageType.dhcpv4Query, { clientId: 'optional', serverId: 'optional', unicast: true }],
  // RFC 9686 4.2: sent to the multicast group
  [MessageType.addressRegistrationInform, { clientId: 'one', serverId: 'none', unicast: false }],
])

/** The rule of a message type; undefined: not for servers, such a message is dropped (RFC 8415 16). */
export function messageRule(type: number): MessageRule | undefined {
  return rules[type]
}

/** What a message lacks or has too much of. */
export type Breach = 'client-id-count' | 'server-id-count' | 'client-duid' | 'server-duid'

/**
 * The first breach of a rule, in the order Kea checks; undefined: the message stands the test. Whether the server
 * identifier names this server is for the caller to say, before this, as Kea has it.
 */
export function breachOf(message: Message6, rule: MessageRule): Breach | undefined {
  if (!allows(rule.clientId, message.count(Option.clientId))) return 'client-id-count'
  if (!isDuid(message, Option.clientId)) return 'client-duid'
  if (!allows(rule.serverId, message.count(Option.serverId))) return 'server-id-count'
  if (!isDuid(message, Option.serverId)) return 'server-duid'
  return undefined
}

function allows(occurrence: Occurrence, count: number): boolean {
  switch (occurrence) {
    case 'none':
      return count === 0
    case 'one':
      return count === 1
    case 'optional':
      return count <= 1
  }
}

/** True when the option is not there, or is as long as a DUID may be. */
function isDuid(message: Message6, code: number): boolean {
  if (!message.find(code)) return true
  const length = message.optionEnd - message.optionStart
  return length >= DUID_MIN && length <= DUID_MAX
}

/** A breach in Kea's words. Allocates. */
export function describeBreach(message: Message6, rule: MessageRule, breach: Breach): string {
  const name = messageTypeName(message.type)
  const clientIds = message.count(Option.clientId)
  const serverIds = message.count(Option.serverId)
  switch (breach) {
    case 'client-id-count':
      return rule.clientId === 'one'
        ? `Exactly 1 client-id option expected in ${name}, but ${clientIds} received`
        : `Too many (${clientIds}) client-id options received in ${name}`
    case 'server-id-count':
      if (rule.serverId === 'none') return `Server-id option was not expected, but ${serverIds} received in ${name}`
      return rule.serverId === 'one'
        ? `Invalid number of server-id options received (${serverIds}), exactly 1 expected in message ${name}`
        : `Too many (${serverIds}) server-id options received in ${name}`
    case 'client-duid':
      return badDuid(message, Option.clientId, 'client-id')
    case 'server-duid':
      return badDuid(message, Option.serverId, 'server-id')
  }
}

function badDuid(message: Message6, code: number, name: string): string {
  message.find(code)
  const length = message.optionEnd - message.optionStart
  return `Received invalid DUID for ${name}, received ${length} byte(s). It must be at least ${DUID_MIN} and no more than ${DUID_MAX}`
}

function byType(rows: readonly (readonly [type: number, rule: MessageRule])[]): readonly (MessageRule | undefined)[] {
  const list: (MessageRule | undefined)[] = []
  for (const [type, rule] of rows) list[type] = rule
  return list
}
