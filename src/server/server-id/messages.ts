// biome-ignore-all format: a table, one message a line
import { info, type Message, warn } from '../log/logger.js'

// Logger "dhcp6".
export const usingServerId = info('DHCP6_USING_SERVERID', 'server is using server-id %1 and stores in the file %2')
export const serverIdDamaged = warn('KEATS_SERVERID_DAMAGED', 'the file %1 holds no DUID; the server identifier is made anew')

/** Every message of this room, by the name of the logger that says it. */
export const messages = { dhcp6: [usingServerId, serverIdDamaged] } as const satisfies Readonly<Record<string, readonly Message[]>>
