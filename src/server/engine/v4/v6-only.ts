import { MessageType, Option } from '../../../wire/v4/codes.js'
import { isRequested } from '../../../wire/v4/options.js'
import type { OptionTable } from '../../options/table.js'
import { configured, scopesOf } from '../option-scopes.js'
import type { Exchange4 } from './exchange4.js'
import { lifetimeOf } from './lifetime4.js'

/**
 * RFC 8925 3.3: a client that asks for option 108 can do without IPv4. Where the option is configured for it, it is
 * offered 0.0.0.0 and keeps silent for the time that the option says; no address is taken from the pool. A client that
 * sends a REQUEST all the same is served like any other.
 */
export function prefersV6(x: Exchange4): boolean {
  if (!x.plan.decided.behaviours.offersV6Only || !isRequested(x.query, Option.v6OnlyPreferred)) return false
  const lists: OptionTable[] = []
  scopesOf(x, x.pool, lists)
  if (configured(x, lists, Option.v6OnlyPreferred) === undefined) return false
  x.replyType = MessageType.offer
  // RFC 2131 table 3: no OFFER goes without a lease time
  x.lifetime = lifetimeOf(x)
  return true
}

/**
 * The same where the option stands in a pool: the client is one of those that the pool is for, but takes no address
 * from it.
 */
export function preferV6InPool(x: Exchange4): undefined {
  const { pool } = x
  if (pool === undefined || x.granted === 0 || x.query.type !== MessageType.discover) return undefined
  if (pool.options.get(Option.v6OnlyPreferred, x.classes) === undefined) return undefined
  if (!prefersV6(x)) return undefined
  x.outcome = 'none'
  x.granted = 0
  return undefined
}
