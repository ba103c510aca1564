import { describe, expect, test } from 'vitest'
import {
  encodePacket6,
  iaAddressOption6,
  iaOption6,
  MessageType6,
  type Option6,
  option6,
  type Packet6,
  parseIa6,
  parsePacket6,
} from '../kit/packet6.js'
import { perform, plan, problemsOf, type Reply } from './stage.js'

const SERVER = option6(2, '0x00030001020000000001')

interface Answer {
  readonly packet: Packet6
  readonly number: number
}

/** A server that gives client n the n-th address and prefix, and that may be told to change an answer. */
function server6(wrong: (answer: Answer) => Packet6 | Buffer = ({ packet }) => packet) {
  let number = 0
  return (message: Buffer): Reply[] => {
    const request = parsePacket6(message)
    const duid = request.options.find(({ code }) => code === 1)!.data
    const client = duid.readUIntBE(duid.length - 3, 3)
    const ias = request.options.flatMap((option): Option6[] => {
      if (option.code !== 3 && option.code !== 25) return []
      const { iaid } = parseIa6(option)
      const address =
        option.code === 3 ? `2001:db8:1::${client.toString(16)}` : `2001:db8:${(0x8000 + client).toString(16)}::/48`
      const part = iaAddressOption6({ address, preferred: 3000, valid: 4000 })
      return [iaOption6({ code: option.code, iaid, t1: 1000, t2: 2000, options: [part] })]
    })
    const rapid = request.options.some(({ code }) => code === 14)
    const packet: Packet6 = {
      type: request.type === MessageType6.SOLICIT && !rapid ? MessageType6.ADVERTISE : MessageType6.REPLY,
      xid: request.xid,
      options: [
        option6(1, duid),
        SERVER,
        ...(rapid ? [option6(14)] : []),
        ...(request.type === MessageType6.RELEASE ? [] : ias),
      ],
    }
    const made = wrong({ packet, number: number++ })
    return [{ bytes: Buffer.isBuffer(made) ? made : encodePacket6(made) }]
  }
}

const many = (count: number) => plan({ family: 6, count, rate: 100 })
const ia = (code: 3 | 25, ...options: Option6[]) => iaOption6({ code, iaid: 1, t1: 1000, t2: 2000, options })
const keep = (packet: Packet6, ...codes: number[]): Option6[] =>
  packet.options.filter(({ code }) => codes.includes(code))

describe('a player of DHCPv6', () => {
  test('answers an ADVERTISE with the server and the address that it named (RFC 8415 18.2.2)', () => {
    const { sent, report } = perform(many(1), server6())
    const [solicit, request] = sent.map(parsePacket6) as [Packet6, Packet6]
    expect(solicit.type).toBe(MessageType6.SOLICIT)
    expect(solicit.options.map(({ code }) => code).sort((a, b) => a - b)).toEqual([1, 3, 6, 8])
    expect(request.options.find(({ code }) => code === 2)?.data).toEqual(SERVER.data)
    expect(request.options.find(({ code }) => code === 3)?.data.includes(Buffer.from('20010db80001', 'hex'))).toBe(true)
    expect(report).toMatchObject({ completed: 1, problems: [] })
  })

  test('asks for prefixes too, renews them and gives them back', () => {
    const message = { ...plan({ family: 6 }).message, leaseType: 'address-and-prefix' as const }
    const { sent, report } = perform({ ...many(100), renewRate: 30, releaseRate: 20, message }, server6())
    const types = sent.map(bytes => parsePacket6(bytes).type)
    expect(types.filter(type => type === MessageType6.RENEW).length).toBeGreaterThan(20)
    const release = sent.map(parsePacket6).find(({ type }) => type === MessageType6.RELEASE)!
    expect(parseIa6(release.options.find(({ code }) => code === 25)!).options).toHaveLength(1)
    expect(problemsOf(report)).toEqual({})
    expect(report.loss).toBe(0)
  })

  test('takes a REPLY with rapid commit for the end of the exchange (RFC 8415 18.2.1)', () => {
    const message = { ...plan({ family: 6 }).message, rapidCommit: true }
    const { sent, report } = perform({ ...many(10), message }, server6())
    expect(sent).toHaveLength(10)
    expect(report).toMatchObject({ completed: 10, problems: [] })
  })

  test.each<[string, (packet: Packet6) => Packet6 | Buffer]>([
    ['wrong-xid', packet => ({ ...packet, xid: packet.xid ^ 0x800000 })],
    ['malformed', packet => encodePacket6(packet).subarray(0, -9)],
    ['no-server-id', packet => ({ ...packet, options: keep(packet, 1, 3) })],
    ['wrong-client', packet => ({ ...packet, options: [option6(1, '0x00030001ffffffffffff'), ...keep(packet, 2, 3)] })],
    ['wrong-type', packet => ({ ...packet, type: MessageType6.REPLY })],
    ['no-address', packet => ({ ...packet, options: keep(packet, 1, 2) })],
    ['status', packet => ({ ...packet, options: [...keep(packet, 1, 2), ia(3, option6(13, [0, 2]))] })],
    ['status', packet => ({ ...packet, options: [...keep(packet, 1, 2, 3), option6(13, [0, 1])] })],
  ])('counts %s in an ADVERTISE exactly; no REQUEST follows', (name, wrong) => {
    const { report } = perform(
      many(100),
      server6(({ packet, number }) =>
        packet.type === MessageType6.ADVERTISE && number % 20 === 0 ? wrong(packet) : packet,
      ),
    )
    const wrongOnes = report.started - report.completed
    expect(wrongOnes).toBeGreaterThan(0)
    expect(problemsOf(report)).toEqual({ [name]: wrongOnes })
    expect(report.kinds[1]!.sent).toBe(100 - wrongOnes)
  })

  test.each<[string, Option6]>([
    ['changed-address', ia(3, iaAddressOption6({ address: '2001:db8:1::ffff', preferred: 3000, valid: 4000 }))],
    ['lifetimes', ia(3, iaAddressOption6({ address: '2001:db8:1::', preferred: 5000, valid: 4000 }))],
    [
      'lifetimes',
      iaOption6({
        code: 3,
        iaid: 1,
        t1: 3000,
        t2: 2000,
        options: [iaAddressOption6({ address: '2001:db8:1::', preferred: 3000, valid: 4000 })],
      }),
    ],
  ])('finds %s in a REPLY', (name, option) => {
    const { report } = perform(
      many(1),
      server6(({ packet }) =>
        packet.type === MessageType6.REPLY ? { ...packet, options: [...keep(packet, 1, 2), option] } : packet,
      ),
    )
    expect(problemsOf(report)).toEqual({ [name]: 1 })
  })

  test('finds prefixes of another length, and outside of what is expected', () => {
    const message = { ...plan({ family: 6 }).message, leaseType: 'prefix-only' as const }
    const expect6 = { enabled: true, subnets: ['2001:db8:f000::/36'], options: [], prefixLength: 56 }
    const { report } = perform({ ...many(1), message, expect: expect6 }, server6())
    expect(problemsOf(report)).toEqual({ 'outside-subnet': 2, 'prefix-length': 2 })
  })

  test('finds an address with two owners', () => {
    const shared = ia(3, iaAddressOption6({ address: '2001:db8:1::7777', preferred: 3000, valid: 4000 }))
    const { report } = perform(
      many(3),
      server6(({ packet }) => ({ ...packet, options: [...keep(packet, 1, 2), shared] })),
    )
    expect(problemsOf(report)).toEqual({ 'duplicate-address': 2 })
  })
})
