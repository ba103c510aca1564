import { MessageType, Option } from '../../../wire/v6/codes.js'
import { u16At } from '../../../wire/v6/options.js'
import type { OptionTable } from '../../options/table.js'
import { addAlways, addConfigured, removeNever, scopesOf } from '../option-scopes.js'
import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import { PoolScopes } from './pool-scopes.js'
import { addRelaySupplied } from './relay-supplied.js'
import type { Rooms6 } from './rooms6.js'
import { addVendorOptions } from './vendor-options.js'

/**
 * The options of an ADVERTISE, REPLY or ADDR-REG-REPLY: what the client asks for (option 6) and what is always sent, less
 * what is never sent, each from the scope nearest the client: host, pools, subnet, shared network, classes in the order
 * they were assigned, global. Then what relays supply.
 */
export function gatherOptions(_rooms: Rooms6): Step<Exchange6> {
  const lists: OptionTable[] = []
  const places = new PoolScopes()
  return x => {
    if (x.replyType === 0) return undefined
    if (isConfigured(x.query.type)) {
      scopesOf(x, places.of(x), lists)
      addRequested(x, lists)
      addAlways(x, lists)
      addVendorOptions(x, lists)
      removeNever(x, lists)
      removeOwn(x)
    }
    addRelaySupplied(x)
    return undefined
  }
}

/** A client that gives something back is not configured by the answer. */
function isConfigured(type: number): boolean {
  return type !== MessageType.release && type !== MessageType.decline
}

/** Option 6 is a list of two-byte codes (RFC 8415 21.7); of several such options the first counts. */
function addRequested(x: Exchange6, lists: readonly OptionTable[]): void {
  const { query } = x
  if (!query.find(Option.oro)) return
  const { arena, optionStart: start, optionEnd: end } = query
  for (let at = start; at + 2 <= end; at += 2) addConfigured(x, lists, u16At(arena, at))
}

/** What reply.ts writes, whatever is configured under these codes. */
const OWN = [
  Option.clientId,
  Option.serverId,
  Option.iaNa,
  Option.iaTa,
  Option.iaAddress,
  Option.relayMessage,
  Option.statusCode,
  Option.rapidCommit,
  Option.iaPd,
  Option.iaPrefix,
] as const

function removeOwn({ options, replyType }: Exchange6): void {
  if (options.empty) return
  for (let i = 0; i < OWN.length; i++) {
    const code = OWN[i]!
    // RFC 9686 4.3: there it is the client's
    if (code === Option.iaAddress && replyType === MessageType.addressRegistrationReply) continue
    if (options.has(code)) options.remove(code)
  }
}
