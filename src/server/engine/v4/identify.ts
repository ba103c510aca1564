import { Option, RelayOption } from '../../../wire/v4/codes.js'
import { subOptionAt } from '../../../wire/v4/relay.js'
import type { Exchange4 } from './exchange4.js'

/** RFC 4361 6.1: a client identifier of this type holds an IAID and a DUID. */
const DUID_CLIENT_ID = 255

/** RFC 2132 9.14: a client identifier is a type and at least one byte. */
export const CLIENT_ID_MIN = 2

/** The same for a packet that has become another one since. */
export function identifyAgain(x: Exchange4): void {
  x.clientId.clear()
  x.duid.clear()
  x.circuitId.clear()
  identify(x)
}

/** Read what the packet says of its sender: identifiers for leases and reservations. */
export function identify(x: Exchange4): void {
  const { query } = x
  x.hardwareType = query.htype
  x.hardware.set(query.arena, query.chaddrAt, query.chaddrAt + query.hlen)
  if (query.find(Option.clientIdentifier)) {
    const { optionBytes: bytes, optionStart: start, optionEnd: end } = query
    if (end - start >= CLIENT_ID_MIN) x.clientId.set(bytes, start, end)
    if (bytes[start] === DUID_CLIENT_ID && end - start > 5) x.duid.set(bytes, start + 5, end)
  }
  if (query.find(Option.relayAgent)) {
    const { optionBytes: bytes, optionStart: start, optionEnd: end } = query
    const at = subOptionAt(bytes, start, end, RelayOption.circuitId)
    if (at >= 0) x.circuitId.set(bytes, at, at + bytes[at - 1]!)
  }
}
