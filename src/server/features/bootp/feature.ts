import { MessageType, Op, Option } from '../../../wire/v4/codes.js'
import type { Exchange4 } from '../../engine/v4/exchange4.js'
import { labelOf } from '../../engine/v4/label.js'
import { feature, listening } from '../feature.js'
import { bootpQuery } from './messages.js'

/** RFC 2132 9: options that only DHCP has. RFC 1534 2 keeps them out of answers to BOOTP clients. */
const DHCP_ONLY: readonly number[] = [
  Option.requestedAddress,
  Option.leaseTime,
  Option.overload,
  Option.messageType,
  Option.serverIdentifier,
  Option.parameterRequestList,
  Option.message,
  Option.maxMessageSize,
  Option.renewalTime,
  Option.rebindingTime,
  Option.vendorClass,
  Option.clientIdentifier,
]

/**
 * BOOTP clients (RFC 951, with the vendor extensions of RFC 1497) are served as if they had sent a DHCPREQUEST, in the
 * class BOOTP: the walk gives that class leases without end and answers of at least 300 bytes.
 */
export const bootp = feature<number, Exchange4, true>({
  library: 'libdhcp_bootp.so',
  decide: () => true,
  open({ points, logger }) {
    const log = logger('bootp-hooks')
    return listening([
      points.bufferReceive.add(x => {
        const { query } = x
        if (query.op !== Op.request || query.has(Option.messageType)) return undefined
        query.type = MessageType.request
        x.classes.add(x.plan.builtin.bootp)
        if (log.on(bootpQuery)) log.log(bootpQuery, labelOf(x))
        return undefined
      }),
      points.pktSend.add(x => {
        if (!x.classes.has(x.plan.builtin.bootp)) return undefined
        // RFC 951 has no way to say no
        if (x.replyType === MessageType.nak) return 'drop'
        for (const code of DHCP_ONLY) x.options.remove(code)
        return undefined
      }),
    ])
  },
})
