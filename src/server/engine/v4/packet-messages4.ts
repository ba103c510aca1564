import * as messages from '../messages.js'
import type { PacketMessages } from '../packet-messages.js'

/** DHCPv4's numbers for what is said of any packet. */
export const packetMessages4: PacketMessages = {
  ...messages,
  dropClass: messages.packetDrop0010,
  dropClassEarly: messages.packetDrop0014,
  dropClassHost: messages.packetDrop0013,
  parkingLotFull: messages.hookLeases4ParkingLotFull,
  processStdException: messages.packetProcessStdException,
  dropParseFail: messages.packetDrop0001,
  dropDisabled: messages.packetDrop0008,
  dropDuplicate: messages.packetDrop0011,
  optionsSkipped: messages.packetOptionsSkipped,
  hookSubnetSelectDrop: messages.hookSubnet4SelectDrop,
  hookSubnetSelectSkip: messages.hookSubnet4SelectSkip,
  hookLeasesCommittedDrop: messages.hookLeases4CommittedDrop,
}
