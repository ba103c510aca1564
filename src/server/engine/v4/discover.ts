import { isPending, type Now } from '../../../now.js'
import { ipv4 } from '../../../wire/address.js'
import { MessageType } from '../../../wire/v4/codes.js'
import { discoverAddressConflict, discoverHr, offerExistingLease, offerRequestedLease } from '../../lease/messages.js'
import { isFree } from '../../lease/ownership.js'
import { onceKnown, type Verdict } from '../walk.js'
import { allowedPool, grant, isReservedForOther } from './eligible.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/**
 * What to offer, RFC 2131 4.3.1, in this order: the address reserved for the client, the one it has (or had), the one it
 * asks for, any free one.
 */
export function decideDiscover(rooms: Rooms4, x: Exchange4): Now<Verdict> {
  x.replyType = MessageType.offer
  const { log, counters } = rooms
  const reserved = x.host?.addresses[0]
  if (reserved !== undefined) {
    if (log.allocEngine.on(discoverHr)) log.allocEngine.log(discoverHr, labelOf(x), ipv4.format(reserved))
    if (x.clientLease?.address === reserved) return granted(x, 'extend', reserved)
    if (isFree(x.reservedLease, x.seconds)) return granted(x, 'take', reserved)
    // somebody got the address before it was reserved: they keep it until it ends, this client gets another one
    if (log.allocEngine.on(discoverAddressConflict))
      log.allocEngine.log(discoverAddressConflict, labelOf(x), ipv4.format(reserved), describe(x))
    counters.reservationConflicts(x.subnet!)
  }
  const has = x.clientLease
  if (has !== undefined && allowedPool(x, has.address) !== undefined) {
    const taken = isReservedForOther(x, has.address)
    if (isPending(taken)) return extendUnless(taken, rooms, x, has.address)
    if (!taken) {
      if (log.allocEngine.on(offerExistingLease)) log.allocEngine.log(offerExistingLease, labelOf(x))
      return granted(x, 'extend', has.address)
    }
  }
  return tryNamed(rooms, x)
}

function extendUnless(taken: Promise<boolean>, rooms: Rooms4, x: Exchange4, address: number): Promise<Verdict> {
  return taken.then(other => (other ? tryNamed(rooms, x) : granted(x, 'extend', address)))
}

function takeNamedUnless(x: Exchange4, other: boolean): undefined {
  return other ? anyFree(x) : granted(x, 'take', x.named)
}

function tryNamed({ log, claims }: Rooms4, x: Exchange4): Now<Verdict> {
  if (
    x.named !== 0 &&
    !claims.has(x.named) &&
    isFree(x.namedLease, x.seconds) &&
    allowedPool(x, x.named) !== undefined
  ) {
    const taken = isReservedForOther(x, x.named)
    if (isPending(taken)) return onceKnown(x, taken, takeNamedUnless)
    if (!taken) {
      if (log.allocEngine.on(offerRequestedLease))
        log.allocEngine.log(offerRequestedLease, ipv4.format(x.named), labelOf(x))
      return granted(x, 'take', x.named)
    }
  }
  return anyFree(x)
}

function granted(x: Exchange4, outcome: 'extend' | 'take', address: number): undefined {
  grant(x, outcome, address)
  return undefined
}

function anyFree(x: Exchange4): undefined {
  x.outcome = 'pick'
  return undefined
}

function describe(x: Exchange4): string {
  const lease = x.reservedLease!
  return `${ipv4.format(lease.address)} ${Buffer.from(lease.hardware).toString('hex')}`
}
