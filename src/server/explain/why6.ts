import { ipv6 } from '../../wire/address.js'
import { Option } from '../../wire/v6/codes.js'
import { findNearestRelayOption, linkAddressAt, linkRelay } from '../../wire/v6/relay.js'
import type { Association, Grant } from '../engine/v6/association.js'
import type { Exchange6 } from '../engine/v6/exchange6.js'

/** The fact by which the subnet was looked for: the first that the packet has, in the order of select-subnet.ts. */
export function subnetFact(x: Exchange6): string {
  const { query, link, subnet } = x
  if (query.relayCount > 0) {
    const id = subnet?.subnet.interfaceId
    const relay = findNearestRelayOption(query, Option.interfaceId)
    if (id !== undefined && relay >= 0) {
      const sent = query.arena.subarray(query.optionStart, query.optionEnd)
      if (Buffer.from(id).equals(sent)) return `relay ${relay} tells the interface-id ${sent.toString('latin1')}`
    }
    const named = linkRelay(query)
    if (named < 0) return 'no relay has a link-address of use'
    const address = ipv6.read(query.arena, linkAddressAt(query, named))
    const listed = subnet?.subnet.relays.includes(address) === true
    return `the link-address of relay ${named} is ${ipv6.format(address)}${listed ? ', which relay.ip-addresses names' : ''}`
  }
  if (subnet?.subnet.interface === link.name || subnet?.network.network.interface === link.name)
    return `it came in on ${link.name}, which the subnet names`
  return `it was sent from ${ipv6.format(x.source)}`
}

/** Why the association holds this. */
export function grantReason(x: Exchange6, association: Association, grant: Grant): string {
  const { address, prefixLength, pool, valid, reused, extended } = grant
  if (valid === 0) return 'it is to be used no more'
  if (isReserved(x, association, grant)) return `it is reserved for the client by its ${x.host!.identifier}`
  if (reused) return 'the client has it already, by a lease that is young enough to be given again as it is'
  if (extended) return 'the client has it already'
  const { hints, hintCount } = association
  for (let i = 0; i < hintCount; i++)
    if (hints[i]!.address === address && hints[i]!.prefixLength === prefixLength)
      return 'the client asks for it, and it is free'
  return pool === undefined ? 'it is free' : 'it is the next free one in a pool that is for this client'
}

function isReserved({ host }: Exchange6, { code }: Association, { address, prefixLength }: Grant): boolean {
  if (host === undefined) return false
  if (code !== Option.iaPd) return host.addresses.includes(address)
  return host.prefixes.some(({ prefix, length }) => prefix === address && length === prefixLength)
}
