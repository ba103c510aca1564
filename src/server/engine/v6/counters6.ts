import { MessageType } from '../../../wire/v6/codes.js'
import type { CountedTypes } from '../packet-counters.js'

/** What DHCPv6 packets are counted as. */
export const counted6: CountedTypes = {
  packet: 'pkt6',
  family: 'v6',
  reused: ['ia-na-lease-reuses', 'ia-pd-lease-reuses'],
  received: [
    [MessageType.solicit, 'solicit'],
    [MessageType.advertise, 'advertise'],
    [MessageType.request, 'request'],
    [MessageType.reply, 'reply'],
    [MessageType.renew, 'renew'],
    [MessageType.rebind, 'rebind'],
    [MessageType.release, 'release'],
    [MessageType.decline, 'decline'],
    [MessageType.informationRequest, 'infrequest'],
  ],
  sent: [
    [MessageType.advertise, 'advertise'],
    [MessageType.reply, 'reply'],
  ],
}
