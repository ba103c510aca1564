import { mismatch } from '../option-data.js'
import type { OptionSpaces } from '../option-space.js'
import { Option } from './codes.js'
import { type Message6, type ParseFailure, parseFailures } from './message.js'
import { OptionCursor } from './option-cursor.js'
import { dhcp6Rules, docsisRules, judge, MAX_DEPTH, type RuleTable, Verdict } from './option-rules.js'
import { tupleEnd, u16At } from './options.js'

/** Why options were refused or left out, in Kea's words where it has some. Allocates. */

/** What read() found wrong. Call it before the view is used for another message. */
export function describeFailure(message: Message6, failure: ParseFailure, spaces: OptionSpaces): string {
  if (failure === parseFailures.tooShort)
    return `Received truncated UDP DHCPv6 packet of size ${message.length}, DHCPv6 header alone has 4 bytes.`
  if (failure !== parseFailures.badOption) return failure.text
  const { arena, failedCode, optionStart, optionEnd } = message
  return refusal(dhcp6Rules, failedCode, arena, optionStart, optionEnd, spaces, 0)
}

/** Why the options ended early, for a message with skippedCode right after read(). */
export function describeSkipped(message: Message6): string {
  return skipped(message.skippedCode, message.arena, message.optionStart, message.optionEnd, 0)
}

/** The reason lies in the option itself, or in the first bad one of those that it holds. */
function refusal(
  table: RuleTable,
  code: number,
  bytes: Buffer,
  start: number,
  end: number,
  spaces: OptionSpaces,
  depth: number,
): string {
  const inner = isVendorOptions(table, code) ? docsisRules : table.inner[code]
  if (inner !== undefined && depth < MAX_DEPTH) {
    const cursor = new OptionCursor().over(bytes, start + table.sizes[code]!, end)
    while (cursor.next())
      if (judge(inner, cursor.code, bytes, cursor.start, cursor.end, false, depth + 1) >= Verdict.stop)
        return refusal(inner, cursor.code, bytes, cursor.start, cursor.end, spaces, depth + 1)
  }
  return ownReason(table, code, bytes, start, end, spaces)
}

function isVendorOptions(table: RuleTable, code: number): boolean {
  return table === dhcp6Rules && code === Option.vendorOptions
}

function ownReason(
  table: RuleTable,
  code: number,
  bytes: Buffer,
  start: number,
  end: number,
  spaces: OptionSpaces,
): string {
  const length = end - start
  if (table === dhcp6Rules)
    switch (code) {
      case Option.iaNa:
      case Option.iaPd:
      case Option.iaAddress:
      case Option.iaPrefix:
        return `input option buffer has invalid size, expected at least ${table.sizes[code]} bytes`
      case Option.statusCode:
        return 'Status Code option (13) truncated'
      case Option.vendorClass:
        if (length < 4) return `parsed Vendor Class option data truncated to size ${length}`
        return tupleReason(bytes, start + 4, end)
      case Option.bootFileParameters:
      case Option.sztpRedirect:
        return tupleReason(bytes, start, end)
      case Option.vendorOptions:
        return vendorReason(bytes, start, end)
      case Option.fqdn:
        return fqdnReason(bytes, start, end)
      case Option.prefixExclude:
        return length < 2 ? 'truncated Prefix Exclude option' : 'excluded prefix length must not be 0'
    }
  const definition = spaces.byCode(table.space, code)
  const reason = definition && mismatch(definition, bytes.subarray(start, end), 6)
  if (reason !== undefined) return reason
  // RFC 8415 10: what mismatch() takes for a name may still be compressed
  return definition?.type === 'fqdn' ? 'incomplete wire-format name' : `${parseFailures.badOption.text}: option ${code}`
}

function tupleReason(bytes: Buffer, start: number, end: number): string {
  let at = start
  for (let stop = tupleEnd(bytes, at, end); stop >= 0; stop = tupleEnd(bytes, at, end)) at = stop
  const left = end - at
  const what = 'unable to parse the opaque data tuple, the buffer length is'
  return left < 2
    ? `${what} ${left}, expected at least 2`
    : `${what} ${left - 2}, but the tuple length is ${u16At(bytes, at)}`
}

function fqdnReason(bytes: Buffer, start: number, end: number): string {
  if (start === end)
    return 'DHCPv6 Client FQDN Option (39) is truncated. Minimal option size is 1, got option with size 0'
  if ((bytes[start]! & 0b101) === 0b101)
    return 'both N and S flag of the DHCPv6 Client FQDN Option are set. According to RFC 4704, if the N bit is 1 the S bit MUST be 0'
  return `failed to parse ${bytes[end - 1] === 0 ? 'fully qualified' : 'partial'} domain-name from wire format`
}

/** The malformed vendor option (17) in an option that was left out for it. */
function skipped(code: number, bytes: Buffer, start: number, end: number, depth: number): string {
  const inner = dhcp6Rules.inner[code]
  if (inner === dhcp6Rules && depth < MAX_DEPTH) {
    const cursor = new OptionCursor().over(bytes, start + dhcp6Rules.sizes[code]!, end)
    while (cursor.next())
      if (judge(inner, cursor.code, bytes, cursor.start, cursor.end, false, depth + 1) === Verdict.stop)
        return skipped(cursor.code, bytes, cursor.start, cursor.end, depth + 1)
  }
  return vendorReason(bytes, start, end)
}

function vendorReason(bytes: Buffer, start: number, end: number): string {
  const length = end - start
  if (length < 4) return `Truncated vendor-specific information option, length=${length}`
  let at = start + 4
  while (at + 4 <= end) {
    const wanted = u16At(bytes, at + 2)
    if (at + 4 + wanted > end)
      return `Vendor option parse failed. Tried to parse ${4 + wanted} bytes from ${end - at}-byte long buffer.`
    at += 4 + wanted
  }
  return 'Vendor option parse failed: truncated header'
}
