import type { Inbound } from '../../../net/link.js'
import { Option } from '../../../wire/v6/codes.js'
import type { Exchange6 } from './exchange6.js'
import { HardwareSource, learnHardware } from './hardware.js'

/** Ethernet: the only links that tell who sent a frame. */
const ETHERNET = 1

/** Read what the packet says of its sender: identifiers for leases and reservations. */
export function identify(x: Exchange6, { arena, hardwareAt, hardwareLength }: Inbound): void {
  // the sender of a relayed frame is the relay
  if (hardwareAt >= 0 && x.query.relayCount === 0) {
    x.hardware.set(arena, hardwareAt, hardwareAt + hardwareLength)
    x.hardwareType = ETHERNET
    x.hardwareSource = HardwareSource.raw
  }
  identifyAgain(x)
}

/** The same for a packet that has become another one since. */
export function identifyAgain(x: Exchange6): void {
  const { query } = x
  if (query.find(Option.clientId)) x.duid.set(query.arena, query.optionStart, query.optionEnd)
  else x.duid.clear()
  learnHardware(x, x.plan.decided.v6!.macSources)
}
