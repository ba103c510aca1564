import { isPending, type Now } from '../../../now.js'
import { ipv4 } from '../../../wire/address.js'
import { MessageType, Option } from '../../../wire/v4/codes.js'
import {
  requestAddressReserved,
  requestAllocRequested,
  requestExtendLease,
  requestInUse,
  requestInvalid,
  requestOutOfPool,
  requestPickAddress,
  requestUseHr,
} from '../../lease/messages.js'
import { belongsTo, isFree } from '../../lease/ownership.js'
import { initReboot, noLeaseInitReboot, packetNak0002, unknownAddressRequested } from '../messages.js'
import type { Verdict } from '../walk.js'
import { allowedPool, grant, isPooled, isReservedForOther } from './eligible.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/**
 * RFC 2131 4.3.2. The client states are told apart by what the message carries: a server identifier (SELECTING), only a
 * requested address (INIT-REBOOT), only ciaddr (RENEWING, REBINDING).
 */
export function decideRequest(rooms: Rooms4, x: Exchange4): Now<Verdict> {
  x.replyType = MessageType.ack
  if (x.query.has(Option.requestedAddress) && !x.query.has(Option.serverIdentifier)) {
    const refused = refuseInitReboot(rooms, x)
    if (refused !== 'goes on') return refused
  }
  if (x.named === 0) return withoutAddress(rooms, x)
  const taken = isReservedForOther(x, x.named)
  return isPending(taken) ? decideNamedLater(rooms, x, taken) : decideNamed(rooms, x, taken)
}

function decideNamedLater(rooms: Rooms4, x: Exchange4, taken: Promise<boolean>): Promise<Verdict> {
  return taken.then(other => decideNamed(rooms, x, other))
}

/** INIT-REBOOT: silence for clients we know nothing of (another server may), a NAK for a wrong address. */
function refuseInitReboot({ log }: Rooms4, x: Exchange4): 'goes on' | Verdict {
  const address = x.named
  if (log.leases.on(initReboot)) log.leases.log(initReboot, labelOf(x), ipv4.format(address))
  // a lease that ended but is kept for its client is knowledge too
  const known = x.clientLease
  if (known !== undefined && known.address !== address) {
    if (log.badPackets.on(packetNak0002)) log.badPackets.log(packetNak0002, labelOf(x), ipv4.format(address))
    x.outcome = 'refuse'
    return undefined
  }
  if (known !== undefined) return 'goes on'
  if (log.badPackets.on(noLeaseInitReboot)) log.badPackets.log(noLeaseInitReboot, labelOf(x), ipv4.format(address))
  if (!x.subnet!.subnet.authoritative) return 'drop'
  x.outcome = 'refuse'
  return undefined
}

/** Neither option 50 nor ciaddr: the address it has, its reserved one, or any. */
function withoutAddress({ log }: Rooms4, x: Exchange4): Verdict {
  const reserved = x.host?.addresses[0]
  if (reserved !== undefined) {
    if (log.allocEngine.on(requestUseHr)) log.allocEngine.log(requestUseHr, labelOf(x), ipv4.format(reserved))
    if (x.clientLease?.address === reserved) grant(x, 'extend', reserved)
    else if (isFree(x.reservedLease, x.seconds)) grant(x, 'take', reserved)
    else x.outcome = 'refuse'
    return undefined
  }
  if (x.clientLease !== undefined && allowedPool(x, x.clientLease.address) !== undefined) {
    grant(x, 'extend', x.clientLease.address)
    return undefined
  }
  if (log.allocEngine.on(requestPickAddress)) log.allocEngine.log(requestPickAddress, labelOf(x))
  x.outcome = 'pick'
  return undefined
}

function decideNamed({ log }: Rooms4, x: Exchange4, reservedForOther: boolean): Verdict {
  const address = x.named
  x.outcome = 'refuse'
  if (reservedForOther) {
    if (log.allocEngine.on(requestAddressReserved))
      log.allocEngine.log(requestAddressReserved, labelOf(x), ipv4.format(address))
    return undefined
  }
  const { matchClientId } = x.subnet!.subnet
  const other = x.namedLease
  if (
    other !== x.clientLease &&
    !isFree(other, x.seconds) &&
    !belongsTo(other!, x.clientId, x.hardware, matchClientId)
  ) {
    if (log.allocEngine.on(requestInUse)) log.allocEngine.log(requestInUse, labelOf(x), ipv4.format(address))
    return undefined
  }
  const reserved = x.host?.addresses[0]
  if (reserved !== undefined && reserved !== address && isFree(x.reservedLease, x.seconds)) {
    // the client is to come to its reserved address: refused here, it starts again and is offered that one
    if (log.allocEngine.on(requestInvalid))
      log.allocEngine.log(requestInvalid, labelOf(x), ipv4.format(reserved), ipv4.format(address))
    return undefined
  }
  if (reserved !== address && allowedPool(x, address) === undefined) {
    if (log.allocEngine.on(requestOutOfPool)) log.allocEngine.log(requestOutOfPool, labelOf(x), ipv4.format(address))
    if (log.badPackets.on(unknownAddressRequested))
      log.badPackets.log(
        unknownAddressRequested,
        labelOf(x),
        x.query.ciaddr === 0 ? '(no address)' : ipv4.format(x.query.ciaddr),
        x.query.has(Option.requestedAddress) ? ipv4.format(address) : '(no address)',
      )
    // it is in one of our pools, but in none for this client
    if (isPooled(x, address)) return undefined
    // an address of none of our pools may be another server's business, however authoritative this one is
    return 'drop'
  }
  if (x.clientLease?.address === address) {
    if (log.allocEngine.on(requestExtendLease))
      log.allocEngine.log(requestExtendLease, labelOf(x), ipv4.format(address))
    grant(x, 'extend', address)
    return undefined
  }
  if (log.allocEngine.on(requestAllocRequested))
    log.allocEngine.log(requestAllocRequested, labelOf(x), ipv4.format(address))
  grant(x, 'take', address)
  return undefined
}
