import { Option } from '../../../wire/v6/codes.js'
import { OptionCursor } from '../../../wire/v6/option-cursor.js'
import { findRelayOption } from '../../../wire/v6/relay.js'
import type { Exchange6 } from './exchange6.js'

/**
 * RFC 6422: options that relays supply for the client (option 66), where the configuration lets them and the server has
 * none of its own. The relay nearest to the client counts, and the first option of a code.
 */
export function addRelaySupplied(x: Exchange6): void {
  const { query, options } = x
  if (query.relayCount === 0) return
  const allowed = x.plan.decided.v6!.relaySuppliedOptions
  if (allowed.length === 0) return
  const { arena } = query
  for (let relay = query.relayCount - 1; relay >= 0; relay--) {
    if (!findRelayOption(query, relay, Option.relaySuppliedOptions)) continue
    const cursor = new OptionCursor().over(arena, query.optionStart, query.optionEnd)
    while (cursor.next())
      if (allowed.includes(cursor.code) && !options.has(cursor.code))
        // a copy: the answer may have to wait, and the datagram is elsewhere then
        options.addCopy(cursor.code, arena.subarray(cursor.start, cursor.end))
  }
}
