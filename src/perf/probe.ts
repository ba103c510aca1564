import { ipv4 } from '../wire/address.js'
import { formatBytes, parseBytes } from '../wire/hex.js'
import { optionText } from '../wire/option-data.js'
import { asStandard, standardSpaces } from '../wire/standard-options.js'
import { MessageType, messageTypeNames, Op, Option, SERVER_PORT } from '../wire/v4/codes.js'
import { beginReply, endReply, putOption, putOptionU8, putOptionU32 } from '../wire/v4/encode.js'
import { Message4 } from '../wire/v4/message.js'
import { Writer } from '../wire/writer.js'
import { Conversation, ProbeFailed } from './conversation.js'

export { ProbeFailed } from './conversation.js'

/** What a probe is to do. */
export interface ProbeRequest {
  /** Address of the server, dotted decimal. */
  readonly server: string
  readonly port: number
  /** Hardware address of the client that is played, colon-separated. */
  readonly hardware: string
  /** Milliseconds to wait for each answer. */
  readonly patience: number
}

/** The lease a probe got. */
export interface ProbeLease {
  readonly address: string
  readonly server: string
  /** Seconds. */
  readonly lifetime: number
  /** Milliseconds from DISCOVER to ACK. */
  readonly took: number
  /** The other options of the ACK, by name, as text. */
  readonly options: Readonly<Record<string, string>>
}

/** What the client asks for: mask, routers, DNS servers, domain, broadcast address, T1, T2. */
const PARAMETERS = Uint8Array.of(1, 3, 6, 15, 28, 51, 54, 58, 59)

/**
 * One DISCOVER, OFFER, REQUEST, ACK, as a relay on this machine would forward it: giaddr is the address of the socket.
 * Rejects with ProbeFailed.
 */
export async function probe(request: ProbeRequest): Promise<ProbeLease> {
  const hardware = parseBytes(request.hardware)
  if (hardware === undefined || hardware.length !== 6)
    throw new ProbeFailed(`${request.hardware} is no hardware address; six pairs of hexadecimal digits are expected`)
  const { server, port, patience } = request
  // a server on port 67 answers relays on port 67; others where they ask from
  const ports = port === SERVER_PORT ? [SERVER_PORT] : [0]
  const conversation = await Conversation.open({ family: 4, server, port, patience }, ports)
  try {
    const exchange = new Exchange(conversation, hardware)
    const began = performance.now()
    const offer = await exchange.ask(MessageType.discover, MessageType.offer)
    const ack = await exchange.ask(MessageType.request, MessageType.ack, offer)
    return { ...leaseOf(ack), took: performance.now() - began }
  } finally {
    conversation.close()
  }
}

class Exchange {
  readonly #conversation: Conversation
  readonly #hardware: Buffer
  readonly #local: number
  readonly #xid = Math.floor(Math.random() * 0x100000000)

  constructor(conversation: Conversation, hardware: Buffer) {
    this.#conversation = conversation
    this.#hardware = hardware
    this.#local = ipv4.parse(conversation.localAddress) ?? 0
  }

  ask(type: number, expected: number, offer?: Message4): Promise<Message4> {
    const name = messageTypeNames[type]!
    return this.#conversation.ask(name, this.#encode(type, offer), bytes => {
      const message = new Message4()
      if (message.read(bytes, 0, bytes.length) !== undefined || message.xid !== this.#xid) return undefined
      if (message.type === expected) return message
      throw new ProbeFailed(`${name} was answered by ${messageTypeNames[message.type] ?? 'something unknown'}`)
    })
  }

  #encode(type: number, offer: Message4 | undefined): Buffer {
    const writer = new Writer(Buffer.alloc(576))
    const start = beginReply(writer, {
      op: Op.request,
      htype: 1,
      hlen: this.#hardware.length,
      hops: 1,
      xid: this.#xid,
      secs: 0,
      flags: 0,
      ciaddr: 0,
      yiaddr: 0,
      siaddr: 0,
      giaddr: this.#local,
      chaddr: this.#hardware,
      chaddrAt: 0,
      sname: undefined,
      file: undefined,
    })
    putOptionU8(writer, Option.messageType, type)
    if (offer !== undefined) {
      putOptionU32(writer, Option.requestedAddress, offer.yiaddr)
      if (offer.find(Option.serverIdentifier))
        putOption(writer, Option.serverIdentifier, offer.optionBytes, offer.optionStart, offer.optionEnd)
    }
    putOption(writer, Option.parameterRequestList, PARAMETERS, 0, PARAMETERS.length)
    const identifier = Buffer.concat([Uint8Array.of(1), this.#hardware])
    putOption(writer, Option.clientIdentifier, identifier, 0, identifier.length)
    endReply(writer, start, 300)
    return writer.bytes.subarray(start, writer.at)
  }
}

function leaseOf(ack: Message4): Omit<ProbeLease, 'took'> {
  const spaces = standardSpaces(4)
  const options: Record<string, string> = {}
  for (let code = ack.codeAfter(0); code > 0; code = ack.codeAfter(code)) {
    if (code === Option.messageType || code === Option.leaseTime || code === Option.serverIdentifier) continue
    const definition = spaces.byCode('dhcp4', code)
    ack.find(code)
    const payload = Buffer.from(ack.optionBytes.subarray(ack.optionStart, ack.optionEnd))
    const name = (definition && asStandard(definition)?.name) ?? `option ${code}`
    options[name] = definition === undefined ? formatBytes(payload) : optionText(definition, payload, 4).data
  }
  return {
    address: ipv4.format(ack.yiaddr),
    server: addressOf(ack, Option.serverIdentifier),
    lifetime: ack.find(Option.leaseTime) ? ack.optionBytes.readUInt32BE(ack.optionStart) : 0,
    options,
  }
}

function addressOf(message: Message4, code: number): string {
  return message.find(code) ? ipv4.format(ipv4.read(message.optionBytes, message.optionStart)) : ''
}
