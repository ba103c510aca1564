import { MessageType } from '../../../wire/v6/codes.js'
import type { Generation } from '../../config/behaviours.js'
import type { CountedTypes } from '../packet-counters.js'

const common: CountedTypes = {
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
    [MessageType.dhcpv4Query, 'dhcpv4-query'],
    [MessageType.dhcpv4Response, 'dhcpv4-response'],
  ],
  rare: [
    [MessageType.confirm, 'confirm'],
    [MessageType.reconfigure, 'reconfigure'],
  ],
  sent: [
    [MessageType.advertise, 'advertise'],
    [MessageType.reply, 'reply'],
    [MessageType.dhcpv4Response, 'dhcpv4-response'],
  ],
}

/** What DHCPv6 packets are counted as. */
export const counted6: Readonly<Record<Generation, CountedTypes>> = {
  '2.2': common,
  '3': {
    ...common,
    received: [
      ...common.received,
      [MessageType.addressRegistrationInform, 'addr-reg-inform'],
      [MessageType.addressRegistrationReply, 'addr-reg-reply'],
    ],
    sent: [...common.sent, [MessageType.addressRegistrationReply, 'addr-reg-reply']],
  },
}
