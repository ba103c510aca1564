import { Frame, parseFrame, parsePacket } from '../../net/frame.js'
import { LinkType, type Pcap, readPcap } from '../../net/pcap-file.js'
import { MessageType, Op } from '../../wire/v4/codes.js'
import { Message4 } from '../../wire/v4/message.js'
import type { Player } from '../player.js'
import type { Ended, Scenario } from './scenario.js'

/** Offset of the transaction id and, in DHCPv4, of giaddr. */
const XID4 = 4
const GIADDR = 24

interface Message {
  /** Milliseconds from the first message. */
  readonly at: number
  readonly bytes: Buffer
  readonly answered: boolean
}

/** The client messages of a capture, sent again in their own time with transaction ids of ours. */
export class Replay implements Scenario {
  finished = false
  readonly #messages: readonly Message[]
  readonly #family: 4 | 6
  readonly #relay: Uint8Array | undefined
  readonly #skipped: number
  #start = 0
  #next = 0

  /** `relay`: what giaddr is to be, 4 bytes. Throws RangeError when the file holds no client messages of the family. */
  constructor(file: Buffer, family: 4 | 6, port: number, speed: number, relay: Uint8Array | undefined) {
    this.#family = family
    this.#relay = relay
    const pcap = readPcap(file)
    this.#messages = clientMessages(file, pcap, family, port, speed)
    this.#skipped = pcap.records.length - this.#messages.length
    if (this.#messages.length === 0)
      throw new RangeError(
        `no messages of DHCPv${family} clients in it${pcap.problem === '' ? '' : `: ${pcap.problem}`}`,
      )
  }

  get findings(): Readonly<Record<string, unknown>> {
    return { replayed: this.#next, 'messages in the capture': this.#messages.length, 'other packets': this.#skipped }
  }

  start(_player: Player, now: number): void {
    this.#start = now
  }

  advance(player: Player, now: number): number {
    for (; this.#next < this.#messages.length; this.#next++) {
      const { at, bytes, answered } = this.#messages[this.#next]!
      const due = this.#start + at
      if (due > now) return due
      const write = (arena: Buffer, start: number, xid: number): number => this.#write(bytes, arena, start, xid)
      if (!player.replay(0, due, now, answered, write)) return now
    }
    this.finished = true
    return Number.POSITIVE_INFINITY
  }

  ended(_player: Player, _ended: Ended): void {
    // whatever became of it, the next one comes in its own time
  }

  progress(): number {
    return this.#next / this.#messages.length
  }

  #write(bytes: Buffer, arena: Buffer, start: number, xid: number): number {
    bytes.copy(arena, start)
    if (this.#family === 4) {
      arena.writeUInt32BE(xid, start + XID4)
      if (this.#relay !== undefined) arena.set(this.#relay, start + GIADDR)
    } else arena.writeUIntBE(xid, start + innerAt(bytes) + 1, 3)
    return start + bytes.length
  }
}

function clientMessages(file: Buffer, pcap: Pcap, family: 4 | 6, port: number, speed: number): Message[] {
  const frame = new Frame()
  const view = new Message4()
  const parse = pcap.linkType === LinkType.ethernet ? parseFrame : parsePacket
  const messages: Message[] = []
  let first = -1
  for (const { time, start, end } of pcap.records) {
    if (!parse(file, start, end, frame)) continue
    if (frame.destinationPort !== port || frame.addressLength !== (family === 4 ? 4 : 16)) continue
    const bytes = file.subarray(frame.payloadStart, frame.payloadEnd)
    if (bytes.length > 1900) continue
    if (family === 4 ? view.read(bytes, 0, bytes.length) !== undefined || view.op !== Op.request : innerAt(bytes) < 0)
      continue
    // RFC 2131 4.4.4, 4.4.6: nobody answers these
    const answered = family === 6 || (view.type !== MessageType.release && view.type !== MessageType.decline)
    if (first < 0) first = time
    messages.push({ at: ((time - first) * 1000) / speed, bytes, answered })
  }
  return messages
}

/** Where the client's own message begins, relay headers off (RFC 8415 9); -1: there is none. */
function innerAt(bytes: Buffer): number {
  let at = 0
  for (let depth = 0; depth < 32 && bytes[at] === 12; depth++) {
    let option = at + 34
    for (;;) {
      if (option + 4 > bytes.length) return -1
      if (bytes.readUInt16BE(option) === 9) break
      option += 4 + bytes.readUInt16BE(option + 2)
    }
    at = option + 4
  }
  return at + 4 <= bytes.length ? at : -1
}
