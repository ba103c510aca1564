import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { needs } from '../kit/gate.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { pause, type Running } from '../kit/running.js'

const bin = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const mortal = fileURLToPath(new URL('./program/mortal-server.mjs', import.meta.url))

const loggers = (service: string) => [
  { name: `kea-${service}`, severity: 'INFO', 'output-options': [{ output: 'stdout' }] },
]

/** What is under "Dhcp4" of these tests. */
const four = (more: object = {}): object => ({
  'interfaces-config': { interfaces: ['eth0'] },
  'valid-lifetime': 600,
  subnet4: [{ id: 1, subnet: '192.0.2.0/24', pools: [{ pool: '192.0.2.100 - 192.0.2.199' }] }],
  loggers: loggers('dhcp4'),
  ...more,
})
const six = (more: object = {}): object => ({
  'interfaces-config': { interfaces: ['eth0'] },
  'valid-lifetime': 700,
  subnet6: [
    { id: 1, subnet: '2001:db8:1::/64', interface: 'eth0', pools: [{ pool: '2001:db8:1::100 - 2001:db8:1::1ff' }] },
  ],
  loggers: loggers('dhcp6'),
  ...more,
})

// one cable; the host at its other end is a relay to the server
describe.runIf(needs('root', 'netns', 'ip', 'sysctl'))('DHCPv4 and DHCPv6 in one process', () => {
  let lab: Lab
  let server: Namespace
  let relay: Namespace
  let running: Running
  beforeEach(() => {
    lab = new Lab()
    server = lab.namespace('server')
    relay = lab.namespace('relay')
    for (const space of [server, relay])
      space.run('sysctl', '-qw', 'net.ipv6.conf.all.accept_dad=0', 'net.ipv6.conf.default.accept_dad=0')
    lab.connect(server, 'eth0', relay, 'eth0')
    server.address('eth0', '192.0.2.1/24')
    relay.address('eth0', '192.0.2.2/24')
  })
  afterEach(() => lab.close())

  const write = (name: string, configuration: object): string => lab.file(name, JSON.stringify(configuration))
  const start = async (...argv: string[]): Promise<void> => {
    running = server.spawn([process.execPath, ...argv])
    await running.line('DHCP4_STARTED', 15_000)
    await running.line('DHCP6_STARTED', 15_000)
  }
  const serve = (...files: string[]): Promise<void> =>
    start(bin, 'serve', '--data-dir', lab.folder('run'), ...files.flatMap(file => ['-c', file]))
  /** SIGHUP; resolves when all these lines were logged since. */
  const reload = async (...says: (string | RegExp)[]): Promise<void> => {
    const from = running.lines.length
    running.signal('SIGHUP')
    for (const text of says) await running.line(text, 10_000, from)
  }
  const probe = (...words: string[]): string =>
    relay.run(process.execPath, bin, 'probe', ...words).split('\n', 1)[0] ?? ''
  const probe4 = (): string => probe('--server', '192.0.2.1', '--port', '67')
  const probe6 = (): string => probe('-6', '--server', 'ff02::1:2%eth0', '--port', '547')

  test('are served from two files', async () => {
    await serve(write('four.json', { Dhcp4: four() }), write('six.json', { Dhcp6: six() }))
    expect(probe4()).toMatch(/^lease {5}192\.0\.2\.100 for 600 s/)
    expect(probe6()).toMatch(/^address {3}2001:db8:1::100 for 700 s/)
    expect(readdirSync(lab.folder('run'))).toEqual(
      expect.arrayContaining(['four.keats.pid', 'kea-leases4.csv', 'kea-leases6.csv']),
    )
    running.signal('SIGTERM')
    expect(await running.ended(2000)).toBe(0)
    expect(running.lines.filter(line => /DHCP[46]_SHUTDOWN/.test(line))).toHaveLength(2)
    expect(readdirSync(lab.folder('run'))).not.toContain('four.keats.pid')
  })

  test('take a new configuration both, or neither', async () => {
    const file = write('both.json', { Dhcp4: four(), Dhcp6: six() })
    await serve(file)
    write('both.json', { Dhcp4: four({ 'valid-lifetime': 1600 }), Dhcp6: six({ 'valid-lifetime': 'long' }) })
    await reload('DHCP6_DYNAMIC_RECONFIGURATION_FAIL', 'DHCP4_DYNAMIC_RECONFIGURATION_FAIL', 'stays as it was')
    expect(probe4()).toContain('for 600 s')
    write('both.json', { Dhcp4: four({ 'valid-lifetime': 1600 }), Dhcp6: six({ 'valid-lifetime': 1700 }) })
    await reload('DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS', 'DHCP6_DYNAMIC_RECONFIGURATION_SUCCESS')
    expect(probe('--server', '192.0.2.1', '--port', '67', '--hw-address', '02:00:00:00:00:02')).toContain('for 1600 s')
    expect(probe6()).toContain('for 1700 s')
  })

  test('begin and end with their keywords in the file', async () => {
    const file = write('both.json', { Dhcp4: four(), Dhcp6: six() })
    await serve(file)
    write('both.json', { Dhcp4: four() })
    await reload('DHCP6_SHUTDOWN', 'DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS')
    expect(() => probe('-6', '--server', 'ff02::1:2%eth0', '--port', '547', '--timeout', '300')).toThrow('no answer')
    expect(probe4()).toContain('192.0.2.100')
    write('both.json', { Dhcp4: four(), Dhcp6: six() })
    await reload('DHCP6_STARTED')
    expect(probe6()).toContain('2001:db8:1::100')
  })

  for (const [dies, lives] of [
    ['dhcp6', 'dhcp4'],
    ['dhcp4', 'dhcp6'],
  ] as const)
    test(`${lives} does not notice that the thread of ${dies} dies; it is started again`, async () => {
      const run = lab.folder('run')
      await start(mortal, run, write('both.json', { Dhcp4: four(), Dhcp6: six() }))
      const ask = { dhcp4: probe4, dhcp6: probe6 }
      const before = ask[dies]()
      ask[lives]()
      const open = descriptors(running.pid)
      const from = running.lines.length
      lab.file(`run/die-${dies}`, '')
      await running.line('ended unexpectedly and is started again: Error: a fault of this test', 5000, from)
      expect(ask[lives]()).toContain(lives === 'dhcp4' ? '192.0.2.100' : '2001:db8:1::100')
      await running.line(`${dies.toUpperCase()}_STARTED`, 10_000, from)
      expect(running.lines.slice(from).join('\n')).toContain(`${dies.toUpperCase()}_SERVER_FAILED`)
      // what it gave before it died is still its client's
      expect(ask[dies]().split(' for ')[0]).toBe(before.split(' for ')[0])
      await pause(100)
      expect(descriptors(running.pid)).toBe(open)
      expect(running.lines.slice(from).some(line => line.includes(`${lives.toUpperCase()}_START`))).toBe(false)
    })
})

/** How many descriptors a process has open. */
function descriptors(pid: number): number {
  return readdirSync(`/proc/${pid}/fd`).length
}
