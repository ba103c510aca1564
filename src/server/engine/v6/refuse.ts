import { Option, StatusCode } from '../../../wire/v6/codes.js'
import type { Association } from './association.js'
import type { Exchange6 } from './exchange6.js'
import { wantsMoreTime } from './find-leases.js'
import { labelOf } from './label.js'
import {
  allocFail,
  allocFailClasses,
  allocFailNoPools,
  allocFailSharedNetwork,
  allocFailSubnet,
} from './lease-messages.js'
import type { Rooms6 } from './rooms6.js'

/** Nothing can be had for an association: counted and told as by Kea. */
export function refuseAssociation(rooms: Rooms6, x: Exchange6, association: Association): void {
  sayNothingAvailable(x, association)
  const { counters, log } = rooms
  const { search } = x
  const subnet = x.subnet!
  const { name } = subnet.network.network
  const { allocEngine } = log
  if (name !== '') {
    counters.allocationFailed(subnet, '-shared-network')
    if (allocEngine.on(allocFailSharedNetwork))
      allocEngine.log(allocFailSharedNetwork, labelOf(x), name, search.fullSubnets, search.unmatchedSubnets)
  } else {
    counters.allocationFailed(subnet, '-subnet')
    if (allocEngine.on(allocFailSubnet)) {
      const { prefix, prefixLength, id } = subnet.subnet
      const text = `${x.plan.decided.kind.format(prefix)}/${prefixLength}`
      allocEngine.log(allocFailSubnet, labelOf(x), text, id, '(none)')
    }
  }
  if (search.fullSubnets === 0) {
    counters.allocationFailed(subnet, '-no-pools')
    if (allocEngine.on(allocFailNoPools)) allocEngine.log(allocFailNoPools, labelOf(x))
  } else {
    counters.allocationFailed(subnet, '')
    if (allocEngine.on(allocFail)) allocEngine.log(allocFail, labelOf(x), search.attempts)
  }
  counters.allocationFailed(subnet, '-classes')
  if (allocEngine.on(allocFailClasses)) allocEngine.log(allocFailClasses, labelOf(x), x.classes.list().join(', '))
}

/** The status of an association that gets nothing (RFC 8415 18.3.1, 18.3.2, 18.3.4). The texts are Kea's. */
export function sayNothingAvailable(x: Exchange6, association: Association): void {
  const more = wantsMoreTime(x)
  if (association.code === Option.iaPd)
    association.say(
      StatusCode.noPrefixAvail,
      more ? 'Sorry, no prefixes could be assigned at this time.' : 'Sorry, no prefixes could be allocated.',
    )
  else
    association.say(
      StatusCode.noAddrsAvail,
      more ? 'Sorry, no addresses could be assigned at this time.' : 'Sorry, no address could be allocated.',
    )
}
