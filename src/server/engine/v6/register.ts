import { isPending, type Now } from '../../../now.js'
import { ipv6 } from '../../../wire/address.js'
import { MessageType, Option } from '../../../wire/v6/codes.js'
import { IaAddressCursor, IaCursor } from '../../../wire/v6/ia.js'
import { peerAddressAt } from '../../../wire/v6/relay.js'
import { LeaseDraft } from '../../lease/draft.js'
import { isExpired, type Lease, LeaseKind, LeaseState } from '../../lease/lease.js'
import { subnetHolding } from '../../subnet/plan.js'
import { moveTo } from '../find-hosts.js'
import type { Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import { registerFail } from './lease-messages.js'
import type { Rooms6 } from './rooms6.js'

/**
 * RFC 9686: a client tells of an address that it made itself. Where the address is right for the link and nobody's lease,
 * it is kept as registered for as long as the client says, and the answer repeats what the client sent. Everything else
 * is dropped: the client's addresses are its own affair.
 */
export function registration(rooms: Rooms6): (x: Exchange6) => Now<Verdict> {
  const ias = new IaCursor()
  const cursor = new IaAddressCursor()

  function drop(x: Exchange6, why: string): 'drop' {
    const { badPackets } = rooms.log
    if (badPackets.on(registerFail)) badPackets.log(registerFail, labelOf(x), why)
    rooms.counters.dropped('rfc-violation')
    return 'drop'
  }

  /** Find the one address: in the message itself (RFC 9686 4.2), or in an IA_NA, as some send it. False: there is none. */
  function find(x: Exchange6): boolean {
    const { query } = x
    cursor.within(query.arena, query.optionsAt, query.optionsEnd, Option.iaAddress)
    if (cursor.next()) return true
    return ias.over(query, Option.iaNa).next() && cursor.over(ias).next()
  }

  function keep(x: Exchange6, address: bigint, was: Lease<bigint> | undefined): Verdict {
    if (was !== undefined && was.state <= LeaseState.declined && !isExpired(was, x.seconds))
      return drop(x, `the address ${ipv6.format(address)} is leased`)
    const { valid, preferred } = cursor
    const nested = ias.bytes === x.query.arena && !x.query.has(Option.iaAddress)
    if (valid > 0) {
      const is = new LeaseDraft<bigint>(LeaseKind.na, address, 128)
      is.state = LeaseState.registered
      is.subnetId = x.subnet!.subnet.id
      is.validLifetime = valid
      is.preferredLifetime = preferred
      is.cltt = x.seconds
      is.iaid = nested ? ias.iaid : 0
      is.clientId = x.duid.view
      is.hardware = x.hardware.view
      is.hardwareType = x.hardwareType
      is.hardwareSource = x.hardwareSource
      x.changes.push({ was, is })
    } else if (was !== undefined) x.changes.push({ was, is: undefined })
    const code = nested ? Option.iaNa : Option.iaAddress
    x.query.find(code)
    x.options.set(code, x.query.arena, x.query.optionStart, x.query.optionEnd)
    x.replyType = MessageType.addressRegistrationReply
    for (let i = 0; i < x.associationCount; i++) x.associations[i]!.silent = true
    return undefined
  }

  return x => {
    const { query, plan, subnet } = x
    if (!plan.decided.v6!.allowAddressRegistration) return drop(x, 'address registration is not allowed')
    if (query.count(Option.iaAddress) + query.count(Option.iaNa) !== 1 || !find(x))
      return drop(x, 'there is not exactly one address in it')
    const { address } = cursor
    const own = query.relayCount === 0 ? x.source : ipv6.read(query.arena, peerAddressAt(query, query.relayCount - 1))
    if (own !== address) return drop(x, `it was sent from ${ipv6.format(own)}, and is about ${ipv6.format(address)}`)
    const holding = subnet && subnetHolding(plan.decided.kind, x.network!, address)
    if (holding === undefined) return drop(x, `the address ${ipv6.format(address)} is not of the client's link`)
    moveTo(x, holding)
    const found = rooms.store.byAddress(address, LeaseKind.na, 128)
    if (!isPending(found)) return keep(x, address, found)
    return found.then(was => {
      // other packets have used the cursor meanwhile
      find(x)
      return keep(x, address, was)
    })
  }
}
