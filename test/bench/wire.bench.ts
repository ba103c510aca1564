import { bench, do_not_optimize, run, summary } from 'mitata'
import { beginReply, endReply, type Header4, putOption, putOptionU8, putOptionU32 } from '../../src/wire/v4/encode.js'
import { Message4 } from '../../src/wire/v4/message.js'
import { findRelayOption } from '../../src/wire/v4/relay.js'
import { Writer } from '../../src/wire/writer.js'
import { encodePacket4, option } from '../kit/packet4.js'

/** Claim: a DISCOVER of 300 bytes is checked and indexed in less than 250 ns. `npx tsx test/bench/wire.bench.ts` */
const plain = encodePacket4({
  xid: 0x12345678,
  chaddr: '00:0c:01:02:03:04',
  options: [
    option(53, [1]),
    option(61, '0x01000c01020304'),
    option(55, [1, 3, 6, 12, 15, 28, 42]),
    option(12, 'laptop-1234'),
    option(60, 'MSFT 5.0'),
    option(57, [5, 0xdc]),
  ],
})
const relayed = encodePacket4({
  xid: 0x12345678,
  giaddr: '192.0.2.1',
  chaddr: '00:0c:01:02:03:04',
  options: [
    option(53, [3]),
    option(50, [192, 0, 2, 77]),
    option(61, '0x01000c01020304'),
    option(55, [1, 3, 6, 15]),
    option(82, '0x0108636972637569742d02067265'.concat('6d6f7465'.slice(0, 8))),
  ],
})
const pieces = encodePacket4({
  chaddr: '00:0c:01:02:03:04',
  options: [option(53, [1]), option(43, Buffer.alloc(700, 1))],
})

const message = new Message4()
const read = (bytes: Buffer) => () => do_not_optimize(message.read(bytes, 0, bytes.length))

const out = Buffer.alloc(2048)
const writer = new Writer()
const address = Buffer.from([192, 0, 2, 1])
const names = Buffer.from('example.org')
const header: Header4 = {
  op: 2,
  htype: 1,
  hlen: 6,
  hops: 0,
  xid: 1,
  secs: 0,
  flags: 0,
  ciaddr: 0,
  yiaddr: 0xc0000202,
  siaddr: 0,
  giaddr: 0,
  chaddr: plain,
  chaddrAt: 28,
  sname: undefined,
  file: undefined,
}

bench('read a DISCOVER of 300 bytes, 6 options', read(plain))
bench('read a relayed REQUEST, option 82', read(relayed))
bench('read an option in 3 pieces', read(pieces))
message.read(relayed, 0, relayed.length)
const found = new Message4()
found.read(relayed, 0, relayed.length)
bench('find 4 options and a circuit id', () => {
  let sum = 0
  for (const code of [50, 55, 61, 53]) if (found.find(code)) sum += found.optionEnd - found.optionStart
  do_not_optimize(findRelayOption(found, 1) ? sum : 0)
})
summary(() => {
  bench('write an OFFER with 8 options', () => {
    writer.reset(out, 0, out.length)
    const start = beginReply(writer, header)
    putOptionU8(writer, 53, 2)
    putOptionU32(writer, 1, 0xffffff00)
    putOption(writer, 3, address, 0, 4)
    putOption(writer, 6, address, 0, 4)
    putOption(writer, 15, names, 0, names.length)
    putOptionU32(writer, 51, 7200)
    putOptionU32(writer, 54, 0xc0000201)
    putOption(writer, 61, plain, 245, 252)
    endReply(writer, start)
    do_not_optimize(writer.at)
  })
})

await run()
