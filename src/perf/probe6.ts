import { ipv6 } from '../wire/address.js'
import { formatDuid } from '../wire/duid.js'
import { formatBytes, parseBytes } from '../wire/hex.js'
import { optionText } from '../wire/option-data.js'
import { asStandard, standardSpaces } from '../wire/standard-options.js'
import { MessageType, Option, SERVER_PORT, statusCodeNames } from '../wire/v6/codes.js'
import {
  beginIa,
  beginMessage,
  beginOption,
  endOption,
  putIaAddress,
  putIaPrefix,
  putOption,
  putOptionU16,
} from '../wire/v6/encode.js'
import { IaAddressCursor, IaCursor } from '../wire/v6/ia.js'
import { Message6 } from '../wire/v6/message.js'
import { OptionCursor, optionAt, optionEndAt } from '../wire/v6/option-cursor.js'
import { messageTypeName } from '../wire/v6/text.js'
import { Writer } from '../wire/writer.js'
import { Conversation, ProbeFailed } from './conversation.js'

/** What a probe of DHCPv6 is to do. */
export interface ProbeRequest6 {
  /** Address of the server, or a multicast address with its interface: "ff02::1:2%eth0". */
  readonly server: string
  readonly port: number
  /** Hardware address of the client that is played, colon-separated: its DUID (type LL) is made of it. */
  readonly hardware: string
  /**
   * An address of the client's link, as the relay tells it; '::': the link that the server hears the relay on. Undefined:
   * the address this machine reaches the server from, '::' if that is link-local.
   */
  readonly link?: string | undefined
  /** Milliseconds to wait for each answer. */
  readonly patience: number
}

/** An address or a prefix that was given. */
export interface Given {
  /** "2001:db8::1", or "2001:db8:8000::/56" */
  readonly address: string
  /** Seconds. */
  readonly preferred: number
  readonly valid: number
}

/** What a probe of DHCPv6 got. */
export interface ProbeLease6 {
  readonly addresses: readonly Given[]
  readonly prefixes: readonly Given[]
  /** What the server says of that which it did not give: "NoPrefixAvail: ...". */
  readonly refusals: readonly string[]
  /** Its DUID. */
  readonly server: string
  /** Milliseconds from SOLICIT to REPLY. */
  readonly took: number
  /** The other options of the REPLY, by name, as text. */
  readonly options: Readonly<Record<string, string>>
}

/** What the client asks for: DNS servers, domain search list, NTP servers. */
const PARAMETERS = Uint8Array.of(0, 23, 0, 24, 0, 56)
const IAID = 1

/**
 * One SOLICIT, ADVERTISE, REQUEST, REPLY for an address and a prefix, as a relay on this machine would forward it: servers
 * take no SOLICIT that comes by unicast from a client itself (RFC 8415 16). Rejects with ProbeFailed.
 */
export async function probe6(request: ProbeRequest6): Promise<ProbeLease6> {
  const { server, port, patience, link } = request
  const hardware = parseBytes(request.hardware)
  if (hardware === undefined || hardware.length !== 6)
    throw new ProbeFailed(`${request.hardware} is no hardware address; six pairs of hexadecimal digits are expected`)
  const given = link === undefined ? undefined : ipv6.parse(link)
  if (link !== undefined && given === undefined) throw new ProbeFailed(`${link} is no IPv6 address`)
  // relays are answered on port 547 unless they ask for another one (RFC 8357), which not every server does
  const ports = port === SERVER_PORT ? [SERVER_PORT, 0] : [0]
  const conversation = await Conversation.open({ family: 6, server, port, patience }, ports)
  try {
    const exchange = new Exchange6(conversation, hardware, given)
    const began = performance.now()
    const advertise = await exchange.ask(MessageType.solicit, MessageType.advertise)
    if (!gives(advertise))
      throw new ProbeFailed(`the server gives nothing: ${refusalsIn(advertise).join(', ') || 'and says not why'}`)
    const reply = await exchange.ask(MessageType.request, MessageType.reply, advertise)
    if (!gives(reply))
      throw new ProbeFailed(`the server gives nothing: ${refusalsIn(reply).join(', ') || 'and says not why'}`)
    return { ...leaseOf(reply), took: performance.now() - began }
  } finally {
    conversation.close()
  }
}

class Exchange6 {
  readonly #conversation: Conversation
  readonly #duid: Buffer
  readonly #link: bigint
  readonly #peer: bigint
  #xid = Math.floor(Math.random() * 0x1000000)

  constructor(conversation: Conversation, hardware: Buffer, link: bigint | undefined) {
    this.#conversation = conversation
    // DUID-LL of Ethernet (RFC 8415 11.4)
    this.#duid = Buffer.concat([Uint8Array.of(0, 3, 0, 1), hardware])
    const own = ipv6.parse(conversation.localAddress) ?? ipv6.zero
    this.#link = link ?? (ipv6.contains(LINK_LOCAL, 10, own) ? ipv6.zero : own)
    this.#peer = linkLocalOf(hardware)
  }

  ask(type: number, expected: number, advertise?: Message6): Promise<Message6> {
    const name = messageTypeName(type)
    this.#xid = (this.#xid + 1) & 0xffffff
    return this.#conversation.ask(name, this.#encode(type, advertise), bytes => {
      const message = new Message6()
      if (message.read(bytes, 0, bytes.length) !== undefined || message.transactionId !== this.#xid) return undefined
      if (message.type === expected) return message
      throw new ProbeFailed(`${name} was answered by ${messageTypeName(message.type)}`)
    })
  }

  #encode(type: number, advertise: Message6 | undefined): Buffer {
    const writer = new Writer(Buffer.alloc(1024))
    writer.u8(MessageType.relayForward)
    writer.u8(0)
    putAddress(writer, this.#link)
    putAddress(writer, this.#peer)
    if (this.#conversation.localPort !== SERVER_PORT) putOptionU16(writer, Option.relaySourcePort, 0)
    const mark = beginOption(writer, Option.relayMessage)
    beginMessage(writer, type, this.#xid)
    putOption(writer, Option.clientId, this.#duid, 0, this.#duid.length)
    if (advertise?.find(Option.serverId))
      putOption(writer, Option.serverId, advertise.arena, advertise.optionStart, advertise.optionEnd)
    for (const code of [Option.iaNa, Option.iaPd]) {
      const ia = beginIa(writer, code, IAID, 0, 0)
      // RFC 8415 18.2.2: what was advertised is asked for, and what was refused as well
      if (advertise !== undefined) putGiven(writer, advertise, code)
      endOption(writer, ia)
    }
    putOption(writer, Option.oro, PARAMETERS, 0, PARAMETERS.length)
    putOptionU16(writer, Option.elapsedTime, 0)
    endOption(writer, mark)
    return writer.bytes.subarray(0, writer.at)
  }
}

const LINK_LOCAL = 0xfe80n << 112n

/** The link-local address that is made of a hardware address (RFC 4291 appendix A). */
function linkLocalOf(hardware: Buffer): bigint {
  const [a, b, c, d, e, f] = hardware as unknown as [number, number, number, number, number, number]
  return Buffer.of(a ^ 2, b, c, 0xff, 0xfe, d, e, f).readBigUInt64BE() | LINK_LOCAL
}

function putAddress(writer: Writer, address: bigint): void {
  ipv6.write(address, writer.bytes, writer.at)
  writer.at += 16
}

function putGiven(writer: Writer, message: Message6, code: number): void {
  const ias = new IaCursor().over(message, code)
  while (ias.next()) {
    const given = new IaAddressCursor().over(ias)
    while (given.next())
      if (code === Option.iaPd) putIaPrefix(writer, given.address, given.prefixLength, 0, 0)
      else putIaAddress(writer, given.address, 0, 0)
  }
}

/** What the IAs of one kind hold, without what has ended. */
function givenIn(message: Message6, code: number): Given[] {
  const found: Given[] = []
  const ias = new IaCursor().over(message, code)
  while (ias.next()) {
    const given = new IaAddressCursor().over(ias)
    while (given.next()) {
      const { address, prefixLength, preferred, valid } = given
      const length = code === Option.iaPd ? `/${prefixLength}` : ''
      if (valid > 0) found.push({ address: `${ipv6.format(address)}${length}`, preferred, valid })
    }
  }
  return found
}

function gives(message: Message6): boolean {
  return givenIn(message, Option.iaNa).length + givenIn(message, Option.iaPd).length > 0
}

/** The statuses that are not success: of the message, then of its IAs. */
function refusalsIn(message: Message6): string[] {
  const texts = [statusText(message.arena, message.optionsAt, message.optionsEnd)]
  for (const code of [Option.iaNa, Option.iaPd]) {
    const ias = new IaCursor().over(message, code)
    while (ias.next()) texts.push(statusText(ias.bytes, ias.optionsAt, ias.optionsEnd))
  }
  return texts.filter(text => text !== '')
}

/** "NoAddrsAvail: the text"; '' for success, and where there is no status (RFC 8415 21.13). */
function statusText(bytes: Buffer, start: number, end: number): string {
  const at = optionAt(bytes, start, end, Option.statusCode)
  if (at < 0 || optionEndAt(bytes, at) - at < 2) return ''
  const code = bytes.readUInt16BE(at)
  if (code === 0) return ''
  const text = bytes.toString('utf8', at + 2, optionEndAt(bytes, at))
  return `${statusCodeNames[code] ?? `status ${code}`}: ${text}`
}

const SHOWN_APART: ReadonlySet<number> = new Set([Option.clientId, Option.serverId, Option.iaNa, Option.iaPd])

function leaseOf(reply: Message6): Omit<ProbeLease6, 'took'> {
  const spaces = standardSpaces(6)
  const options: Record<string, string> = {}
  const cursor = new OptionCursor().overMessage(reply)
  while (cursor.next()) {
    const { code } = cursor
    if (SHOWN_APART.has(code)) continue
    const definition = spaces.byCode('dhcp6', code)
    const payload = Buffer.from(cursor.bytes.subarray(cursor.start, cursor.end))
    const name = (definition && asStandard(definition)?.name) ?? `option ${code}`
    options[name] = definition === undefined ? formatBytes(payload) : optionText(definition, payload, 6).data
  }
  return {
    addresses: givenIn(reply, Option.iaNa),
    prefixes: givenIn(reply, Option.iaPd),
    refusals: refusalsIn(reply),
    server: reply.find(Option.serverId) ? formatDuid(reply.arena.subarray(reply.optionStart, reply.optionEnd)) : '',
    options,
  }
}
