import { ipv6 } from '../address.js'
import { formatBytes, formatDigits } from '../hex.js'
import { decodeOption } from '../option-data.js'
import type { OptionSpaces } from '../option-space.js'
import { describePayload } from '../option-text.js'
import { IA_ADDRESS_HEADER, IA_HEADER, IA_PREFIX_HEADER, IA_TA_HEADER, Option, statusCodeNames } from './codes.js'
import { decodeFqdn, FqdnFlag } from './fqdn.js'
import { OptionCursor } from './option-cursor.js'
import { MAX_DEPTH, trimmedEnd } from './option-rules.js'
import { tupleEnd, u16At, u32At } from './options.js'

/** An option as a packet dump shows it. */
export interface OptionDump {
  readonly text: string
  /** Bytes of the payload without what its definition does not speak of: the `len` that is shown. */
  readonly length: number
}

/** Fields of an option, and where its sub-options begin. */
interface Fields {
  readonly text: string
  readonly end: number
  /** The space of its sub-options; undefined: it has none. */
  readonly inner?: string
}

/**
 * The option `code` of a space with the payload bytes[start, end), in the form of Kea's packet dumps; sub-options follow
 * on lines of their own. Undefined: it counts as not sent.
 */
export function optionDump(
  bytes: Buffer,
  code: number,
  start: number,
  end: number,
  space: string,
  spaces: OptionSpaces,
  depth = 0,
): OptionDump | undefined {
  const indent = '  '.repeat(depth)
  if (space === 'dhcp6') {
    const whole = wholeText(bytes, code, start, end)
    if (whole !== undefined) return { text: indent + whole, length: end - start }
  }
  const own = (space === 'dhcp6' ? headed(bytes, code, start, end) : undefined) ?? {
    name: '',
    ...defined(bytes, code, start, end, space, spaces),
  }
  if (own.text === undefined) return undefined
  const inner = own.inner === undefined ? [] : innerDumps(bytes, own.end, end, own.inner, spaces, depth)
  const length = inner.reduce((sum, dump) => sum + 4 + dump.length, own.end - start)
  const lines = inner.length === 0 ? '' : `,\noptions:\n${inner.map(dump => dump.text).join('\n')}`
  return { text: `${indent}type=${pad(code)}${own.name}, len=${pad(length)}:${own.text}${lines}`, length }
}

function innerDumps(
  bytes: Buffer,
  start: number,
  end: number,
  space: string,
  spaces: OptionSpaces,
  depth: number,
): OptionDump[] {
  if (depth >= MAX_DEPTH) return []
  const found: { code: number; dump: OptionDump }[] = []
  const cursor = new OptionCursor().over(bytes, start, end)
  while (cursor.next()) {
    const { code } = cursor
    const dump = optionDump(bytes, code, cursor.start, cursor.end, space, spaces, depth + 1)
    if (dump !== undefined) found.push({ code, dump })
  }
  return found.sort((a, b) => a.code - b.code).map(each => each.dump)
}

/** Options that have forms of their own, the head included. */
function wholeText(bytes: Buffer, code: number, start: number, end: number): string | undefined {
  switch (code) {
    case Option.fqdn:
      return fqdnText(bytes, start, end)
    case Option.vendorClass: {
      const id = end - start < 4 ? 0 : u32At(bytes, start)
      const tuples = tuplesText(bytes, start + 4, end, 'vendor-class-data')
      return `type=${code}, len=${end - start},  enterprise id=0x${id.toString(16)}${tuples}`
    }
    case Option.bootFileParameters:
      return `type=${code}, len=${end - start}${tuplesText(bytes, start, end, 'data')}`
    default:
      return undefined
  }
}

function fqdnText(bytes: Buffer, start: number, end: number): string {
  const head = `type=${Option.fqdn}(CLIENT_FQDN), `
  const fqdn = decodeFqdn(bytes, start, end)
  if (fqdn === undefined) return `${head}malformed`
  const bit = (flag: number): number => Number((fqdn.flags & flag) !== 0)
  const flags = `N=${bit(FqdnFlag.noUpdate)}, O=${bit(FqdnFlag.override)}, S=${bit(FqdnFlag.server)}`
  return `${head}flags: (${flags}), domain-name='${fqdn.name.toLowerCase()}' (${fqdn.partial ? 'partial' : 'full'})`
}

function tuplesText(bytes: Buffer, start: number, end: number, name: string): string {
  let text = ''
  let at = start
  for (let i = 0; ; i++) {
    const stop = tupleEnd(bytes, at, end)
    if (stop < 0) return text
    text += `, data-len${i}=${stop - at - 2}, ${name}${i}='${bytes.toString('latin1', at + 2, stop)}'`
    at = stop
  }
}

/** Options with fields of their own in front of sub-options, and those whose fields have other names than their types'. */
function headed(bytes: Buffer, code: number, start: number, end: number): (Fields & { name: string }) | undefined {
  const length = end - start
  switch (code) {
    case Option.iaNa:
    case Option.iaPd: {
      if (length < IA_HEADER) return undefined
      const text = ` iaid=${u32At(bytes, start)}, t1=${u32At(bytes, start + 4)}, t2=${u32At(bytes, start + 8)}`
      return { name: code === Option.iaNa ? '(IA_NA)' : '(IA_PD)', text, end: start + IA_HEADER, inner: 'dhcp6' }
    }
    case Option.iaTa:
      // Kea reads it by its definition alone, which says nothing of what is in it
      if (length < IA_TA_HEADER) return undefined
      return { name: '', text: ` ${u32At(bytes, start)} (uint32)`, end: start + IA_TA_HEADER, inner: '' }
    case Option.iaAddress: {
      if (length < IA_ADDRESS_HEADER) return undefined
      const text = ` address=${ipv6.format(ipv6.read(bytes, start))}${lifetimes(bytes, start + 16)}`
      return { name: '(IAADDR)', text, end: start + IA_ADDRESS_HEADER, inner: 'dhcp6' }
    }
    case Option.iaPrefix: {
      if (length < IA_PREFIX_HEADER) return undefined
      const bits = bytes[start + 8]!
      const prefix = ipv6.read(bytes, start + 9)
      const shown = ipv6.format(bits < 128 ? ipv6.network(prefix, bits) : prefix)
      const text = ` prefix=${shown}/${bits}${lifetimes(bytes, start)}`
      return { name: '(IAPREFIX)', text, end: start + IA_PREFIX_HEADER, inner: 'dhcp6' }
    }
    case Option.statusCode: {
      if (length < 2) return undefined
      const status = u16At(bytes, start)
      const message = length === 2 ? '(no status message)' : `"${bytes.toString('utf8', start + 2, end)}"`
      return { name: '', text: ` ${statusCodeNames[status] ?? '(unknown status code)'}(${status}) ${message}`, end }
    }
    case Option.vendorOptions: {
      if (length < 4) return undefined
      const enterprise = u32At(bytes, start)
      return { name: '', text: ` ${enterprise} (uint32)`, end: start + 4, inner: `vendor-${enterprise}` }
    }
    case Option.prefixExclude: {
      if (length < 2) return undefined
      const text = ` excluded-prefix-len=${bytes[start]}, subnet-id=0x${subnetId(bytes, start, end)}`
      return { name: '', text, end }
    }
    default:
      return undefined
  }
}

function lifetimes(bytes: Buffer, at: number): string {
  return `, preferred-lft=${u32At(bytes, at)}, valid-lft=${u32At(bytes, at + 4)}`
}

/** Digits of what is behind the length, without the bits of the last byte that the length does not reach. */
function subnetId(bytes: Buffer, start: number, end: number): string {
  const id = Buffer.from(bytes.subarray(start + 1, end))
  const used = bytes[start]! & 7
  if (used !== 0) id[id.length - 1]! &= 0xff << (8 - used)
  return formatDigits(id)
}

/** Everything else, by its definition; `text` is undefined when it counts as not sent. */
function defined(
  bytes: Buffer,
  code: number,
  start: number,
  end: number,
  space: string,
  spaces: OptionSpaces,
): Omit<Fields, 'text'> & { text: string | undefined } {
  const definition = spaces.byCode(space, code)
  const plain = { text: ` ${formatBytes(bytes, start, end)}`, end }
  if (definition === undefined) return plain
  const { type, encapsulates } = definition
  if (encapsulates !== '' && type === 'empty') return { text: '', end: start, inner: encapsulates }
  if (type === 'empty') return { text: ' ', end: start }
  if (type === 'string') {
    const stop = trimmedEnd(bytes, start, end)
    if (stop === start) return { text: undefined, end }
    return { text: ` ${describePayload(definition, bytes, start, stop, 6)}`, end: stop }
  }
  if (definition.array && start === end) return { text: '', end }
  if (definition.array && type === 'fqdn') return { text: ` ${describePayload(definition, bytes, start, end, 6)}`, end }
  const stop = decodeOption(definition, bytes, start, end, 6)?.rest
  if (stop === undefined) return plain
  const text = ` ${describePayload(definition, bytes, start, stop, 6)}`
  return encapsulates === '' ? { text, end: stop } : { text, end: stop, inner: encapsulates }
}

function pad(n: number): string {
  return String(n).padStart(5, '0')
}
