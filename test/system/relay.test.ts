import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Capture, readFields } from '../kit/capture.js'
import { Client4 } from '../kit/client4.js'
import { needs } from '../kit/gate.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { addressOption, option, packed } from '../kit/packet4.js'
import { udhcpc } from '../kit/real-client.js'
import { Relay } from '../kit/relay4.js'
import { judgesKeats, ServerProcess } from '../kit/server-process.js'
import { udp } from '../kit/wire-transport.js'

// clients (198.51.100.0/24) - relay - 192.0.2.0/24 - server
describe.runIf(needs('root', 'netns', 'ip', 'tshark'))('a client behind a relay', () => {
  let lab: Lab
  let server: Namespace
  let relay: Namespace
  let clients: Namespace
  let capture: Capture

  const subnet4 = [
    { id: 1, subnet: '192.0.2.0/24', pools: [{ pool: '192.0.2.100 - 192.0.2.200' }] },
    { id: 2, subnet: '198.51.100.0/24', pools: [{ pool: '198.51.100.100 - 198.51.100.200' }] },
    { id: 3, subnet: '203.0.113.0/24', pools: [{ pool: '203.0.113.100 - 203.0.113.200' }] },
  ]

  beforeEach(async () => {
    lab = new Lab()
    server = lab.namespace('server')
    relay = lab.namespace('relay')
    clients = lab.namespace('clients')
    lab.connect(server, 'eth0', relay, 'up0')
    lab.connect(relay, 'down0', clients, 'eth0')
    server.address('eth0', '192.0.2.1/24')
    relay.address('up0', '192.0.2.2/24')
    relay.address('down0', '198.51.100.1/24')
    server.run('ip', 'route', 'add', '198.51.100.0/24', 'via', '192.0.2.2')
    capture = await Capture.start(lab, server, 'eth0')
  })
  afterEach(async () => {
    try {
      await capture.stop()
    } finally {
      await lab.close()
    }
  })

  const serve = (more: Record<string, unknown> = {}): Promise<ServerProcess> =>
    ServerProcess.start({ lab, namespace: server, dhcp4: { subnet4, ...more } })

  test.runIf(needs('dhcrelay', 'udhcpc'))('gets an address of its own subnet through dhcrelay', async () => {
    const serving = await serve()
    const daemon = relay.spawnGuarded([
      'dhcrelay',
      '-4',
      '-d',
      '--no-pid',
      '-a',
      '-id',
      'down0',
      '-iu',
      'up0',
      '192.0.2.1',
    ])
    await daemon.line('Sending on   Socket')
    const client = udhcpc.start(lab, clients, 'eth0')
    expect(await client.line('client: bound', 20_000)).toContain(' 198.51.100.1')
    const [row] = serving.leases().current.values()
    expect(row).toMatchObject({ subnetId: 2, hwaddr: clients.hardware('eth0') })
    await capture.stop()
    expectAgentOptionLast(capture.path, 2)
  })

  test.runIf(needs('udhcpc'))('has the option 82 of its relay echoed, byte for byte, as the last option', async () => {
    await serve()
    const agent = [option(1, 'port 7'), option(2, '0x0badcafe00'), option(6, 'subscriber'), option(151, '0x00ff')]
    const forwarding = new Relay({
      namespace: relay,
      down: 'down0',
      address: '198.51.100.1',
      server: '192.0.2.1',
      agent,
    })
    try {
      await udhcpc.start(lab, clients, 'eth0').line('client: bound', 20_000)
      expect(forwarding.answers.length).toBeGreaterThanOrEqual(2)
      const echoed = packed({ code: 82, data: packed(...agent) })
      for (const answer of forwarding.answers) expect(answer.includes(echoed)).toBe(true)
    } finally {
      forwarding.close()
    }
    await capture.stop()
    expectAgentOptionLast(capture.path, 2)
  })

  test('is placed by link selection, and its answers still go to giaddr', async () => {
    await serve()
    const transport = udp(relay, { address: '198.51.100.1', port: 67 }, { address: '192.0.2.1', port: 67 })
    try {
      // RFC 3527: the link of the client is not the one of giaddr
      const agent = [addressOption(5, '203.0.113.0')]
      const options = { hardware: '02:00:5e:00:00:01', clientId: 'auto', server: '192.0.2.1' }
      const ack = await new Client4(transport, options, { address: '198.51.100.1', agent }).bind()
      expect(ack.address).toMatch(/^203\.0\.113\.1/)
      expect(ack.packet.giaddr).toBe('198.51.100.1')
    } finally {
      transport.close()
    }
  })

  test('reaches the server by the server identifier that its relay overrides', async () => {
    await serve()
    const transport = udp(relay, { address: '198.51.100.1', port: 67 }, { address: '192.0.2.1', port: 67 })
    try {
      const options = { hardware: '02:00:5e:00:00:02', clientId: 'auto', server: '192.0.2.1' }
      const plain = new Client4(transport, options, { address: '198.51.100.1' })
      const foreign = { requested: '198.51.100.120', options: [addressOption(54, '198.51.100.1')], expectSilence: true }
      expect(await plain.say('REQUEST', foreign), 'a REQUEST for another server was answered').toBeUndefined()
      // RFC 5107 4: the relay poses as the server
      const posing = plain.via({ address: '198.51.100.1', agent: [addressOption(11, '198.51.100.1')] })
      expect((await posing.say('REQUEST', foreign))?.type).toBe('ACK')
    } finally {
      transport.close()
    }
  })

  test('is refused when it asks for an address of another link', async () => {
    await serve({ authoritative: true })
    const transport = udp(relay, { address: '198.51.100.1', port: 67 }, { address: '192.0.2.1', port: 67 })
    try {
      const options = { hardware: '02:00:5e:00:00:03', clientId: 'auto', server: '192.0.2.1' }
      const client = new Client4(transport, options, { address: '198.51.100.1' })
      const nak = await client.initReboot('192.0.2.150')
      expect(nak?.type).toBe('NAK')
      // RFC 2131 4.3.2: so that the relay broadcasts it to a client that has no usable address. Kea 2.2 leaves it at 0
      if (judgesKeats()) expect(nak?.packet.flags).toBe(0x8000)
    } finally {
      transport.close()
    }
  })

  function expectAgentOptionLast(pcap: string, atLeast: number): void {
    const answers = readFields(pcap, ['dhcp.option.type'], 'dhcp.type == 2').map(([codes = '']) => codes.split(','))
    expect(answers.length).toBeGreaterThanOrEqual(atLeast)
    // tshark shows the end option as type 0
    for (const codes of answers) expect(codes.slice(-2)).toEqual(['82', '0'])
  }
})
