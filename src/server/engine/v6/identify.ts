import { Option } from '../../../wire/v6/codes.js'
import type { Exchange6 } from './exchange6.js'

/** Read what the packet says of its sender: identifiers for leases and reservations. */
export function identify(x: Exchange6): void {
  const { query } = x
  if (query.find(Option.clientId)) {
    x.duid.set(query.arena, query.optionStart, query.optionEnd)
  }
}
