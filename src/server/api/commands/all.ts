import type { Command } from '../command.js'
import { coreCommands } from '../core-commands.js'
import { configurationCommands } from './core/configuration.js'
import { interfaceCommands } from './core/interfaces.js'
import { leaseKeepingCommands } from './core/leases.js'
import { metricsCommands } from './core/metrics.js'
import { selectCommands4 } from './core/select-test4.js'
import { selectCommands6 } from './core/select-test6.js'
import { servingCommands } from './core/serving.js'
import { statisticCommands } from './core/statistics.js'
import { statusCommands } from './core/status.js'
import { traceCommands } from './core/trace.js'
import { editingCommands } from './editing-commands.js'
import { leaseStatistics4Commands, leaseStatistics6Commands } from './lease-statistics/stat-lease-get.js'
import { lease4Commands, lease6Commands } from './leases/commands.js'

/** Every command there is, of whatever service: the reference is made from these, and completion reads them. */
export const allCommands: readonly Command<never>[] = [
  ...coreCommands,
  ...configurationCommands,
  ...interfaceCommands,
  ...leaseKeepingCommands,
  ...metricsCommands,
  ...selectCommands4,
  ...selectCommands6,
  ...servingCommands,
  ...statisticCommands,
  ...statusCommands,
  ...traceCommands,
  ...editingCommands,
  ...lease4Commands,
  ...lease6Commands,
  ...leaseStatistics4Commands,
  ...leaseStatistics6Commands,
]
