import { clientLabel } from '../../../wire/v4/text.js'
import type { Exchange4 } from './exchange4.js'

/** The client and transaction as log messages name them; built once for a packet, and only when something is logged. */
export function labelOf(x: Exchange4): string {
  if (x.label === '') x.label = clientLabel(x.query)
  return x.label
}
