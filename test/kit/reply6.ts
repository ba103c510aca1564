import { hexText } from './packet4.js'
import {
  address6Text,
  type Ia6,
  type IaAddress6,
  type MessageName6,
  messageName6,
  type Option6,
  type Packet6,
  parseIa6,
  parseIaAddress6,
  parsePacket6,
} from './packet6.js'
import type { Incoming } from './transport.js'

/** A server's answer, its relay headers taken off, with the questions tests put to it. */
export class Reply6 {
  readonly packet: Packet6
  /** Where it was sent to, as far as the transport saw; the payload is the whole datagram. */
  readonly heard: Incoming

  constructor(heard: Incoming, message: Buffer = heard.payload) {
    this.heard = heard
    this.packet = parsePacket6(message)
  }

  /** 'ADVERTISE', 'REPLY', ... */
  get type(): MessageName6 {
    return messageName6(this.packet.type)
  }

  /** Payload of the first option with this code. */
  option(code: number): Buffer | undefined {
    return this.packet.options.find(each => each.code === code)?.data
  }

  has(code: number): boolean {
    return this.option(code) !== undefined
  }

  /** Option codes in the order of the wire. */
  get codes(): number[] {
    return this.packet.options.map(({ code }) => code)
  }

  /** "00:02:00:00:09:bf:..." */
  get serverId(): string | undefined {
    return this.hex(2)
  }

  get clientId(): string | undefined {
    return this.hex(1)
  }

  /** Option 7; 0 when it is not there. */
  get preference(): number {
    return this.option(7)?.[0] ?? 0
  }

  hex(code: number): string | undefined {
    const data = this.option(code)
    return data && hexText(data)
  }

  text(code: number): string | undefined {
    return this.option(code)?.toString('latin1')
  }

  u32(code: number): number | undefined {
    const data = this.option(code)
    return data?.length === 4 ? data.readUInt32BE() : undefined
  }

  addresses(code: number): string[] {
    const data = this.option(code) ?? Buffer.alloc(0)
    return Array.from({ length: Math.floor(data.length / 16) }, (_, i) => address6Text(data, i * 16))
  }

  /** The IAs in the order of the wire. */
  get ias(): Ia6[] {
    return this.packet.options.filter(({ code }) => code === 3 || code === 4 || code === 25).map(parseIa6)
  }

  /** Addresses or prefixes of the IAs with this code (3 IA_NA, 4 IA_TA, 25 IA_PD), of one IAID or of all. */
  granted(code: 3 | 4 | 25, iaid?: number): IaAddress6[] {
    return this.ias.filter(ia => ia.code === code && (iaid === undefined || ia.iaid === iaid)).flatMap(grantedIn)
  }

  /** The first address of the first IA_NA, and the first prefix of the first IA_PD; undefined: none. */
  get address(): string | undefined {
    return this.granted(3)[0]?.address
  }
  get prefix(): string | undefined {
    return this.granted(25)[0]?.address
  }

  /** The status of the message as a whole. Undefined: none is told, which is success. */
  get status(): Status6 | undefined {
    return statusOf(this.packet.options)
  }

  /** The status of an IA. */
  statusOf(code: 3 | 4 | 25, iaid: number): Status6 | undefined {
    return statusOf(this.ias.find(ia => ia.code === code && ia.iaid === iaid)?.options ?? [])
  }
}

/** Addresses and prefixes of an IA. */
export function grantedIn(ia: Ia6): IaAddress6[] {
  return ia.options.filter(({ code }) => code === 5 || code === 26).map(parseIaAddress6)
}

/** Option 13. */
export interface Status6 {
  readonly code: number
  readonly text: string
}

export function statusOf(options: readonly Option6[]): Status6 | undefined {
  const data = options.find(({ code }) => code === 13)?.data
  return data && { code: data.readUInt16BE(0), text: data.toString('utf8', 2) }
}
