import { createSocket, type Socket } from 'node:dgram'
import { ipv4 } from '../wire/address.js'
import { formatBytes, parseBytes } from '../wire/hex.js'
import { optionText } from '../wire/option-data.js'
import { asStandard, standardSpaces } from '../wire/standard-options.js'
import { MessageType, messageTypeNames, Op, Option, SERVER_PORT } from '../wire/v4/codes.js'
import { beginReply, endReply, putOption, putOptionU8, putOptionU32 } from '../wire/v4/encode.js'
import { Message4 } from '../wire/v4/message.js'
import { Writer } from '../wire/writer.js'

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

/** The exchange did not end in a lease; the message says at which step and why. */
export class ProbeFailed extends Error {}

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
  const socket = createSocket('udp4')
  try {
    await bind(socket, request)
    const local = await localAddress(request)
    const exchange = new Exchange(socket, request, hardware, local)
    const began = performance.now()
    const offer = await exchange.ask(MessageType.discover, MessageType.offer)
    const ack = await exchange.ask(MessageType.request, MessageType.ack, offer)
    return { ...leaseOf(ack), took: performance.now() - began }
  } finally {
    socket.close()
  }
}

/** A server on port 67 answers relays on port 67; others where they ask from. */
function bind(socket: Socket, { port, server }: ProbeRequest): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once('error', error =>
      reject(new ProbeFailed(`cannot listen for the answers of ${server}: ${error.message}`)),
    )
    socket.bind(port === SERVER_PORT ? SERVER_PORT : 0, () => resolve())
  })
}

/** The address this machine reaches the server from. */
function localAddress({ server, port }: ProbeRequest): Promise<number> {
  return new Promise((resolve, reject) => {
    const finder = createSocket('udp4')
    finder.once('error', error => reject(new ProbeFailed(`${server} cannot be reached: ${error.message}`)))
    finder.connect(port, server, () => {
      const found = ipv4.parse(finder.address().address)
      finder.close()
      if (found === undefined) reject(new ProbeFailed(`${server} cannot be reached: no local address`))
      else resolve(found)
    })
  })
}

class Exchange {
  readonly #socket: Socket
  readonly #request: ProbeRequest
  readonly #hardware: Buffer
  readonly #local: number
  readonly #xid = Math.floor(Math.random() * 0x100000000)

  constructor(socket: Socket, request: ProbeRequest, hardware: Buffer, local: number) {
    this.#socket = socket
    this.#request = request
    this.#hardware = hardware
    this.#local = local
  }

  ask(type: number, expected: number, offer?: Message4): Promise<Message4> {
    const { server, port, patience } = this.#request
    const name = messageTypeNames[type]!
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        this.#socket.removeListener('message', hear)
        reject(new ProbeFailed(`no answer to ${name} from ${server} port ${port} within ${patience} ms`))
      }, patience)
      const hear = (bytes: Buffer): void => {
        const message = new Message4()
        if (message.read(bytes, 0, bytes.length) !== undefined || message.xid !== this.#xid) return
        clearTimeout(timer)
        this.#socket.removeListener('message', hear)
        if (message.type === expected) resolve(message)
        else reject(new ProbeFailed(`${name} was answered by ${messageTypeNames[message.type] ?? 'something unknown'}`))
      }
      this.#socket.on('message', hear)
      this.#socket.send(this.#encode(type, offer), port, server)
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
