import { CLIENT_PORT, Option, RELAY_HEADER, SERVER_PORT } from './codes.js'
import type { Message6 } from './message.js'
import { optionAt, optionEndAt } from './option-cursor.js'
import { u16At } from './options.js'

/** Readers of the relay messages around a client's message. Relay 0 is the one nearest to the server. */

/** Offsets in a relay message (RFC 8415 9). */
const HOP_COUNT = 1
const LINK_ADDRESS = 2
const PEER_ADDRESS = 18

/** Relays that the message had passed before it came to this one. */
export function hopCount(message: Message6, index: number): number {
  return message.arena[message.relayAt(index) + HOP_COUNT]!
}

/** Offset in `arena` of the 16 bytes of the link-address; :: when the interface-id alone tells the link. */
export function linkAddressAt(message: Message6, index: number): number {
  return message.relayAt(index) + LINK_ADDRESS
}

/** Offset in `arena` of the 16 bytes of the peer-address: from whom this relay heard it. */
export function peerAddressAt(message: Message6, index: number): number {
  return message.relayAt(index) + PEER_ADDRESS
}

/** Find the first option with this code of one relay: sets the view's optionStart and optionEnd. False: not there. */
export function findRelayOption(message: Message6, index: number, code: number): boolean {
  const { arena } = message
  const at = optionAt(arena, message.relayAt(index) + RELAY_HEADER, message.relayEnd(index), code)
  if (at < 0) return false
  message.optionStart = at
  message.optionEnd = optionEndAt(arena, at)
  return true
}

/**
 * The relay nearest to the client that has such an option, which is then found. Interface-id, remote-id (RFC 4649),
 * subscriber-id (RFC 4580) and client link-layer address (RFC 6939) speak of the client's access line there. -1: none.
 */
export function findNearestRelayOption(message: Message6, code: number): number {
  for (let index = message.relayCount - 1; index >= 0; index--) if (findRelayOption(message, index, code)) return index
  return -1
}

/**
 * The relay whose link-address tells the client's link (RFC 8415 13.1): the one nearest to the client that has one, which
 * is neither :: nor link-local. -1: none has.
 */
export function linkRelay(message: Message6): number {
  const { arena } = message
  for (let index = message.relayCount - 1; index >= 0; index--) {
    const at = linkAddressAt(message, index)
    const isLinkLocal = arena[at] === 0xfe && (arena[at + 1]! & 0xc0) === 0x80
    if (!isLinkLocal && !isZero(arena, at)) return index
  }
  return -1
}

function isZero(bytes: Uint8Array, at: number): boolean {
  for (let i = at; i < at + 16; i++) if (bytes[i] !== 0) return false
  return true
}

/**
 * Find the client's link-layer address as its relay saw it (option 79, RFC 6939): sets the view's optionStart and
 * optionEnd to the address. Returns the hardware type (1 is Ethernet); -1: no relay tells it.
 */
export function findClientLinkLayerAddress(message: Message6): number {
  if (findNearestRelayOption(message, Option.clientLinkLayerAddress) < 0) return -1
  const { arena, optionStart } = message
  if (message.optionEnd - optionStart <= 2) return -1
  message.optionStart = optionStart + 2
  return u16At(arena, optionStart)
}

/** Find an option that a relay supplies for the client (RFC 6422 4), as findNearestRelayOption() does. False: none does. */
export function findSuppliedOption(message: Message6, code: number): boolean {
  const { arena } = message
  for (let index = message.relayCount - 1; index >= 0; index--) {
    if (!findRelayOption(message, index, Option.relaySuppliedOptions)) continue
    const at = optionAt(arena, message.optionStart, message.optionEnd, code)
    if (at < 0) continue
    message.optionStart = at
    message.optionEnd = optionEndAt(arena, at)
    return true
  }
  return false
}

/**
 * UDP port that the answer to a message from `sourcePort` goes to. RFC 8357 5.2: a relay that says it sends from another
 * port than 547 gets its answers there.
 */
export function replyPort(message: Message6, sourcePort: number): number {
  if (message.relayCount === 0) return CLIENT_PORT
  return findRelayOption(message, 0, Option.relaySourcePort) ? sourcePort : SERVER_PORT
}
