import { describe, expect, it, test } from 'vitest'
import type { Saying6 } from '../../../kit/client6.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { hexBytes } from '../../../kit/packet4.js'
import { encodePacket6, encodeRelay6, type MessageName6, MessageType6 } from '../../../kit/packet6.js'
import { RelayChain6 } from '../../../kit/relay6.js'

const duid = '00:03:00:01:02:00:00:00:00:01'
const ours = '00:03:00:01:02:00:00:00:00:aa'
const config = { subnet6: [subnet6()] }

/** Why a packet was dropped, and the line that says so. */
async function dropped(say: (engine: Engine6) => Promise<unknown>, more: object = config): Promise<[string[], string]> {
  const engine = await Engine6.start(more)
  expect(await say(engine)).toBe(undefined)
  const reasons = [
    'parse-failed',
    'rfc-violation',
    'not-for-us',
    'admin-filtered',
    'service-disabled',
    'processing-failed',
  ]
  expect(engine.statistic('pkt6-receive-drop')).toBe(1)
  const line = engine.log.lines.find(each => /PACKET_DROP|CHECK_FAIL|UNKNOWN_MSG|_RCVD_/.test(each)) ?? ''
  return [reasons.filter(reason => (engine.statistic(`pkt6-${reason}`) ?? 0) > 0), line.replace(/^.*?\] /, '').trim()]
}

const client =
  (type: MessageName6, saying: Saying6, id = duid) =>
  (engine: Engine6) =>
    engine.client({ duid: id }).say(type, { ias: [{ code: 3, iaid: 1 }], expectSilence: true, ...saying })

// Lines of kea-dhcp6 2.2.0 for such packets, client, transaction and addresses aside
const refused: readonly (readonly [string, string, MessageName6, Saying6, string])[] = [
  [
    'a foreign server',
    'not-for-us',
    'REQUEST',
    { serverId: `${ours}:01` },
    `DHCP6_PACKET_DROP_SERVERID_MISMATCH %: dropping packet with server identifier: ${ours}:01, server is using: ${ours}`,
  ],
  [
    'a foreign server in a SOLICIT',
    'not-for-us',
    'SOLICIT',
    { serverId: `${ours}:01` },
    `DHCP6_PACKET_DROP_SERVERID_MISMATCH %: dropping packet with server identifier: ${ours}:01, server is using: ${ours}`,
  ],
  [
    'a server in a SOLICIT',
    'rfc-violation',
    'SOLICIT',
    { serverId: ours },
    'DHCP6_REQUIRED_OPTIONS_CHECK_FAIL SOLICIT message received from fe80::1 failed the following check: Server-id option was not expected, but 1 received in SOLICIT',
  ],
  [
    'no server in a REQUEST',
    'rfc-violation',
    'REQUEST',
    {},
    'DHCP6_REQUIRED_OPTIONS_CHECK_FAIL REQUEST message received from fe80::1 failed the following check: Invalid number of server-id options received (0), exactly 1 expected in message REQUEST',
  ],
  [
    'SOLICIT by unicast',
    'rfc-violation',
    'SOLICIT',
    { to: '2001:db8:1::1' },
    'DHCP6_PACKET_DROP_UNICAST %: dropping unicast SOLICIT packet as this packet should be sent to multicast',
  ],
  [
    'CONFIRM by unicast',
    'rfc-violation',
    'CONFIRM',
    { to: 'fe80::1:1' },
    'DHCP6_PACKET_DROP_UNICAST %: dropping unicast CONFIRM packet as this packet should be sent to multicast',
  ],
  [
    'REBIND by unicast',
    'rfc-violation',
    'REBIND',
    { to: 'fe80::1:1' },
    'DHCP6_PACKET_DROP_UNICAST %: dropping unicast REBIND packet as this packet should be sent to multicast',
  ],
  [
    'INFORMATION-REQUEST by unicast',
    'rfc-violation',
    'INFORMATION-REQUEST',
    { to: 'fe80::1:1' },
    'DHCP6_PACKET_DROP_UNICAST %: dropping unicast INFORMATION_REQUEST packet as this packet should be sent to multicast',
  ],
  [
    'ADVERTISE',
    'rfc-violation',
    'ADVERTISE',
    {},
    'DHCP6_UNKNOWN_MSG_RECEIVED received unknown message (type 2) on interface eth0',
  ],
  [
    'REPLY',
    'rfc-violation',
    'REPLY',
    {},
    'DHCP6_UNKNOWN_MSG_RECEIVED received unknown message (type 7) on interface eth0',
  ],
  [
    'RECONFIGURE',
    'rfc-violation',
    'RECONFIGURE',
    {},
    'DHCP6_UNKNOWN_MSG_RECEIVED received unknown message (type 10) on interface eth0',
  ],
  [
    'a type that nobody knows',
    'rfc-violation',
    'SOLICIT',
    { packet: { type: 99 } },
    'DHCP6_UNKNOWN_MSG_RECEIVED received unknown message (type 99) on interface eth0',
  ],
]

describe('DHCPv6 packets that go no further', () => {
  test.each(refused)('%s', async (_, reason, type, saying, line) => {
    const [reasons, said] = await dropped(client(type, saying))
    expect(reasons).toEqual([reason])
    expect(said.replace(/duid=\[.*?\], tid=0x[0-9a-f]+/, '%')).toBe(line)
  })

  it('carry no or several client identifiers', async () => {
    const check = 'DHCP6_REQUIRED_OPTIONS_CHECK_FAIL SOLICIT message received from fe80::1 failed the following check: '
    expect(await dropped(client('SOLICIT', {}, 'none'))).toEqual([
      ['rfc-violation'],
      `${check}Exactly 1 client-id option expected in SOLICIT, but 0 received`,
    ])
    const second = { options: [{ code: 1, data: hexBytes(duid) }] }
    expect(await dropped(client('SOLICIT', second))).toEqual([
      ['rfc-violation'],
      `${check}Exactly 1 client-id option expected in SOLICIT, but 2 received`,
    ])
  })

  it('cannot be read', async () => {
    const deliver = (bytes: Buffer) => async (engine: Engine6) => {
      engine.link.deliver({ bytes, source: hexBytes('fe80000000000000000000000000abcd'), sourcePort: 546 })
      return engine.link.answers[0]
    }
    const head =
      'DHCP6_PACKET_DROP_PARSE_FAIL failed to parse packet from fe80::abcd to eth0, received over interface eth0, reason: '
    expect(await dropped(deliver(Buffer.of(1, 2, 3)))).toEqual([
      ['parse-failed'],
      `${head}Received truncated UDP DHCPv6 packet of size 3, DHCPv6 header alone has 4 bytes.`,
    ])
    const shortIa = encodePacket6({ type: 1, xid: 1, options: [{ code: 3, data: Buffer.of(1, 2) }] })
    expect(await dropped(deliver(shortIa))).toEqual([
      ['parse-failed'],
      `${head}input option buffer has invalid size, expected at least 12 bytes`,
    ])
    const empty = Buffer.concat([Buffer.of(12, 0), Buffer.alloc(32)])
    expect(await dropped(deliver(empty))).toEqual([['parse-failed'], `${head}Mandatory relay-msg option missing`])
  })

  it('are Relay-replies', async () => {
    const solicit = encodePacket6({ type: 1, xid: 1, options: [{ code: 1, data: hexBytes(duid) }] })
    const reply = encodeRelay6(
      { type: MessageType6['RELAY-REPL'], hops: 0, link: '2001:db8:1::1', peer: 'fe80::1', options: [] },
      solicit,
    )
    const [reasons] = await dropped(async engine => {
      engine.link.deliver({ bytes: reply, source: hexBytes('fe80000000000000000000000000abcd'), sourcePort: 547 })
      return engine.link.answers[0]
    })
    expect(reasons).toEqual(['rfc-violation'])
  })

  it('are members of DROP', async () => {
    const drop = { ...config, 'client-classes': [{ name: 'DROP', test: 'option[1].exists' }] }
    const [reasons, line] = await dropped(client('SOLICIT', {}), drop)
    expect(reasons).toEqual(['admin-filtered'])
    expect(line).toMatch(/^DHCP6_PACKET_DROP_DROP_CLASS dropped as member of the special class 'DROP': duid=/)
  })

  it('are refused at buffer6_receive', async () => {
    const [reasons, line] = await dropped(engine => {
      engine.points.bufferReceive.add(() => 'drop')
      return client('SOLICIT', {})(engine)
    })
    expect(reasons).toEqual(['processing-failed'])
    expect(line).toBe(
      'DHCP6_HOOK_BUFFER_RCVD_DROP received buffer from fe80::1 to ff02::1:2 over interface eth0 was dropped because a callout set the drop flag',
    )
  })
})

describe('DHCPv6 packets that go on', () => {
  it('come by unicast from relays, and from clients where RFC 8415 18.4 allows it', async () => {
    const engine = await Engine6.start(config)
    const relayed = engine.client({ duid, server: '2001:db8:1::1' }, new RelayChain6({ address: '2001:db8:1::2' }))
    expect((await relayed.solicit())?.type).toBe('ADVERTISE')
    const direct = engine.client({ duid })
    await direct.bind()
    expect((await direct.renew({ to: 'fe80::1:1' }))?.type).toBe('REPLY')
    expect(engine.statistic('pkt6-receive-drop')).toBe(0)
  })

  it('are told of on their way', async () => {
    const engine = await Engine6.start(config)
    await engine.client({ duid }).solicit()
    const log = engine.log.lines.join('')
    expect(log).toMatch(/DHCP6_BUFFER_RECEIVED received buffer from fe80::1:546 to ff02::1:2:547 over interface eth0/)
    expect(log).toMatch(
      /DHCP6_PACKET_RECEIVED duid=.*: SOLICIT \(type 1\) received from fe80::1 to ff02::1:2 on interface eth0/,
    )
    expect(log).toMatch(
      /DHCP6_QUERY_DATA duid=.*, packet details: localAddr=\[ff02::1:2\]:547 remoteAddr=\[fe80::1\]:546/,
    )
    expect(log).toMatch(/DHCP6_SUBNET_SELECTED .*the subnet with ID 1 was selected for client assignments/)
    expect(log).toMatch(/DHCP6_SUBNET_DATA .*the selected subnet details: 2001:db8:1::\/64/)
    expect(log).toMatch(/DHCP6_CLASS_ASSIGNED .*ALL/)
  })
})
