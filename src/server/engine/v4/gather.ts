import { MessageType, Option } from '../../../wire/v4/codes.js'
import { INFINITE } from '../../lease/lease.js'
import type { Prepared } from '../../options/prepared.js'
import type { OptionTable } from '../../options/table.js'
import { addAlways, addConfigured, removeNever, scopesOf } from '../option-scopes.js'
import type { Step } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import type { Rooms4 } from './rooms4.js'
import { serverIdentifierOf } from './server-identifier.js'
import { addVendorOptions } from './vendor-options.js'

/** Options that clients get when they are configured, asked for or not. */
const BASIC = [Option.routers, Option.domainNameServers, Option.domainName] as const

/**
 * The options of an OFFER or ACK: what the client asks for (option 55) and what is always sent, less what is never sent,
 * each from the scope nearest the client: host, pool, subnet, shared network, classes in the order they were assigned,
 * global. Then what the server itself has to say.
 */
export function gatherOptions({ points }: Rooms4): Step<Exchange4> {
  const lists: OptionTable[] = []
  return x => {
    if (x.replyType === MessageType.nak) nakOptions(x)
    if (x.replyType !== MessageType.offer && x.replyType !== MessageType.ack) return undefined
    scopesOf(x, x.pool, lists)
    // listeners, and those who follow the packet, want to see each option
    if (!points.pktSend.heard && x.trace === undefined && isPrepared(x, lists)) return undefined
    const { query } = x
    if (query.find(Option.parameterRequestList)) {
      const { optionBytes: bytes, optionStart: start, optionEnd: end } = query
      for (let i = start; i < end; i++) add(x, lists, bytes[i]!)
    }
    addAlways(x, lists)
    for (let i = 0; i < BASIC.length; i++) add(x, lists, BASIC[i]!)
    addVendorOptions(x, lists)
    removeNever(x, lists)
    addOwn(x)
    return undefined
  }
}

/** RFC 2131 table 3: a NAK carries the server identifier and what the relay and the client need to know it by. */
function nakOptions(x: Exchange4): void {
  x.options.clear()
  x.options.u32(Option.serverIdentifier, serverIdentifierOf(x))
  echo(x, Option.subnetSelection)
  if (echoesClientId(x)) echo(x, Option.clientIdentifier)
}

/** Longest answer that fits whatever the client says it takes (RFC 2132 9.10: at least 576 bytes with all headers). */
const SURE = 548

/**
 * Did a client of the same kind get the same options already? Else, where the answer depends on nothing but the pool and
 * the question, reply() keeps what it writes for the next one.
 */
function isPrepared(x: Exchange4, lists: readonly OptionTable[]): boolean {
  const { query, pool } = x
  if (pool === undefined || lists.length !== 1 || x.granted === 0 || !x.options.empty) return false
  const table = pool.allOptions
  if (lists[0] !== table || table.tagged || query.has(Option.subnetSelection)) return false
  if (table.vendors !== undefined && query.has(Option.vendorOptions)) return false
  const asked = query.find(Option.parameterRequestList)
  const start = asked ? query.optionStart : 0
  const end = asked ? query.optionEnd : 0
  const bytes = query.optionBytes
  const found = pool.prepared.find(bytes, start, end, x.lifetime, serverIdentifierOf(x))
  x.preparing = found === undefined
  if (found === undefined || lengthWith(x, found) > SURE) return false
  x.prepared = found
  return true
}

/** Bytes of the answer with these options: fixed fields, message type and END, what is echoed. */
function lengthWith(x: Exchange4, { head, tail }: Prepared): number {
  const { query } = x
  let length = 244 + head.length + tail.length
  if (query.find(Option.clientIdentifier)) length += 2 + query.optionEnd - query.optionStart
  if (query.find(Option.relayAgent)) length += 4 + query.optionEnd - query.optionStart
  return length
}

function add(x: Exchange4, lists: readonly OptionTable[], code: number): void {
  if (code !== Option.pad && code !== Option.end) addConfigured(x, lists, code)
}

/** Options the server makes itself: they stand over configured ones of the same code. */
function addOwn(x: Exchange4): void {
  const { options } = x
  options.u32(Option.serverIdentifier, serverIdentifierOf(x))
  if (x.lifetime > 0) options.u32(Option.leaseTime, x.lifetime)
  if (x.granted !== 0) {
    // the subnet's own mask, whatever is configured as option 1: its client could not reach its router by another
    options.set(Option.subnetMask, x.subnet!.mask, 0, 4)
    addTimers(x)
  }
  echo(x, Option.subnetSelection)
  if (echoesClientId(x)) echo(x, Option.clientIdentifier)
}

/** T1 and T2 (RFC 2131 4.4.5): configured, or a share of the lifetime; left out when they would not be in order. */
function addTimers(x: Exchange4): void {
  const { subnet } = x.subnet!
  const lifetime = x.lifetime
  let ceiling = lifetime
  const t2 =
    subnet.rebindTimer ??
    (subnet.calculateTeeTimes && lifetime !== INFINITE ? Math.round(subnet.t2Percent * lifetime) : 0)
  if (t2 > 0 && t2 < ceiling) {
    x.options.u32(Option.rebindingTime, t2)
    ceiling = t2
  }
  const t1 =
    subnet.renewTimer ??
    (subnet.calculateTeeTimes && lifetime !== INFINITE ? Math.round(subnet.t1Percent * lifetime) : 0)
  if (t1 > 0 && t1 < ceiling) x.options.u32(Option.renewalTime, t1)
}

/** RFC 6842. An identifier that was put in place of the client's own is the server's business: the client sees its own. */
export function echoesClientId(x: Exchange4): boolean {
  return x.clientIdReplaced || x.plan.decided.global.echoClientId
}

/** Send an option back as the client sent it. */
export function echo(x: Exchange4, code: number): void {
  const { query } = x
  if (query.find(code)) x.options.set(code, query.optionBytes, query.optionStart, query.optionEnd)
}
