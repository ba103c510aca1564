import type { Command } from '../../command.js'
import { type DeclaredFamily, declared4, declared6 } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { networkAdd } from './add.js'
import { networkDel } from './del.js'
import { networkGet } from './get.js'
import { networkList } from './list.js'
import { networkSubnetAdd, networkSubnetDel } from './membership.js'

const declarations: readonly ((family: DeclaredFamily) => Command<ConfigurationRooms>)[] = [
  networkList,
  networkGet,
  networkAdd,
  networkDel,
  networkSubnetAdd,
  networkSubnetDel,
]

/** Shared networks of Kea's subnet_cmds, for both families. */
export const networkCommands: readonly Command<ConfigurationRooms>[] = [declared4, declared6].flatMap(family =>
  declarations.map(declare => declare(family)),
)
