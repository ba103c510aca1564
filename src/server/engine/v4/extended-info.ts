import { Option } from '../../../wire/v4/codes.js'
import type { Exchange4 } from './exchange4.js'

/**
 * store-extended-info: the user context of a lease with the relay's option 82 in it, as Kea writes it; what was in the
 * context before stays. A packet without option 82 (a unicast renewal) leaves it as it is.
 */
export function extendedInfo(x: Exchange4, before: string): string {
  const { query } = x
  if (!x.subnet!.subnet.storeExtendedInfo || !query.find(Option.relayAgent)) return before
  const { optionBytes: bytes, optionStart: start, optionEnd: end } = query
  if (end === start) return before
  const info = `"relay-agent-info": "0x${bytes.toString('hex', start, end).toUpperCase()}"`
  if (before.includes(info)) return before
  if (before === '') return `{ "ISC": { ${info} } }`
  const { ISC: _, ...others } = JSON.parse(before) as Record<string, unknown>
  const rest = Object.entries(others).map(([name, value]) => `, ${JSON.stringify(name)}: ${JSON.stringify(value)}`)
  return `{ "ISC": { ${info} }${rest.join('')} }`
}
