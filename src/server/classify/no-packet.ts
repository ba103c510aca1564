import type { PacketView } from './packet-view.js'

const nothing = (): boolean => false

/** A packet that has nothing: what constants are worked out with, and what a frame holds before its first packet. */
export const noPacket: PacketView = {
  messageLength: 0,
  relayCount: 0,
  interfaceName: nothing,
  source: nothing,
  destination: nothing,
  header: nothing,
  option: nothing,
  relayHeader: nothing,
  relayOption: nothing,
}
