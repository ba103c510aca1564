import type { Address } from '../../../lease/lease.js'
import type { Command } from '../../command.js'
import { leaseAdd } from './add.js'
import { leaseBulkApply } from './bulk-apply.js'
import { leaseDel } from './del.js'
import type { LeaseFamily } from './family.js'
import { family4 } from './family4.js'
import { family6 } from './family6.js'
import { freeQueueCommands } from './free-queues.js'
import { leaseGet } from './get.js'
import { leaseGetAll } from './get-all.js'
import { leaseGetByHostname, leaseGetByIdentifier, leaseGetByState } from './get-by.js'
import { leaseGetPage } from './get-page.js'
import { leaseResendDdns } from './resend-ddns.js'
import type { LeaseRooms } from './rooms.js'
import { leaseUpdate } from './update.js'
import { leaseWipe } from './wipe.js'
import { leaseWrite } from './write.js'

/** The commands of Kea's lease_cmds for one family. */
function leaseCommands<A extends Address>(family: LeaseFamily<A>): readonly Command<LeaseRooms<A>>[] {
  return [
    leaseAdd(family),
    leaseGet(family),
    leaseGetAll(family),
    leaseGetPage(family),
    ...family.lists.map(list => leaseGetByIdentifier(family, list)),
    leaseGetByHostname(family),
    leaseGetByState(family),
    leaseUpdate(family),
    leaseDel(family),
    leaseWipe(family),
    leaseResendDdns(family),
    leaseWrite(family),
    ...freeQueueCommands(family),
  ]
}

/** Registered in both services: with noLeases() where the family is not the service's. */
export const lease4Commands: readonly Command<LeaseRooms<number>>[] = leaseCommands(family4)
export const lease6Commands: readonly Command<LeaseRooms<bigint>>[] = [
  ...leaseCommands(family6),
  leaseBulkApply(family6),
]
