// biome-ignore-all format: a table, one message a line
import { error, info, type Message } from '../log/logger.js'

// Logger "hooks": features that were switched on and off, by the name of Kea's library.
export const libraryLoaded = info('HOOKS_LIBRARY_LOADED', 'hooks library %1 successfully loaded')
export const libraryClosed = info('HOOKS_LIBRARY_CLOSED', 'hooks library %1 successfully closed')

// Logger "callouts": listeners that failed. There is no library index or address here: the error says where it came from.
export const calloutException = error('HOOKS_CALLOUT_EXCEPTION', 'exception thrown by callout on hook %1: %2')

/** Every message of this room, by the name of the logger that says it. */
export const messages = {
  hooks: [libraryLoaded, libraryClosed],
  callouts: [calloutException],
} as const satisfies Readonly<Record<string, readonly Message[]>>
