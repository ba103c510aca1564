import type { Address, Lease } from '../../../lease/lease.js'
import { uint32 } from '../../argument-type.js'
import { optional } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { Result } from '../../command-error.js'
import { changeLeases } from './change.js'
import type { LeaseFamily } from './family.js'
import { looked } from './no-arguments.js'
import type { LeaseRooms } from './rooms.js'

/** Leases deleted in one go. */
const PAGE = 256

/** lease4-wipe, lease6-wipe */
export function leaseWipe<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip, examples } = family
  return command({
    name: `lease${digit}-wipe`,
    access: 'write',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `Delete all ${ip} leases of a subnet, or of all subnets.`,
    arguments: {
      'subnet-id': optional(uint32, 'Whose leases; those of all configured subnets unless told.', {
        suggest: 'subnet',
      }),
    },
    withoutArguments: looked('contains', ''),
    example: { 'subnet-id': examples.subnetId },
    async run({ rooms, pace }: Context<LeaseRooms<A>>, { 'subnet-id': subnetId = 0 }) {
      const { store, plan } = rooms
      const ids = new Set(subnetId === 0 ? plan.subnets.keys() : [subnetId])
      const walk = await store.walk(subnetId === 0 ? {} : { subnetId })
      let count = 0
      try {
        for (;;) {
          const leases = await walk.next(PAGE)
          if (leases.length === 0) break
          count += await deleteLeases(
            rooms,
            leases.filter(lease => ids.has(lease.subnetId)),
          )
          await pace.pause()
        }
      } finally {
        walk.close()
      }
      return {
        result: count === 0 ? Result.empty : Result.success,
        text: `Deleted ${count} ${ip} lease(s) from subnet(s)${[...ids].map(id => ` ${id}`).join('')}`,
      }
    },
  })
}

/** All of them at once, or one by one where a client was faster with some; returns how many. */
async function deleteLeases<A extends Address>(rooms: LeaseRooms<A>, leases: readonly Lease<A>[]): Promise<number> {
  const changes = leases.map(was => ({ was, is: undefined }))
  if (await changeLeases(rooms, changes)) return leases.length
  let count = 0
  for (const change of changes) if (await changeLeases(rooms, [change])) count++
  return count
}
