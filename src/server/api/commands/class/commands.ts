import type { Command } from '../../command.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { classAdd } from './add.js'
import { classDel } from './del.js'
import { classGet } from './get.js'
import { classList } from './list.js'
import { classUpdate } from './update.js'

/** Client classes: Kea's class_cmds. */
export const classCommands: readonly Command<ConfigurationRooms>[] = [
  classList,
  classGet,
  classAdd,
  classUpdate,
  classDel,
]
