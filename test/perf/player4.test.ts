import { describe, expect, test } from 'vitest'
import {
  addressOption,
  encodePacket4,
  MessageType,
  option,
  type Packet4,
  parsePacket4,
  u32Option,
} from '../kit/packet4.js'
import { server4, typeOf, without } from './server4.js'
import { perform, plan, problemsOf } from './stage.js'

const many = (count: number, rate = 100) => plan({ count, rate, scenario: { name: 'basic', inFlight: 1, preload: 0 } })
const isOffer = (answer: Packet4): boolean => typeOf(answer) === MessageType.OFFER

describe('a player of DHCPv4', () => {
  test('sends what a relay forwards for a client (RFC 2131 table 5, RFC 1542 4.1.1)', () => {
    const { sent, report } = perform(plan(), server4())
    const [discover, request] = sent.map(parsePacket4) as [Packet4, Packet4]
    expect(discover).toMatchObject({
      op: 1,
      hops: 1,
      giaddr: '10.0.0.2',
      chaddr: '02:00:00:00:00:00',
      ciaddr: '0.0.0.0',
    })
    expect(discover.options.map(({ code }) => code)).toEqual([53, 55, 61])
    const value = (code: number) => request.options.find(one => one.code === code)?.data
    expect(value(53)?.[0]).toBe(MessageType.REQUEST)
    expect(value(50)).toEqual(Buffer.from([10, 1, 0, 0]))
    expect(value(54)).toEqual(Buffer.from([10, 0, 0, 1]))
    expect(report).toMatchObject({ started: 1, completed: 1, loss: 0, problems: [] })
  })

  test('plays each client in turn, with a transaction id of its own for every message', () => {
    const { sent } = perform(many(50), server4())
    const packets = sent.map(parsePacket4)
    expect(new Set(packets.map(({ chaddr }) => chaddr)).size).toBe(50)
    expect(new Set(packets.map(({ xid }) => xid)).size).toBe(100)
  })

  test('renews at the address itself, and releases with the server named (RFC 2131 table 5)', () => {
    const { sent, report } = perform({ ...many(100), renewRate: 30, releaseRate: 20 }, server4())
    const all = sent.map(parsePacket4)
    const renewals = all.filter(packet => packet.ciaddr !== '0.0.0.0' && typeOf(packet) === MessageType.REQUEST)
    const releases = all.filter(packet => typeOf(packet) === MessageType.RELEASE)
    expect(renewals.length).toBeGreaterThan(20)
    for (const { options } of renewals) expect(options.map(({ code }) => code)).not.toContain(50)
    expect(releases.length).toBeGreaterThan(10)
    for (const { options } of releases) expect(options.map(({ code }) => code)).toContain(54)
    expect(problemsOf(report)).toEqual({})
  })

  /** Every tenth answer to a DISCOVER, or to a REQUEST, is wrong: 10 of 100. */
  const every10 = (
    when: (answer: Packet4) => boolean,
    wrong: (answer: Packet4, request: Packet4) => Buffer | readonly Buffer[],
  ) => {
    let n = 0
    return server4((answer, request) => (when(answer) && n++ % 10 === 0 ? wrong(answer, request) : undefined))
  }
  const notOffer = (answer: Packet4): boolean => !isOffer(answer)

  test.each<
    [
      string,
      (answer: Packet4) => boolean,
      (answer: Packet4) => Buffer | readonly Buffer[],
      { lost?: number; cause?: string },
    ]
  >([
    [
      'wrong-xid',
      isOffer,
      answer => encodePacket4({ ...answer, xid: 0xdead0000 + answer.xid }),
      { lost: 10, cause: 'never' },
    ],
    ['malformed', isOffer, answer => encodePacket4(answer).subarray(0, 200), { lost: 10, cause: 'malformed' }],
    ['no-server-id', isOffer, answer => encodePacket4(without(answer, 54)), { lost: 10, cause: 'rejected' }],
    [
      'wrong-client',
      isOffer,
      answer => encodePacket4({ ...answer, chaddr: '02:ff:ff:ff:ff:ff' }),
      { lost: 10, cause: 'rejected' },
    ],
    [
      'wrong-type',
      isOffer,
      answer => encodePacket4({ ...without(answer, 53), options: [option(53, [5]), addressOption(54, '10.0.0.1')] }),
      { lost: 10, cause: 'rejected' },
    ],
    ['no-address', isOffer, answer => encodePacket4({ ...answer, yiaddr: '0.0.0.0' }), { lost: 10, cause: 'rejected' }],
    [
      'nak',
      notOffer,
      answer =>
        encodePacket4({ ...answer, yiaddr: '0.0.0.0', options: [option(53, [6]), addressOption(54, '10.0.0.1')] }),
      {},
    ],
    ['changed-address', notOffer, answer => encodePacket4({ ...answer, yiaddr: `10.9.0.${answer.xid % 250}` }), {}],
    [
      'lifetimes',
      notOffer,
      answer => encodePacket4({ ...without(answer, 51), options: [...answer.options, u32Option(58, 9000)] }),
      {},
    ],
    ['repeated', notOffer, answer => [encodePacket4(answer), encodePacket4(answer)], {}],
  ])('counts %s exactly, and shows the first', (name, when, wrong, { lost = 0, cause }) => {
    const { report } = perform(many(100), every10(when, wrong))
    expect(problemsOf(report)).toEqual({ [name]: 10 })
    expect(report.problems[0]!.first).not.toBe('')
    const drops = report.kinds[0]!.drops
    expect(report.kinds[0]!.dropped).toBe(lost)
    if (cause !== undefined) expect(drops[cause as keyof typeof drops]).toBe(lost)
  })

  test('finds one address with two owners at a time, whatever lies between them', () => {
    // clients 0 and 7 of a hundred get one address, both offered and acknowledged
    const shared = server4(answer => {
      const twin = answer.chaddr.endsWith(':00') || answer.chaddr.endsWith(':07')
      return twin ? encodePacket4({ ...answer, yiaddr: '10.77.0.1' }) : undefined
    })
    expect(problemsOf(perform(many(100), shared).report)).toEqual({ 'duplicate-address': 1 })
  })

  test('finds nothing wrong with an address that is given again after its lease has ended', () => {
    const brief = server4(answer =>
      encodePacket4({
        ...without(answer, 51),
        yiaddr: '10.77.0.1',
        options: [...without(answer, 51).options, u32Option(51, 1)],
      }),
    )
    // one client every two seconds, each for a second
    const slow = { ...plan({ count: 5, clients: 5 }), rate: 0.5 }
    expect(problemsOf(perform(slow, brief).report)).toEqual({})
  })

  test('holds addresses and options against what is expected', () => {
    const expected = plan({
      count: 1,
      expect: { enabled: true, subnets: ['192.0.2.0/24'], options: [1, 6], prefixLength: 0 },
    })
    // the OFFER and the ACK are outside; the ACK has no DNS servers
    expect(problemsOf(perform(expected, server4()).report)).toEqual({ 'outside-subnet': 2, 'missing-option': 1 })
  })

  test('tells a late answer from one that never came', () => {
    let n = 0
    const honest = server4()
    const slow = (message: Buffer, now: number) => {
      const [reply] = honest(message, now)
      n++
      return n === 1 ? [{ ...reply!, after: 1500 }] : n === 2 ? [] : [reply!]
    }
    const { report } = perform(many(100), slow)
    expect(report.kinds[0]!.drops).toEqual({ never: 1, malformed: 0, rejected: 0, late: 1 })
    expect(report.completed).toBe(98)
  })

  test('latency counts from when a message was due: a server that stalls is not spared (coordinated omission)', () => {
    const honest = server4()
    // between the seconds 1 and 2 of the run nothing is answered, then all of it
    const stalling = (message: Buffer, now: number) =>
      honest(message, now).map(reply => ({ ...reply, after: now >= 2000 && now < 3000 ? 3000 - now + 1 : 1 }))
    const patient = { ...many(400), dropTime: [5000, 5000] as const }
    const { latency, completed } = perform(patient, stalling).report
    expect(completed).toBe(400)
    // a quarter of all waited, evenly from nothing to a second: the 90th percentile waited 0.6 s
    expect(latency.p90).toBeGreaterThan(550)
    expect(latency.p90).toBeLessThan(650)
  })

  test('ends when too many are lost, and says so', () => {
    const limited = {
      ...many(1000),
      maxDrop: [
        { value: 5, percent: false },
        { value: 0, percent: false },
      ] as const,
    }
    const { report } = perform(limited, () => [])
    expect(report.reason).toBe('Reached maximum drops number.')
    expect(report.started).toBeLessThan(200)
  })

  test('keeps as many exchanges in flight as it is told', () => {
    let open = 0
    let most = 0
    const honest = server4()
    const counting = (message: Buffer, now: number) => {
      if (typeOf(parsePacket4(message)) === MessageType.DISCOVER) most = Math.max(most, ++open)
      else open--
      return honest(message, now)
    }
    const closed = plan({ count: 200, scenario: { name: 'closed', inFlight: 17 } })
    expect(perform(closed, counting).report.completed).toBe(200)
    expect(most).toBe(17)
  })
})
