import { isPending, type Now } from '../../../now.js'
import { MessageType } from '../../../wire/v6/codes.js'
import type { Lease } from '../../lease/lease.js'
import type { Step, Verdict } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** Does this message ask for leases, new ones or more time for those it has? */
export function wantsLeases(x: Exchange6): boolean {
  return x.query.type === MessageType.solicit || x.query.type === MessageType.request || wantsMoreTime(x)
}

/** RENEW and REBIND: the client has leases, and is told which of them it no longer has. */
export function wantsMoreTime(x: Exchange6): boolean {
  return x.query.type === MessageType.renew || x.query.type === MessageType.rebind
}

/** What the store holds for each association of the client, on its link. */
export function findClientLeases(rooms: Rooms6): Step<Exchange6> {
  function from(x: Exchange6, first: number): Now<Verdict> {
    const { store } = rooms
    for (let i = first; i < x.associationCount; i++) {
      const association = x.associations[i]!
      const found = store.byIa(x.duid, association.iaid, association.kind, x.network!)
      if (isPending(found)) return later(x, i, found)
      association.leases = found
    }
    return undefined
  }
  function later(x: Exchange6, index: number, pending: Promise<readonly Lease<bigint>[]>): Promise<Verdict> {
    return pending.then(leases => {
      x.associations[index]!.leases = leases
      return from(x, index + 1)
    })
  }
  return x => (x.network === undefined || !wantsLeases(x) ? undefined : from(x, 0))
}

/** RELEASE and DECLINE: the client says of which of its leases it speaks. */
function namesLeases(x: Exchange6): boolean {
  return x.query.type === MessageType.release || x.query.type === MessageType.decline
}

/** What the store holds of each address and prefix that a RELEASE or DECLINE names, whoever has it. */
export function findNamedLeases(rooms: Rooms6): Step<Exchange6> {
  function from(x: Exchange6, first: number, firstHint: number): Now<Verdict> {
    const { store } = rooms
    let j = firstHint
    for (let i = first; i < x.associationCount; i++) {
      const { hints, hintCount, kind } = x.associations[i]!
      for (; j < hintCount; j++) {
        const hint = hints[j]!
        const found = store.byAddress(hint.address, kind, hint.prefixLength)
        if (isPending(found)) {
          const next = j + 1
          return found.then(lease => {
            hint.lease = lease
            return from(x, i, next)
          })
        }
        hint.lease = found
      }
      j = 0
    }
    return undefined
  }
  return x => (namesLeases(x) ? from(x, 0, 0) : undefined)
}
