// biome-ignore-all format: a table, one message a line
import { debug, error, type Message } from '../../log/logger.js'

export const added = debug(40, 'FLEX_OPTION_PROCESS_ADD', 'Added the option code %1 with value %2')
export const skippedByClass = debug(40, 'FLEX_OPTION_PROCESS_CLIENT_CLASS', "Skip processing of the option code %1 for class '%2'")
export const failed = error('FLEX_OPTION_PROCESS_ERROR', 'An error occurred processing query %1: %2')
export const removed = debug(40, 'FLEX_OPTION_PROCESS_REMOVE', 'Removed option code %1')
export const subAdded = debug(40, 'FLEX_OPTION_PROCESS_SUB_ADD', 'Added the sub-option code %1 in option code %2 with value %3')
export const subSkippedByClass = debug(40, 'FLEX_OPTION_PROCESS_SUB_CLIENT_CLASS', "Skip processing of the sub-option code %1 in option code %2 for class '%3'")
export const subRemoved = debug(40, 'FLEX_OPTION_PROCESS_SUB_REMOVE', 'Removed sub-option code %1 in option code %2')
export const subSuperseded = debug(40, 'FLEX_OPTION_PROCESS_SUB_SUPERSEDE', 'Supersedes the sub-option code %1 in option code %2 with value %3')
export const superseded = debug(40, 'FLEX_OPTION_PROCESS_SUPERSEDE', 'Supersedes the option code %1 with value %2')
export const otherVendor = debug(40, 'FLEX_OPTION_PROCESS_VENDOR_ID_MISMATCH', 'Skip processing of vendor option code %1 with vendor id %2 not matching wanted %3')

/** Every message of this feature, by the name of the logger that says it. */
export const messages = {
  'flex-option-hooks': [
    added, skippedByClass, failed, removed, subAdded, subSkippedByClass, subRemoved, subSuperseded, superseded,
    otherVendor,
  ],
} as const satisfies Readonly<Record<string, readonly Message[]>>
