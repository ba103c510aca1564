/** A server for relays that gives client n the n-th address, and that makes one mistake with four of every forty clients. */
import { createSocket } from 'node:dgram'
import { encodePacket4, MessageType } from '../../kit/packet4.js'
import { server4, typeOf } from '../../perf/server4.js'

const OFFER = MessageType.OFFER

const serve = server4(answer => {
  const client = Number.parseInt(answer.chaddr.slice(-5).replace(':', ''), 16) - 0x304
  const offer = typeOf(answer) === OFFER
  switch (client % 40) {
    case 3:
      return offer ? encodePacket4({ ...answer, xid: (answer.xid ^ 0x40000000) >>> 0 }) : undefined
    case 13:
      return offer ? encodePacket4(answer).subarray(0, 120) : undefined
    case 23:
      return offer ? encodePacket4({ ...answer, options: answer.options.filter(({ code }) => code !== 54) }) : undefined
    case 33:
      // the address of the client before, which is acknowledged before this one is
      return encodePacket4({
        ...answer,
        yiaddr: answer.yiaddr.replace(/\d+$/, last => String((Number(last) + 255) % 256)),
      })
    default:
      return undefined
  }
})

const socket = createSocket('udp4')
socket.on('message', (message, { address, port }) => {
  for (const { bytes } of serve(message, 0)) socket.send(bytes, port, address)
})
socket.bind(67, () => process.stdout.write('serving\n'))
