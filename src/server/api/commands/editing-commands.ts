import type { Command } from '../command.js'
import { classCommands } from './class/commands.js'
import type { ConfigurationRooms } from './configuration-rooms.js'
import { hostCommands } from './host/commands.js'
import { networkCommands } from './network/commands.js'
import { subnetCommands } from './subnet/commands.js'

/** Every command that looks at parts of the configuration and edits them. A service registers them with its `edits`. */
export const editingCommands: readonly Command<ConfigurationRooms>[] = [
  ...subnetCommands,
  ...networkCommands,
  ...classCommands,
  ...hostCommands,
]
