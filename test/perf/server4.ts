import {
  addressOption,
  addressPlus,
  encodePacket4,
  MessageType,
  option,
  type Packet4,
  parsePacket4,
  u32Option,
} from '../kit/packet4.js'
import type { Reply } from './stage.js'

/** A server that gives client n the n-th address, and that may be told to do something wrong with an answer. */
export function server4(
  wrong: (answer: Packet4, request: Packet4, number: number) => Buffer | readonly Buffer[] | undefined = () =>
    undefined,
): (message: Buffer, now: number) => Reply[] {
  let number = 0
  return bytes => {
    const request = parsePacket4(bytes)
    const type = request.options.find(({ code }) => code === 53)!.data[0]
    if (type === MessageType.RELEASE) return []
    const hardware = Buffer.from(request.chaddr.replaceAll(':', ''), 'hex')
    const answer: Packet4 = {
      ...request,
      op: 2,
      ciaddr: '0.0.0.0',
      yiaddr: addressPlus('10.1.0.0', hardware.readUIntBE(3, 3)),
      options: [
        option(53, [type === MessageType.DISCOVER ? MessageType.OFFER : MessageType.ACK]),
        addressOption(54, '10.0.0.1'),
        u32Option(51, 4000),
        addressOption(1, '255.0.0.0'),
      ],
    }
    const made = wrong(answer, request, number++)
    const list = made === undefined ? [encodePacket4(answer)] : Buffer.isBuffer(made) ? [made] : made
    return list.map(reply => ({ bytes: reply }))
  }
}

export function without(answer: Packet4, code: number): Packet4 {
  return { ...answer, options: answer.options.filter(one => one.code !== code) }
}

export function typeOf(packet: Packet4): number {
  return packet.options.find(({ code }) => code === 53)!.data[0]!
}
