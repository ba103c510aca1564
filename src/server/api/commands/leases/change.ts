import type { Address, Lease } from '../../../lease/lease.js'
import type { LeaseChange } from '../../../store/lease-store.js'
import { CommandError } from '../../command-error.js'
import type { LeaseDialect } from './dialect.js'
import type { LeaseFamily } from './family.js'
import type { LeaseRooms } from './rooms.js'

/**
 * Change leases; what is replied rests on it. False: somebody was faster, nothing was changed. Throws CommandError when
 * the change could not be written: it is undone then.
 */
export async function changeLeases<A extends Address>(
  { store, quietly }: Pick<LeaseRooms<A>, 'store' | 'quietly'>,
  changes: readonly LeaseChange<A>[],
): Promise<boolean> {
  const outcome = await quietly(() => store.settle(changes))
  if (outcome === 'unwritten')
    throw new CommandError('the lease could not be written, see the log; nothing was changed')
  return outcome === 'done'
}

/** The lease of the address, whatever the length of its prefix: no two prefixes begin at one address, as in Kea. */
export async function leaseAt<A extends Address>(
  family: LeaseFamily<A>,
  { store }: Pick<LeaseRooms<A>, 'store'>,
  { address, kind }: Pick<Lease<A>, 'address' | 'kind'>,
): Promise<Lease<A> | undefined> {
  const leases = await family.at(store, address, kind)
  return leases[0]
}

/** Put a lease in the place of the one that was found. */
export async function replaceLease<A extends Address>(
  rooms: Pick<LeaseRooms<A>, 'store' | 'quietly'>,
  { kind }: LeaseFamily<A>,
  { conflict }: LeaseDialect,
  was: Lease<A> | undefined,
  is: Lease<A>,
): Promise<void> {
  const sameKey = was?.prefixLength === is.prefixLength
  const changes = sameKey
    ? [{ was, is }]
    : [
        { was, is: undefined },
        { was: undefined, is },
      ]
  if (was !== undefined && (await changeLeases(rooms, changes))) return
  throw new CommandError(
    `failed to update the lease with address ${kind.format(is.address)} either because the lease has been deleted or it ` +
      'has changed in the database, in both cases a retry might succeed',
    conflict,
  )
}
