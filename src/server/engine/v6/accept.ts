import { Option } from '../../../wire/v6/codes.js'
import { breachOf, messageRule } from '../../../wire/v6/rules.js'
import type { Step } from '../walk.js'
import type { Exchange6 } from './exchange6.js'
import type { Rooms6 } from './rooms6.js'

/** The accept filter: what is no business of a DHCPv6 server, or not of this one, goes no further. */
export function accept(rooms: Rooms6): Step<Exchange6> {
  return x => {
    const { query } = x
    const rule = messageRule(query.type)
    if (rule === undefined || !isForUs(rooms, x) || breachOf(query, rule) !== undefined) {
      rooms.counters.dropped('rfc-violation')
      return 'drop'
    }
    return undefined
  }
}

function isForUs({ serverId }: Rooms6, { query }: Exchange6): boolean {
  if (!query.find(Option.serverId)) return true
  const { arena, optionStart, optionEnd } = query
  if (optionEnd - optionStart !== serverId.length) return false
  for (let i = 0; i < serverId.length; i++) if (arena[optionStart + i] !== serverId[i]) return false
  return true
}
