import { MessageType } from '../../../wire/v4/codes.js'
import type { CountedTypes } from '../packet-counters.js'

/** What DHCPv4 packets are counted as. */
export const counted4: CountedTypes = {
  packet: 'pkt4',
  family: 'v4',
  reused: ['lease-reuses', 'lease-reuses'],
  received: [
    [MessageType.discover, 'discover'],
    [MessageType.offer, 'offer'],
    [MessageType.request, 'request'],
    [MessageType.ack, 'ack'],
    [MessageType.nak, 'nak'],
    [MessageType.release, 'release'],
    [MessageType.decline, 'decline'],
    [MessageType.inform, 'inform'],
  ],
  rare: [],
  sent: [
    [MessageType.offer, 'offer'],
    [MessageType.ack, 'ack'],
    [MessageType.nak, 'nak'],
  ],
}
