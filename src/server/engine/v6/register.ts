import { isPending, type Now } from '../../../now.js'
import { ipv6 } from '../../../wire/address.js'
import { formatBytes } from '../../../wire/hex.js'
import { MessageType, Option } from '../../../wire/v6/codes.js'
import { IaAddressCursor } from '../../../wire/v6/ia.js'
import { peerAddressAt } from '../../../wire/v6/relay.js'
import { type Lease, LeaseKind, LeaseState } from '../../lease/lease.js'
import { poolOf, subnetHolding } from '../../subnet/plan.js'
import { moveTo, reservedForOther } from '../find-hosts.js'
import { onceKnown, type Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import { labelOf } from './label.js'
import { registerClientChange, registerDisabled, registerFail } from './lease-messages.js'
import { draftOf } from './lease6.js'
import type { Rooms6 } from './rooms6.js'

/** RFC 9686 4.2: the address stands in the message itself. */
const FOREIGN = [
  [Option.iaNa, 'unexpected IA_NA option'],
  [Option.iaTa, 'unexpected IA_TA option'],
  [Option.iaPd, 'unexpected IA_PD option'],
] as const

/**
 * RFC 9686 4.2.1: a client tells of an address that it made itself. Where the address is right for the link and neither
 * leased nor reserved, it is kept as registered for as long as the client says, and the answer repeats what the client
 * sent. Everything else is dropped: the client's addresses are its own affair.
 */
export function registration(rooms: Rooms6): (x: Exchange6) => Now<Verdict> {
  const cursor = new IaAddressCursor()

  function drop(x: Exchange6, why: string): 'drop' {
    const { badPackets } = rooms.log
    if (badPackets.on(registerFail)) badPackets.log(registerFail, ipv6.format(senderOf(x)), why)
    rooms.counters.dropped('rfc-violation')
    return 'drop'
  }

  function unlessReserved(x: Exchange6, reserved: boolean): Now<Verdict> {
    const { address } = x.associations[0]!.grants[0]!
    if (reserved) return drop(x, `Address ${ipv6.format(address)} is reserved`)
    const found = rooms.store.byAddress(address, LeaseKind.na, 128)
    return isPending(found) ? onceKnown(x, found, unlessLeased) : unlessLeased(x, found)
  }

  function unlessLeased(x: Exchange6, was: Lease<bigint> | undefined): Verdict {
    const grant = x.associations[0]!.grants[0]!
    if (was !== undefined && was.state !== LeaseState.registered)
      return drop(x, `Address ${ipv6.format(grant.address)} already in use`)
    if (was !== undefined && !x.duid.equals(was.clientId)) logChange(rooms, x, was)
    grant.was = was
    x.replyType = MessageType.addressRegistrationReply
    return undefined
  }

  return x => {
    const { query, plan } = x
    const { badPackets } = rooms.log
    const { behaviours, v6 } = plan.decided
    if (!behaviours.registersAddresses || !v6!.allowAddressRegistration) {
      if (badPackets.on(registerDisabled)) badPackets.log(registerDisabled, labelOf(x))
      rooms.counters.dropped('admin-filtered')
      return 'drop'
    }
    if (x.subnet === undefined) {
      rooms.counters.dropped('not-for-us')
      return 'drop'
    }
    for (const [code, why] of FOREIGN) if (query.has(code)) return drop(x, why)
    const count = query.count(Option.iaAddress)
    cursor.within(query.arena, query.optionsAt, query.optionsEnd, Option.iaAddress)
    if (count !== 1 || !cursor.next()) return drop(x, `Exactly 1 IAADDR option expected, but ${count} received`)
    const { address } = cursor
    const sender = senderOf(x)
    if (sender !== address)
      return drop(x, `Address mismatch: client at ${ipv6.format(sender)} wants to register ${ipv6.format(address)}`)
    const holding = subnetHolding(plan.decided.kind, x.network!, address)
    if (holding === undefined) {
      const { prefix, prefixLength, id } = x.subnet.subnet
      const subnet = `${ipv6.format(prefix)}/${prefixLength} (id ${id})`
      return drop(x, `Address ${ipv6.format(address)} is not in subnet ${subnet}`)
    }
    moveTo(x, holding)
    // an association of ours: names and listeners find the address there
    const association = x.association(Option.iaNa, 0)
    association.silent = true
    const grant = association.grant()
    grant.address = address
    grant.preferred = cursor.preferred
    grant.valid = cursor.valid
    grant.subnet = holding
    query.find(Option.iaAddress)
    x.options.copy(Option.iaAddress, query.arena, query.optionStart, query.optionEnd)
    const reserved = reservedForOther(x, holding, address, poolOf(holding, address) !== undefined)
    return isPending(reserved) ? onceKnown(x, reserved, unlessReserved) : unlessReserved(x, reserved)
  }
}

/** What is written, once the client has its name. RFC 9686 4.2.1: an address without a lifetime is registered no more. */
export function settleRegistration(x: Exchange6): Verdict {
  if (x.replyType !== MessageType.addressRegistrationReply) return undefined
  const association = x.associations[0]!
  const grant = association.grants[0]!
  const { was } = grant
  if (grant.valid > 0) {
    const is = draftOf(x, association, grant)
    is.state = LeaseState.registered
    x.changes.push({ was, is })
  } else if (was !== undefined) x.changes.push({ was, is: undefined })
  return undefined
}

/** The client's own address: where the message came from, as the relay nearest to the client heard it. */
function senderOf({ query, source }: Exchange6): bigint {
  return query.relayCount === 0 ? source : ipv6.read(query.arena, peerAddressAt(query, query.relayCount - 1))
}

function logChange({ log: { leases } }: Rooms6, x: Exchange6, was: Lease<bigint>): void {
  if (!leases.on(registerClientChange)) return
  const now = formatBytes(x.duid.bytes, 0, x.duid.length)
  leases.log(registerClientChange, ipv6.format(was.address), now, formatBytes(was.clientId, 0, was.clientId.length))
}
