import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Capture, readFields } from '../kit/capture.js'
import { Client6 } from '../kit/client6.js'
import { needs } from '../kit/gate.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { option6 } from '../kit/packet6.js'
import { dhclient6 } from '../kit/real-client6.js'
import type { RelayHop6 } from '../kit/relay6.js'
import type { Running } from '../kit/running.js'
import { judgesKeats, ServerProcess } from '../kit/server-process.js'
import { udp } from '../kit/wire-transport.js'

// clients (2001:db8:2::/64) - inner relay - 2001:db8:fe::/64 - outer relay - 2001:db8:ff::/64 - server
describe.runIf(needs('root', 'netns', 'ip', 'tshark'))('a DHCPv6 client behind relays', () => {
  let lab: Lab
  let server: Namespace
  let outer: Namespace
  let inner: Namespace
  let clients: Namespace
  let capture: Capture
  let serving: ServerProcess

  beforeEach(async () => {
    lab = new Lab()
    server = lab.namespace('server')
    outer = lab.namespace('outer')
    inner = lab.namespace('inner')
    clients = lab.namespace('clients')
    lab.connect(server, 'eth0', outer, 'up0')
    lab.connect(outer, 'down0', inner, 'up0')
    lab.connect(inner, 'down0', clients, 'eth0')
    server.address('eth0', '2001:db8:ff::1/64')
    outer.address('up0', '2001:db8:ff::2/64')
    outer.address('down0', '2001:db8:fe::1/64')
    inner.address('up0', '2001:db8:fe::2/64')
    inner.address('down0', '2001:db8:2::1/64')
    capture = await Capture.start(lab, server, 'eth0')
    const ends: [Namespace, string][] = [
      [server, 'eth0'],
      [outer, 'up0'],
      [outer, 'down0'],
      [inner, 'up0'],
      [inner, 'down0'],
      [clients, 'eth0'],
    ]
    await Promise.all(ends.map(([space, device]) => space.linkLocal(device)))
    const subnet6 = [
      { id: 2, subnet: '2001:db8:2::/64', pools: [{ pool: '2001:db8:2::100 - 2001:db8:2::1ff' }] },
      { id: 3, subnet: '2001:db8:3::/64', 'interface-id': 'port 7', pools: [{ pool: '2001:db8:3::/120' }] },
    ]
    const dhcp6 = { 'interfaces-config': { interfaces: ['eth0/2001:db8:ff::1'] }, subnet6 }
    serving = await ServerProcess.start({ lab, namespace: server, dhcp6 })
  })
  afterEach(async () => {
    try {
      await capture.stop()
    } finally {
      await lab.close()
    }
  })

  /** `to`: the server's address or the next relay's; without one it writes to ff05::1:3. */
  async function relay(on: Namespace, to?: string): Promise<Running> {
    const up = to === undefined ? 'up0' : `${to}%up0`
    const running = on.spawnGuarded(['dhcrelay', '-6', '-d', '--no-pid', '-I', '-l', 'down0', '-u', up])
    await running.line('Sending on   Socket')
    return running
  }

  async function expectThroughBoth(): Promise<void> {
    const client = dhclient6('-N').start(lab, clients, 'eth0')
    expect(await client.line('client: BOUND6', 20_000)).toContain('address=2001:db8:2::1')
    const [row] = serving.leases6().current.values()
    expect(row).toMatchObject({ subnetId: 2, state: 0 })
    await capture.stop()
    const fields = ['dhcpv6.hopcount', 'dhcpv6.linkaddr', 'dhcpv6.msgtype']
    const answers = readFields(capture.path, fields, 'dhcpv6.msgtype == 13')
    expect(answers.map(([hops, links]) => [hops, links])).toEqual([
      ['1,0', '2001:db8:fe::1,2001:db8:2::1'],
      ['1,0', '2001:db8:fe::1,2001:db8:2::1'],
    ])
    // A relay-reply in a relay-reply, and in it an ADVERTISE, then a REPLY
    expect(answers.map(([, , types]) => types)).toEqual(['13,13,2', '13,13,7'])
  }

  test.runIf(needs('dhcrelay', 'dhclient'))('gets an address of its own subnet through two dhcrelays', async () => {
    await relay(outer, '2001:db8:ff::1')
    await relay(inner, '2001:db8:fe::1')
    await expectThroughBoth()
  })

  // Kea 2.2 is no member of All_DHCP_Servers (RFC 8415 7.1)
  test.runIf(judgesKeats(6) && needs('dhcrelay', 'dhclient'))(
    'is heard when its relay writes to ff05::1:3',
    async () => {
      await relay(outer)
      await relay(inner, '2001:db8:fe::1')
      await expectThroughBoth()
    },
  )

  test('has what its relays added sent back as it came, and is placed by it', async () => {
    // Throws unless every relay gets its own interface-id back (RFC 8415 19.3)
    const near: RelayHop6 = {
      address: '2001:db8:fe::2',
      link: '2001:db8:2::1',
      options: [option6(18, 'port 7'), option6(37, '0x000009bf00ff'), option6(38, 'subscriber')],
    }
    const far: RelayHop6 = {
      address: '2001:db8:ff::2',
      link: '::',
      options: [option6(18, '0x00ff00'), option6(79, '0x0001020000000079')],
    }
    const reply = await behind('00:03:00:01:02:00:00:00:00:01', 547, near, far)
    expect(reply.address).toMatch(/^2001:db8:3::/)
  })

  test('is answered at the port that its relay sends from', async () => {
    // RFC 8357: option 135 tells that the port is not 547
    const odd: RelayHop6 = { address: '2001:db8:ff::2', link: '2001:db8:2::1', port: 1547 }
    const reply = await behind('00:03:00:01:02:00:00:00:00:02', 1547, odd)
    expect(reply.address).toMatch(/^2001:db8:2::1/)
  })

  test('is served through eight relays', async () => {
    const [first, ...others] = Array.from({ length: 8 }, (_, i): RelayHop6 => {
      const link = i === 0 ? '2001:db8:2::1' : `2001:db8:${50 + i}::1`
      return { address: i === 7 ? '2001:db8:ff::2' : `2001:db8:${60 + i}::1`, link, options: [option6(18, `hop ${i}`)] }
    })
    const reply = await behind('00:03:00:01:02:00:00:00:00:03', 547, first!, ...others)
    expect(reply.address).toMatch(/^2001:db8:2::1/)
  })

  async function behind(duid: string, port: number, ...hops: readonly [RelayHop6, ...RelayHop6[]]) {
    const to = { address: '2001:db8:ff::1', port: 547 }
    const transport = udp(outer, { address: '2001:db8:ff::2', port }, to)
    try {
      return await new Client6(transport, { duid, server: to.address }).via(hops).bind()
    } finally {
      transport.close()
    }
  }
})
