import { formatBytes } from '../hex.js'
import { mismatch } from '../option-data.js'
import type { OptionSpaces } from '../option-space.js'
import { describePayload } from '../option-text.js'
import { MessageType, messageTypeNames, Option } from './codes.js'
import { FqdnFlag, readFqdn } from './fqdn.js'
import { type Message4, type ParseFailure, parseFailures } from './message.js'

/** Log texts of messages in Kea's forms. All of them allocate: build them only when the line is written. */

/** A client identifier is at least this long: a type and one byte (RFC 2132 9.14). */
const CLIENT_ID_MIN = 2

/** `[hwtype=1 00:0c:01:02:03:04], cid=[01:00:0c:01:02:03:04], tid=0x1234`, the head of nearly every line about a client. */
export function clientLabel(message: Message4): string {
  const { arena, chaddrAt, hlen, htype, xid } = message
  const hardware = `[hwtype=${htype} ${formatBytes(arena, chaddrAt, chaddrAt + hlen)}]`
  let identifier = '[no info]'
  let malformed = ''
  if (message.find(Option.clientIdentifier)) {
    const { optionBytes, optionStart, optionEnd } = message
    if (optionEnd - optionStart >= CLIENT_ID_MIN) identifier = `[${formatBytes(optionBytes, optionStart, optionEnd)}]`
    else malformed = ' (malformed client-id)'
  }
  return `${hardware}, cid=${identifier}, tid=0x${xid.toString(16)}${malformed}`
}

/** `DHCPDISCOVER`; `UNKNOWN` for a type no RFC names. */
export function messageTypeName(type: number): string {
  return messageTypeNames[type] ?? 'UNKNOWN'
}

/** What read() found wrong, in Kea's words where it has some; for a refused option the spaces tell what was expected. */
export function describeFailure(message: Message4, failure: ParseFailure, spaces: OptionSpaces): string {
  if (failure !== parseFailures.badOption) return failure.text
  const code = message.failedCode
  message.find(code)
  const payload = message.optionBytes.subarray(message.optionStart, message.optionEnd)
  if (code === Option.fqdn) return fqdnFailure(payload)
  if (code === Option.vendorClasses) return `parsed Vendor Class option data truncated to size ${payload.length}`
  const definition = spaces.byCode('dhcp4', code)
  return (definition && mismatch(definition, payload, 4)) ?? `${failure.text}: option ${code}`
}

function fqdnFailure(payload: Buffer): string {
  if (payload.length < 3) return 'DHCPv4 Client FQDN Option (81) is truncated'
  const both = FqdnFlag.noUpdate | FqdnFlag.server
  if ((payload[0]! & both) === both)
    return 'both N and S flag of the DHCPv4 Client FQDN Option are set. According to RFC 4702, if the N bit is 1 the S bit MUST be 0'
  return 'failed to parse the domain-name in DHCPv4 Client FQDN Option: incomplete wire-format name'
}

/** The packet dump of Kea's debug log, several lines; `local` and `remote` are "address:port". */
export function messageText(message: Message4, spaces: OptionSpaces, local: string, remote: string): string {
  const { type } = message
  const name = type === MessageType.none ? '(missing)' : `${messageTypeName(type)} (${type})`
  const lines = [
    `local_address=${local}, remote_address=${remote}, msg_type=${name}, transid=0x${message.xid.toString(16)}`,
  ]
  for (let code = message.codeAfter(0); code > 0; code = message.codeAfter(code))
    lines.push(optionText(message, code, spaces))
  return lines.length === 1 ? lines[0]! : `${lines[0]},\noptions:\n${lines.slice(1).join('\n')}`
}

function optionText(message: Message4, code: number, spaces: OptionSpaces): string {
  message.find(code)
  const { optionBytes: bytes, optionStart: start, optionEnd: end } = message
  if (code === Option.fqdn) return fqdnText(message)
  if (code === Option.vendorClasses) return vendorClassText(bytes, start, end)
  const head = `  type=${pad(code)}, len=${pad(end - start)}:`
  if (code === Option.vendorOptions) {
    const enterprise = bytes.readUInt32BE(start)
    const stop = start + 5 + bytes[start + 4]!
    const options = subOptions(bytes, start + 5, stop, `vendor-${enterprise}`, spaces)
    return `${head} ${enterprise} (uint32) ${bytes[start + 4]} (uint8)${options}`
  }
  const definition = spaces.byCode('dhcp4', code)
  if (definition?.type === 'empty' && definition.encapsulates !== '') {
    return head + subOptions(bytes, start, end, definition.encapsulates, spaces)
  }
  return `${head} ${describePayload(definition, bytes, start, end, 4)}`
}

/** Sub-options below their option; those that are truncated are left out. */
function subOptions(bytes: Uint8Array, start: number, end: number, space: string, spaces: OptionSpaces): string {
  const lines: string[] = []
  let at = start
  while (at + 2 <= end) {
    const code = bytes[at]!
    if (code === Option.end) break
    if (code === Option.pad) {
      at++
      continue
    }
    const stop = at + 2 + bytes[at + 1]!
    if (stop > end) break
    const payload = describePayload(spaces.byCode(space, code), bytes, at + 2, stop, 4)
    lines.push(`    type=${pad(code)}, len=${pad(stop - at - 2)}: ${payload}`)
    at = stop
  }
  return lines.length === 0 ? '' : `,\noptions:\n${lines.join('\n')}`
}

function fqdnText(message: Message4): string {
  const fqdn = readFqdn(message)
  if (fqdn === undefined) return '  type=81 (CLIENT_FQDN), malformed'
  const bit = (flag: number): number => Number((fqdn.flags & flag) !== 0)
  const { noUpdate, encoded, override, server } = FqdnFlag
  const flags = `N=${bit(noUpdate)}, E=${bit(encoded)}, O=${bit(override)}, S=${bit(server)}`
  return `  type=81 (CLIENT_FQDN), flags: (${flags}), domain-name='${fqdn.name}' (${fqdn.partial ? 'partial' : 'full'})`
}

function vendorClassText(bytes: Buffer, start: number, end: number): string {
  let text = `  type=124, len=${end - start}, `
  let at = start
  for (let i = 0; at + 5 <= end; i++) {
    const stop = Math.min(at + 5 + bytes[at + 4]!, end)
    const data = bytes.toString('latin1', at + 5, stop)
    const separator = i === 0 ? ' ' : ', '
    text += `${separator}enterprise id=0x${bytes.readUInt32BE(at).toString(16)}, data-len${i}=${stop - at - 5}, vendor-class-data${i}='${data}'`
    at = stop
  }
  return text
}

function pad(n: number): string {
  return String(n).padStart(3, '0')
}
