import type { Command } from '../command.js'
import { coreCommands } from '../core-commands.js'
import { configurationCommands } from './configuration-commands.js'

/** Every command there is, of whatever service: the reference is made from these, and completion reads them. */
export const allCommands: readonly Command<never>[] = [...coreCommands, ...configurationCommands]
