// biome-ignore-all format: a table, one message a line
import { debug, type Message } from '../../log/logger.js'

export const bootpQuery = debug(40, 'BOOTP_BOOTP_QUERY', 'recognized a BOOTP query: %1')

/** Every message of this feature, by the name of the logger that says it. */
export const messages = { 'bootp-hooks': [bootpQuery] } as const satisfies Readonly<Record<string, readonly Message[]>>
