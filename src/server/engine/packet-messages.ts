import type { Message } from '../log/logger.js'

/** What is said of any packet on its way. Kea has the same messages twice, once for each family. */
export interface PacketMessages {
  // logger "packets"
  readonly bufferReceived: Message
  readonly packetReceived: Message
  readonly queryData: Message
  readonly subnetSelected: Message
  readonly subnetData: Message
  readonly subnetSelectionFailed: Message
  readonly subnetDynamicallyChanged: Message
  /** A member of DROP: by its packet, by a global reservation, by its reservation. */
  readonly dropClass: Message
  readonly dropClassEarly: Message
  readonly dropClassHost: Message
  readonly parkingLotFull: Message
  readonly processStdException: Message
  // logger "bad-packets"
  readonly dropParseFail: Message
  readonly dropDisabled: Message
  readonly dropDuplicate: Message
  // logger "options"
  readonly bufferUnpack: Message
  readonly optionsSkipped: Message
  /** Logger of the service itself. */
  readonly classAssigned: Message
  // logger "hooks"
  readonly hookBufferRcvdDrop: Message
  readonly hookPacketRcvdSkip: Message
  readonly hookSubnetSelectDrop: Message
  readonly hookSubnetSelectSkip: Message
  readonly hookLeasesCommittedDrop: Message
  readonly hookPacketSendDrop: Message
  readonly hookPacketSendSkip: Message
}
