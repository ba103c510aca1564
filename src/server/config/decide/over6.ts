import { ipv6 } from '../../../wire/address.js'
import type { Over6 } from '../decided.js'
import type { Report } from '../problem.js'
import { placeOf, textIn } from '../read.js'
import type { MapTree } from '../tree.js'
import { parsePrefix } from './prefix.js'

const none: Over6 = { interface: '', interfaceId: '', prefix: undefined }

/** The DHCPv4-over-DHCPv6 clients (RFC 7341) of a subnet. */
export function decideOver6(map: MapTree, report: Report): Over6 {
  const own = textIn(map, '4o6-interface') ?? ''
  const interfaceId = textIn(map, '4o6-interface-id') ?? ''
  const text = textIn(map, '4o6-subnet') ?? ''
  if (own === '' && interfaceId === '' && text === '') return none
  const prefix = text === '' ? undefined : parsePrefix(text, ipv6)
  if (text !== '' && (prefix === undefined || prefix.length > 128))
    report.error(
      'wrong-prefix',
      placeOf(map, '4o6-subnet'),
      `the 4o6-subnet '${text}' is not an IPv6 prefix, expected prefix/len`,
    )
  return { interface: own, interfaceId, prefix }
}
