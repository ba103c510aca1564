import { ipv4 } from '../../../wire/address.js'
import { Option, RelayOption } from '../../../wire/v4/codes.js'
import { relayAddress } from '../../../wire/v4/relay.js'
import type { OptionTable } from '../../options/table.js'
import { configured, scopesOf } from '../option-scopes.js'
import type { Exchange4 } from './exchange4.js'

/**
 * Option 54 of an answer: what the relay overrides (RFC 5107), what the configuration sends, else the address of the
 * link that heard the query.
 */
export function serverIdentifierOf(x: Exchange4): number {
  const override = relayAddress(x.query, RelayOption.serverIdOverride)
  if (override !== undefined) return override
  if (x.plan.serverIdentifiers.size > 0) {
    const lists: OptionTable[] = []
    scopesOf(x, x.pool, lists)
    const option = configured(x, lists, Option.serverIdentifier)
    if (option !== undefined && option.payload.length === 4) return option.payload.readUInt32BE(0)
  }
  const local = x.link.localAddress
  return local === undefined ? 0 : ipv4.read(local, 0)
}
