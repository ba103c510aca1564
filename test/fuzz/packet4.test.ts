import { describe, expect, it } from 'vitest'
import { standardSpaces } from '../../src/wire/standard-options.js'
import { RelayOption } from '../../src/wire/v4/codes.js'
import { readFqdn } from '../../src/wire/v4/fqdn.js'
import { Message4 } from '../../src/wire/v4/message.js'
import {
  findEnterprise,
  isRequested,
  maxMessageSize,
  requestedAddress,
  userClasses,
} from '../../src/wire/v4/options.js'
import { findRelayOption, relayAddress } from '../../src/wire/v4/relay.js'
import { clientLabel, describeFailure, messageText } from '../../src/wire/v4/text.js'
import { encodePacket4, option } from '../kit/packet4.js'
import { datagram, discover, tlv } from '../wire/v4/datagram.js'
import { type Random, randomOf, fuzzSeconds as seconds, fuzzSeed as seed } from './random.js'

/** Messages that reach into every branch of the reader; mutations start from them. */
const corpus: readonly Buffer[] = [
  discover(tlv(55, [1, 3, 6, 15]), tlv(61, '\x01abcdef'), tlv(12, 'host\0'), tlv(57, [5, 0xdc])),
  discover(tlv(82, '\x01\x04circ\x02\x03rem\x05\x04\x0a\0\0\0\x13\0'), tlv(81, '\x05\0\0\x03foo\x03bar\0')),
  discover(tlv(124, '\0\0\x11\x8b\x03abc'), tlv(125, '\0\0\x11\x8b\x04\x01\x02\x01\x02'), tlv(77, '\x03abc\x02de')),
  discover(
    tlv(119, '\x03eng\x05apple\x03com\0\x09marketing\xc0\x04'),
    tlv(43, 'a'),
    tlv(43, 'b'),
    tlv(121, [8, 10, 1, 2, 3, 4]),
  ),
  datagram({
    options: Buffer.concat([tlv(53, [3]), tlv(52, [3]), tlv(12, 'a'), Buffer.of(255)]),
    file: Buffer.concat([tlv(12, 'file'), tlv(82, '\x01\x01x'), Buffer.of(255)]),
    sname: Buffer.concat([tlv(12, 'sname'), Buffer.of(255)]),
  }),
  encodePacket4({ xid: 1, chaddr: '00:0c:01:02:03:04', options: [option(53, [1]), option(43, Buffer.alloc(600, 7))] }),
]

/** Bytes that mean something to the reader are put in more often than others. */
const TELLING = [0, 1, 2, 3, 4, 5, 43, 50, 52, 53, 55, 61, 63, 81, 82, 119, 124, 125, 127, 128, 192, 254, 255]

function mutate(random: Random): Buffer {
  const bytes = Buffer.from(corpus[random(corpus.length)]!)
  let end = bytes.length
  for (let n = random(8); n > 0; n--) {
    const at = random(4) === 0 ? random(bytes.length) : Math.min(240 + random(bytes.length - 239), bytes.length - 1)
    switch (random(5)) {
      case 0:
        bytes[at] = random(256)
        break
      case 1:
        bytes[at] = TELLING[random(TELLING.length)]!
        break
      case 2:
        bytes[at]! ^= 1 << random(8)
        break
      case 3:
        bytes.copyWithin(at, random(bytes.length), bytes.length)
        break
      default:
        end = random(20) === 0 ? random(bytes.length) : Math.max(240, end - random(30))
    }
  }
  return bytes.subarray(0, end)
}

describe('the DHCPv4 reader', () => {
  const spaces = standardSpaces()
  const message = new Message4()
  const margin = 64

  /** Everything that anybody asks of a message; true when it was one. */
  function exercise(datagram: Buffer): boolean {
    const arena = Buffer.alloc(datagram.length + 2 * margin, 0xee)
    datagram.copy(arena, margin)
    const end = margin + datagram.length
    const failure = message.read(arena, margin, end)
    if (failure !== undefined) {
      expect(describeFailure(message, failure, spaces)).not.toBe('')
      return false
    }
    for (let code = message.codeAfter(0); code > 0; code = message.codeAfter(code)) {
      expect(message.find(code)).toBe(true)
      const { optionBytes, optionStart, optionEnd } = message
      expect(optionEnd).toBeGreaterThanOrEqual(optionStart)
      // Nothing outside of the datagram is ever taken for a part of it
      if (optionBytes === arena) expect(optionStart >= margin + 44 && optionEnd <= end).toBe(true)
      else expect(optionEnd <= optionBytes.length).toBe(true)
    }
    readFqdn(message)
    requestedAddress(message)
    maxMessageSize(message)
    isRequested(message, 3)
    userClasses(message)
    for (const code of [124, 125]) findEnterprise(message, code, 4491)
    for (const code of Object.values(RelayOption)) {
      findRelayOption(message, code)
      relayAddress(message, code)
    }
    const text = messageText(message, spaces, 'a:67', 'b:68') + clientLabel(message) + message.sname + message.file
    expect(message.copyInto(Buffer.alloc(4096))).toBe(true)
    expect(messageText(message, spaces, 'a:67', 'b:68') + clientLabel(message) + message.sname + message.file).toBe(
      text,
    )
    return true
  }

  it('reads the corpus itself', () => {
    for (const bytes of corpus) expect(exercise(bytes)).toBe(true)
  })

  it('stands any bytes', () => {
    const random = randomOf(seed)
    const until = Date.now() + seconds * 1000
    let accepted = 0
    let runs = 0
    while (Date.now() < until) {
      const bytes = mutate(random)
      runs++
      try {
        if (exercise(bytes)) accepted++
      } catch (error) {
        throw new Error(`seed ${seed}, run ${runs}: ${bytes.toString('hex')}`, { cause: error })
      }
    }
    // A fuzzer whose packets are all refused at the door tests the door only
    expect(accepted).toBeGreaterThan(runs / 20)
  })
})
