// biome-ignore-all format: a table, one message a line
import { debug, error, type Message } from '../../log/logger.js'
import type { PacketMessages } from '../packet-messages.js'

// What DHCPv4 has no counterpart of: logger "bad-packets".
export const packetDropServerIdMismatch = debug(15, 'DHCP6_PACKET_DROP_SERVERID_MISMATCH', '%1: dropping packet with server identifier: %2, server is using: %3')
export const packetDropUnicast = debug(15, 'DHCP6_PACKET_DROP_UNICAST', '%1: dropping unicast %2 packet as this packet should be sent to multicast')
export const requiredOptionsCheckFail = debug(40, 'DHCP6_REQUIRED_OPTIONS_CHECK_FAIL', '%1 message received from %2 failed the following check: %3')
export const unknownMsgReceived = debug(40, 'DHCP6_UNKNOWN_MSG_RECEIVED', 'received unknown message (type %1) on interface %2')

/** What is said of any packet. */
export const packetMessages6: PacketMessages = {
  bufferReceived: debug(40, 'DHCP6_BUFFER_RECEIVED', 'received buffer from %1:%2 to %3:%4 over interface %5'),
  packetReceived: debug(45, 'DHCP6_PACKET_RECEIVED', '%1: %2 (type %3) received from %4 to %5 on interface %6'),
  queryData: debug(55, 'DHCP6_QUERY_DATA', '%1, packet details: %2'),
  subnetSelected: debug(45, 'DHCP6_SUBNET_SELECTED', '%1: the subnet with ID %2 was selected for client assignments'),
  subnetData: debug(55, 'DHCP6_SUBNET_DATA', '%1: the selected subnet details: %2'),
  subnetSelectionFailed: debug(50, 'DHCP6_SUBNET_SELECTION_FAILED', '%1: failed to select subnet for the client'),
  subnetDynamicallyChanged: debug(45, 'DHCP6_SUBNET_DYNAMICALLY_CHANGED', '%1: changed selected subnet %2 to subnet %3 from shared network %4 for client assignments'),
  dropClass: debug(15, 'DHCP6_PACKET_DROP_DROP_CLASS', "dropped as member of the special class 'DROP': %1"),
  dropClassEarly: debug(15, 'DHCP6_PACKET_DROP_DROP_CLASS_EARLY', "dropped as member of the special class 'DROP' after early global host reservations lookup: %1"),
  dropClassHost: debug(15, 'DHCP6_PACKET_DROP_DROP_CLASS2', "dropped as member of the special class 'DROP' after host reservation lookup: %1"),
  parkingLotFull: debug(15, 'DHCP6_HOOK_LEASES6_PARKING_LOT_FULL', 'The parked-packet-limit %1, has been reached, dropping query: %2'),
  processStdException: error('DHCP6_PACKET_PROCESS_STD_EXCEPTION', 'exception occurred during packet processing: %1'),
  dropParseFail: debug(15, 'DHCP6_PACKET_DROP_PARSE_FAIL', 'failed to parse packet from %1 to %2, received over interface %3, reason: %4'),
  dropDisabled: debug(15, 'DHCP6_PACKET_DROP_DHCP_DISABLED', '%1: DHCP service is globally disabled'),
  dropDuplicate: debug(15, 'DHCP6_PACKET_DROP_DUPLICATE', 'dropped as sent by the same client than a packet being processed by another thread: dropped %1 by thread %2 as duplicate of %3 processed by %4'),
  bufferUnpack: debug(50, 'DHCP6_BUFFER_UNPACK', 'parsing buffer received from %1 to %2 over interface %3'),
  optionsSkipped: debug(50, 'DHCP6_PACKET_OPTIONS_SKIPPED', 'An error unpacking an option, caused subsequent options to be skipped: %1'),
  classAssigned: debug(40, 'DHCP6_CLASS_ASSIGNED', '%1: client packet has been assigned to the following class(es): %2'),
  hookBufferRcvdDrop: debug(15, 'DHCP6_HOOK_BUFFER_RCVD_DROP', 'received buffer from %1 to %2 over interface %3 was dropped because a callout set the drop flag'),
  hookPacketRcvdSkip: debug(40, 'DHCP6_HOOK_PACKET_RCVD_SKIP', '%1: packet is dropped, because a callout set the next step to SKIP'),
  hookSubnetSelectDrop: debug(40, 'DHCP6_HOOK_SUBNET6_SELECT_DROP', '%1: packet was dropped because a callout set the drop flag'),
  hookSubnetSelectSkip: debug(40, 'DHCP6_HOOK_SUBNET6_SELECT_SKIP', '%1: no subnet was selected because a callout set the next step to SKIP'),
  hookLeasesCommittedDrop: debug(15, 'DHCP6_HOOK_LEASES6_COMMITTED_DROP', '%1: packet is dropped, because a callout set the next step to DROP'),
  hookPacketSendDrop: debug(15, 'DHCP6_HOOK_PACKET_SEND_DROP', '%1: prepared DHCPv6 response was not sent because a callout set the next ste to DROP'),
  hookPacketSendSkip: debug(40, 'DHCP6_HOOK_PACKET_SEND_SKIP', '%1: prepared DHCPv6 response is not built because a callout set the next step to SKIP'),
}

const p = packetMessages6

/** Every message of this file, by the name of the logger that says it. */
export const messages = {
  dhcp6: [p.classAssigned],
  packets: [
    p.bufferReceived, p.packetReceived, p.queryData, p.subnetSelected, p.subnetData, p.subnetSelectionFailed,
    p.subnetDynamicallyChanged, p.dropClass, p.dropClassEarly, p.dropClassHost, p.parkingLotFull,
    p.processStdException,
  ],
  'bad-packets': [
    p.dropParseFail, p.dropDisabled, p.dropDuplicate, packetDropServerIdMismatch, packetDropUnicast,
    requiredOptionsCheckFail, unknownMsgReceived,
  ],
  options: [p.bufferUnpack, p.optionsSkipped],
  hooks: [
    p.hookBufferRcvdDrop, p.hookPacketRcvdSkip, p.hookSubnetSelectDrop, p.hookSubnetSelectSkip,
    p.hookLeasesCommittedDrop, p.hookPacketSendDrop, p.hookPacketSendSkip,
  ],
} as const satisfies Readonly<Record<string, readonly Message[]>>
