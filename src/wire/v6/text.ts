import { ipv6 } from '../address.js'
import { DUID_MAX } from '../duid.js'
import { formatBytes } from '../hex.js'
import type { OptionSpaces } from '../option-space.js'
import { messageTypeNames, Option, RELAY_HEADER } from './codes.js'
import type { Message6 } from './message.js'
import { OptionCursor } from './option-cursor.js'
import { optionDump } from './option-dump.js'
import { hopCount, linkAddressAt, peerAddressAt } from './relay.js'

/** Log texts of messages in Kea's forms. All of them allocate: build them only when the line is written. */

/** `SOLICIT`; `UNKNOWN` for a type that has no name in Kea's logs. */
export function messageTypeName(type: number): string {
  return messageTypeNames[type] ?? 'UNKNOWN'
}

/** `duid=[00:03:00:01:00:0c:01:02:03:04], tid=0x1234`, the head of nearly every line about a client. */
export function clientLabel(message: Message6): string {
  let duid = 'no info'
  if (message.find(Option.clientId)) {
    const { arena, optionStart, optionEnd } = message
    const length = optionEnd - optionStart
    if (length > 0 && length <= DUID_MAX) duid = formatBytes(arena, optionStart, optionEnd)
  }
  return `duid=[${duid}], tid=0x${message.transactionId.toString(16)}`
}

/**
 * The packet dump of Kea's debug log, several lines without an end of line behind the last; `local` and `remote` are
 * "[address]:port". Options come ascending by code, as there.
 */
export function messageText(message: Message6, spaces: OptionSpaces, local: string, remote: string): string {
  const { arena, type, relayCount } = message
  const lines = [
    `localAddr=${local} remoteAddr=${remote}`,
    `msgtype=${type}(${messageTypeName(type)}), transid=0x${message.transactionId.toString(16)}`,
    ...dumps(arena, message.optionsAt, message.optionsEnd, spaces),
    relayCount === 0 ? 'No relays traversed.' : `${relayCount} relay(s):`,
  ]
  for (let index = 0; index < relayCount; index++) {
    const at = message.relayAt(index)
    const options = dumps(arena, at + RELAY_HEADER, message.relayEnd(index), spaces, Option.relayMessage)
    const link = ipv6.format(ipv6.read(arena, linkAddressAt(message, index)))
    const peer = ipv6.format(ipv6.read(arena, peerAddressAt(message, index)))
    lines.push(
      `relay[${index}]: msg-type=${arena[at]}(${messageTypeName(arena[at]!)}), hop-count=${hopCount(message, index)},`,
      `link-address=${link}, peer-address=${peer}, ${options.length} option(s)`,
      ...options,
    )
  }
  return lines.join('\n')
}

function dumps(bytes: Buffer, start: number, end: number, spaces: OptionSpaces, except = -1): string[] {
  const found: { code: number; text: string }[] = []
  const cursor = new OptionCursor().over(bytes, start, end)
  while (cursor.next()) {
    const { code } = cursor
    if (code === except) continue
    const dump = optionDump(bytes, code, cursor.start, cursor.end, 'dhcp6', spaces)
    if (dump !== undefined) found.push({ code, text: dump.text })
  }
  return found.sort((a, b) => a.code - b.code).map(each => each.text)
}
