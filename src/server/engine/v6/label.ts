import { clientLabel } from '../../../wire/v6/text.js'
import type { Exchange6 } from './exchange6.js'

/** The client and transaction as log messages name them; built once for a packet, and only when something is logged. */
export function labelOf(x: Exchange6): string {
  if (x.label === '') x.label = clientLabel(x.query)
  return x.label
}
