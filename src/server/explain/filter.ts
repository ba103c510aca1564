import type { ExplainedPacket } from './report.js'

/** Which packets somebody who follows live traffic wants to hear of; what is left out does not matter. */
export interface TraceFilter {
  /** Part of the client's hardware address or client identifier, hexadecimal digits with colons: "00:0c:01". */
  readonly client?: string
  /** The subnet it was served from. */
  readonly subnet?: number
  readonly class?: string
}

/** Does the report pass? Subnet and classes are known only once the packet has walked. */
export function passes(filter: TraceFilter, packet: ExplainedPacket): boolean {
  const { client, subnet, class: name } = filter
  if (client !== undefined && !packet.client.includes(client.toLowerCase())) return false
  if (subnet !== undefined && subnet !== (packet.subnet?.moved?.id ?? packet.subnet?.id)) return false
  return name === undefined || packet.classes.some(each => each.name === name)
}
