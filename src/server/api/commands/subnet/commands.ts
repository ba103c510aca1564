import type { Command } from '../../command.js'
import { type DeclaredFamily, declared4, declared6 } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { subnetAdd } from './add.js'
import { subnetDeltaAdd, subnetDeltaDel, subnetUpdate } from './change.js'
import { subnetDel } from './del.js'
import { subnetGet } from './get.js'
import { subnetList } from './list.js'

const declarations: readonly ((family: DeclaredFamily) => Command<ConfigurationRooms>)[] = [
  subnetList,
  subnetGet,
  subnetAdd,
  subnetUpdate,
  subnetDel,
  subnetDeltaAdd,
  subnetDeltaDel,
]

/** Subnets of Kea's subnet_cmds, for both families. */
export const subnetCommands: readonly Command<ConfigurationRooms>[] = [declared4, declared6].flatMap(family =>
  declarations.map(declare => declare(family)),
)
