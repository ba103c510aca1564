import { ipv4 } from '../../../wire/address.js'
import { clientIdentifierText, hostText } from '../../host/host-text.js'
import {
  getOneSubnetIdIdentifier,
  getOneSubnetIdIdentifierHost,
  getOneSubnetIdIdentifierNull,
} from '../../host/messages.js'
import { identifierOf } from '../find-hosts.js'
import type { Step } from '../walk.js'
import type { Exchange4 } from './exchange4.js'
import type { Rooms4 } from './rooms4.js'

/** Tells by which identifiers reservations were looked for in the chosen subnet, and what was found. */
export function logHosts({ log: { hosts } }: Rooms4): Step<Exchange4> {
  return x => {
    const { subnet, plan } = x
    if (subnet === undefined || plan.hosts.empty || !hosts.on(getOneSubnetIdIdentifier)) return undefined
    const { id } = subnet.subnet
    for (const kind of plan.decided.hostIdentifiers) {
      const identity = identifierOf(x, kind)
      if (identity.length === 0) continue
      const text = clientIdentifierText(kind, identity)
      hosts.log(getOneSubnetIdIdentifier, 'IPv4', id, text)
      const host = x.hosts.find(each => each.subnetId === id && each.identifier === kind)
      if (host === undefined) hosts.log(getOneSubnetIdIdentifierNull, id, text)
      else hosts.log(getOneSubnetIdIdentifierHost, id, text, hostText(host, ipv4))
    }
    return undefined
  }
}
