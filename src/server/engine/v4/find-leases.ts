import { isPending, type Now } from '../../../now.js'
import type { Lease } from '../../lease/lease.js'
import { LeaseKind } from '../../lease/lease.js'
import { belongsTo } from '../../lease/ownership.js'
import { clientidIgnoredForLeases } from '../messages.js'
import { onceKnown, type Step, type Verdict } from '../walk.js'
import { wantsLease } from './decide.js'
import type { Exchange4 } from './exchange4.js'
import { labelOf } from './label.js'
import type { Rooms4 } from './rooms4.js'

/**
 * Is the client known by its client identifier? match-client-id false says no; but a client without a hardware address
 * has no other name.
 */
export function countsClientId(x: Exchange4, subnet: { readonly matchClientId: boolean }): boolean {
  return x.clientId.length > 0 && (subnet.matchClientId || x.hardware.length === 0)
}

/** The lease the client has on this link: by its client identifier, else by its hardware address. */
export function findClientLease(rooms: Rooms4): Step<Exchange4> {
  function byHardware(x: Exchange4): Now<Verdict> {
    const found = rooms.store.byHardware(x.hardware, x.network!)
    if (isPending(found)) return onceKnown(x, found, keep)
    return keep(x, found)
  }
  function afterClientId(x: Exchange4, lease: Lease<number> | undefined): Now<Verdict> {
    x.clientLease = lease
    return lease === undefined && x.hardware.length > 0 ? byHardware(x) : undefined
  }
  return x => {
    if (!wantsLease(x) || x.subnet === undefined) return undefined
    if (!countsClientId(x, x.subnet.subnet)) {
      const { main } = rooms.log
      if (x.clientId.length > 0 && main.on(clientidIgnoredForLeases))
        main.log(clientidIgnoredForLeases, labelOf(x), x.subnet.subnet.id)
      return x.hardware.length > 0 ? byHardware(x) : undefined
    }
    const found = rooms.store.byClientId(x.clientId, x.network!)
    if (isPending(found)) return onceKnown(x, found, afterClientId)
    return afterClientId(x, found)
  }
}

/** A lease found by hardware address may be another client's on the same hardware: both have client identifiers. */
function keep(x: Exchange4, lease: Lease<number> | undefined): undefined {
  if (lease !== undefined && belongsTo(lease, x.clientId, x.hardware, x.subnet!.subnet.matchClientId))
    x.clientLease = lease
  return undefined
}

/** The lease of the address that the client names, and that of the address reserved for the client. */
export function findNamedLease(rooms: Rooms4): Step<Exchange4> {
  return x => {
    if (x.named === 0) return undefined
    if (x.clientLease?.address === x.named) {
      x.namedLease = x.clientLease
      return undefined
    }
    const found = rooms.store.byAddress(x.named, LeaseKind.v4, 32)
    return isPending(found) ? onceKnown(x, found, keepNamed) : keepNamed(x, found)
  }
}

/** Whatever the store holds of the named address. */
export function keepNamed(x: Exchange4, lease: Lease<number> | undefined): undefined {
  x.namedLease = lease
}

function keepReserved(x: Exchange4, lease: Lease<number> | undefined): undefined {
  x.reservedLease = lease
}

export function findReservedLease(rooms: Rooms4): Step<Exchange4> {
  return x => {
    const reserved = x.host?.addresses[0]
    if (reserved === undefined || !wantsLease(x)) return undefined
    if (x.clientLease?.address === reserved) x.reservedLease = x.clientLease
    else if (x.named === reserved) x.reservedLease = x.namedLease
    else {
      const found = rooms.store.byAddress(reserved, LeaseKind.v4, 32)
      return isPending(found) ? onceKnown(x, found, keepReserved) : keepReserved(x, found)
    }
    return undefined
  }
}
