import { ipv6 } from '../../../wire/address.js'
import { OPTION_HEADER, Option, RELAY_HEADER } from '../../../wire/v6/codes.js'
import { OptionCursor } from '../../../wire/v6/option-cursor.js'
import { findRelayOption, linkAddressAt, peerAddressAt } from '../../../wire/v6/relay.js'
import { infoHex, withInfo } from '../extended-info.js'
import type { Grant } from './association.js'
import type { Exchange6 } from './exchange6.js'

/**
 * store-extended-info: the user context of a lease with the relays in it that it was asked for through, the one nearest
 * to the server first, as Kea writes it; what was in the context before stays. A packet that came without relays leaves
 * it as it is.
 */
export function extendedInfo(x: Exchange6, grant: Grant, before: string): string {
  const { query } = x
  if (!grant.subnet!.subnet.storeExtendedInfo || query.relayCount === 0) return before
  const { relayInfoName } = x.plan.decided.behaviours
  const identifiers = relayInfoName === 'relay-info'
  const relays = Array.from({ length: query.relayCount }, (_, index) => relayText(x, index, identifiers))
  return withInfo(before, `"${relayInfoName}": [ ${relays.join(', ')} ]`)
}

/** Kea 3 tells the identifiers that lease queries ask for beside all options. */
function relayText({ query }: Exchange6, index: number, identifiers: boolean): string {
  const { arena } = query
  const at = query.relayAt(index)
  const address = (offset: number): string => ipv6.format(ipv6.read(arena, offset))
  const parts = [`"hop": ${arena[at + 1]!}`, `"link": "${address(linkAddressAt(query, index))}"`]
  const options = optionsHex(arena, at + RELAY_HEADER, query.relayEnd(index))
  if (options !== '') parts.push(`"options": "0x${options}"`)
  parts.push(`"peer": "${address(peerAddressAt(query, index))}"`)
  const identifier = (name: string, code: number): void => {
    if (findRelayOption(query, index, code))
      parts.push(`"${name}": "${infoHex(arena, query.optionStart, query.optionEnd)}"`)
  }
  if (identifiers) {
    identifier('relay-id', Option.relayId)
    identifier('remote-id', Option.remoteId)
  }
  return `{ ${parts.join(', ')} }`
}

/** All that the relay added; the relayed message itself is not of interest. */
function optionsHex(bytes: Buffer, start: number, end: number): string {
  const cursor = new OptionCursor().over(bytes, start, end)
  let hex = ''
  while (cursor.next())
    if (cursor.code !== Option.relayMessage) hex += infoHex(bytes, cursor.start - OPTION_HEADER, cursor.end)
  return hex
}
