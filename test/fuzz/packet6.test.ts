import { describe, expect, it } from 'vitest'
import { standardSpaces } from '../../src/wire/standard-options.js'
import { MAX_RELAYS, Option } from '../../src/wire/v6/codes.js'
import { beginMessage, putOption } from '../../src/wire/v6/encode.js'
import { describeFailure, describeSkipped } from '../../src/wire/v6/failure-text.js'
import { readFqdn } from '../../src/wire/v6/fqdn.js'
import { IaAddressCursor, IaCursor, statusAmong } from '../../src/wire/v6/ia.js'
import { Message6 } from '../../src/wire/v6/message.js'
import { OptionCursor } from '../../src/wire/v6/option-cursor.js'
import {
  CABLELABS,
  elapsedTime,
  findEnterprise,
  isDocsisRequested,
  isRequested,
  userClasses,
} from '../../src/wire/v6/options.js'
import { readPrefixExclude } from '../../src/wire/v6/prefix-exclude.js'
import {
  findClientLinkLayerAddress,
  findNearestRelayOption,
  findSuppliedOption,
  linkRelay,
  replyPort,
} from '../../src/wire/v6/relay.js'
import { RelayReply } from '../../src/wire/v6/relay-reply.js'
import { breachOf, describeBreach, messageRule } from '../../src/wire/v6/rules.js'
import { clientLabel, messageText } from '../../src/wire/v6/text.js'
import { Writer } from '../../src/wire/writer.js'
import { parseRelay6 } from '../kit/packet6.js'
import {
  dhclientRequest,
  dhclientSolicit,
  dhcpcdSolicit,
  keaRelayedAdvertise,
  keaReleaseReply,
  perfdhcpRelayedSolicit,
} from '../wire/v6/captured.js'
import { CLIENT_ID, ia, iaAddress, iaPrefix, inform, message as packet, relayed, tlv } from '../wire/v6/datagram.js'
import { type Random, randomOf, fuzzSeconds as seconds, fuzzSeed as seed } from './random.js'

/** Messages that reach into every branch of the reader; mutations start from them. */
const corpus: readonly Buffer[] = [
  perfdhcpRelayedSolicit,
  dhclientSolicit,
  dhclientRequest,
  dhcpcdSolicit,
  keaRelayedAdvertise,
  keaReleaseReply,
  packet(
    1,
    CLIENT_ID,
    ia(3, iaAddress(tlv(13, [0, 2])), iaAddress()),
    ia(25, iaPrefix(56, tlv(67, [64, 1]))),
    tlv(4, 'abcd'),
  ),
  inform(
    tlv(17, Buffer.concat([Buffer.of(0, 0, 17, 139), tlv(1, [0, 32]), tlv(2, 'ECM')])),
    tlv(16, '\0\0\x11\x8b\0\x03abc'),
  ),
  inform(
    tlv(24, '\x03foo\0\x03bar\0'),
    tlv(41, 'abc\0'),
    tlv(60, '\0\x01a'),
    tlv(15, '\0\x01a\0\x02bc'),
    tlv(74, Buffer.alloc(18)),
  ),
  inform(
    tlv(44, Buffer.concat([Buffer.alloc(17), CLIENT_ID])),
    tlv(45, ia(3, iaAddress())),
    tlv(94, tlv(90, Buffer.alloc(16))),
  ),
  inform(
    tlv(
      94,
      tlv(
        89,
        Buffer.concat([Buffer.from('800414c0000200', 'hex'), Buffer.from('2020010db8', 'hex'), tlv(93, [0, 6, 52, 0])]),
      ),
    ),
  ),
  relayed(
    relayed(inform(CLIENT_ID), tlv(79, [0, 1, 2, 3]), tlv(66, tlv(65, '\x03foo\0'))),
    tlv(18, 'ge0'),
    tlv(135, [1, 2]),
  ),
]

/** Bytes that mean something to the reader are put in more often than others. */
const TELLING = [
  0, 1, 2, 3, 4, 5, 6, 9, 12, 13, 16, 17, 18, 25, 26, 39, 44, 45, 63, 64, 66, 67, 74, 89, 94, 128, 192, 255,
]

function mutate(random: Random): Buffer {
  const bytes = Buffer.from(corpus[random(corpus.length)]!)
  let end = bytes.length
  for (let n = random(6); n > 0; n--) {
    const at = random(bytes.length)
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
        end = random(20) === 0 ? random(bytes.length) : Math.max(4, end - random(20))
    }
  }
  return bytes.subarray(0, end)
}

describe('the DHCPv6 reader', () => {
  const spaces = standardSpaces(6)
  const message = new Message6()
  const cursor = new OptionCursor()
  const ias = new IaCursor()
  const addresses = new IaAddressCursor()
  const relays = new RelayReply()
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
    if (message.skippedCode !== 0) expect(describeSkipped(message)).not.toBe('')
    // Nothing outside of the datagram is ever taken for a part of it
    const within = (from: number, to: number): void => {
      expect(from <= to && from >= margin && to <= end).toBe(true)
    }
    expect(message.relayCount).toBeLessThanOrEqual(MAX_RELAYS)
    for (let i = 0; i < message.relayCount; i++) within(message.relayAt(i) + 34, message.relayEnd(i))
    within(message.optionsAt, message.optionsEnd)
    cursor.overMessage(message)
    let walked = message.optionsAt
    while (cursor.next()) {
      within(cursor.start, cursor.end)
      walked = cursor.end
      if (message.find(cursor.code)) within(message.optionStart, message.optionEnd)
    }
    expect(walked).toBe(message.optionsEnd)
    for (const code of [Option.iaNa, Option.iaTa, Option.iaPd]) {
      ias.over(message, code)
      while (ias.next()) {
        within(ias.optionsAt, ias.optionsEnd)
        statusAmong(arena, ias.optionsAt, ias.optionsEnd)
        addresses.over(ias)
        while (addresses.next()) {
          within(addresses.addressAt, addresses.addressAt + 16)
          within(addresses.optionsAt, addresses.optionsEnd)
          readPrefixExclude(addresses.address, addresses.prefixLength, arena, addresses.optionsAt, addresses.optionsEnd)
        }
      }
    }
    for (const code of [Option.vendorClass, Option.vendorOptions])
      if (findEnterprise(message, code, CABLELABS)) within(message.optionStart, message.optionEnd)
    if (findNearestRelayOption(message, Option.interfaceId) >= 0) within(message.optionStart, message.optionEnd)
    if (findClientLinkLayerAddress(message) >= 0) within(message.optionStart, message.optionEnd)
    if (findSuppliedOption(message, 65)) within(message.optionStart, message.optionEnd)
    readFqdn(message)
    elapsedTime(message)
    isRequested(message, 23)
    isDocsisRequested(message, 32)
    userClasses(message)
    linkRelay(message)
    replyPort(message, 1)
    const rule = messageRule(message.type)
    const breach = rule && breachOf(message, rule)
    if (rule !== undefined && breach !== undefined) describeBreach(message, rule, breach)
    answer()
    const text = messageText(message, spaces, '[a]:547', '[b]:546') + clientLabel(message)
    expect(message.copyInto(Buffer.alloc(4096))).toBe(true)
    expect(messageText(message, spaces, '[a]:547', '[b]:546') + clientLabel(message)).toBe(text)
    return true
  }

  /** An answer in as many relay-replies as the query came in relay-forwards. */
  function answer(): void {
    const writer = new Writer(Buffer.alloc(8192))
    relays.open(writer, message)
    beginMessage(writer, 7, message.transactionId)
    if (message.find(Option.clientId)) putOption(writer, 1, message.arena, message.optionStart, message.optionEnd)
    relays.close(writer)
    let bytes: Buffer = writer.bytes.subarray(0, writer.at)
    for (let i = 0; i < message.relayCount; i++) bytes = parseRelay6(bytes).message
    expect(bytes.readUInt32BE(0)).toBe(0x07000000 + message.transactionId)
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
