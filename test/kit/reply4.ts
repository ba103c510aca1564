import {
  addressText,
  hexText,
  type MessageName,
  MessageType,
  type Option4,
  type Packet4,
  parsePacket4,
} from './packet4.js'
import type { Incoming } from './transport.js'

/** A server's answer, with the questions tests put to it. */
export class Reply4 {
  readonly packet: Packet4
  /** Where it was sent to, as far as the transport saw. */
  readonly heard: Incoming

  constructor(heard: Incoming) {
    this.heard = heard
    this.packet = parsePacket4(heard.payload)
    if (this.packet.op !== 2) throw new Error(`an answer with op ${this.packet.op}`)
  }

  /** 'OFFER', 'ACK', 'NAK'; 'BOOTP' without option 53. */
  get type(): MessageName | 'BOOTP' {
    const number = this.option(53)?.[0]
    if (number === undefined) return 'BOOTP'
    const found = (Object.keys(MessageType) as MessageName[]).find(name => MessageType[name] === number)
    if (found === undefined) throw new Error(`message type ${number}`)
    return found
  }

  /** yiaddr. */
  get address(): string {
    return this.packet.yiaddr
  }

  get serverId(): string | undefined {
    return this.addresses(54)[0]
  }

  /** Option 51, seconds. */
  get leaseTime(): number | undefined {
    return this.u32(51)
  }

  /** Option codes in the order of the wire, each once. */
  get codes(): number[] {
    return [...new Set(this.packet.options.map(({ code }) => code))]
  }

  /** A payload; several options of one code are one (RFC 3396 7). */
  option(code: number): Buffer | undefined {
    const parts = this.packet.options.filter(each => each.code === code)
    return parts.length === 0 ? undefined : Buffer.concat(parts.map(({ data }) => data))
  }

  u32(code: number): number | undefined {
    const data = this.option(code)
    return data?.length === 4 ? data.readUInt32BE() : undefined
  }

  text(code: number): string | undefined {
    return this.option(code)?.toString('latin1')
  }

  hex(code: number): string | undefined {
    const data = this.option(code)
    return data && hexText(data)
  }

  addresses(code: number): string[] {
    const data = this.option(code) ?? Buffer.alloc(0)
    return Array.from({ length: Math.floor(data.length / 4) }, (_, i) => addressText(data, i * 4))
  }

  /** Sub-options of option 82 or the like. */
  within(code: number): Option4[] {
    const data = this.option(code) ?? Buffer.alloc(0)
    const found: Option4[] = []
    for (let at = 0; at + 1 < data.length; at += 2 + data[at + 1]!)
      found.push({ code: data[at]!, data: data.subarray(at + 2, at + 2 + data[at + 1]!) })
    return found
  }
}
