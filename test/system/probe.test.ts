import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { builtinConfiguration } from '../../src/server/config/builtin.js'
import { needs } from '../kit/gate.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import type { Running } from '../kit/running.js'

const program = new URL('../../bin/run.js', import.meta.url).pathname

/** What `keats probe -6 --json` prints. */
interface Probed {
  readonly addresses: readonly { address: string; preferred: number; valid: number }[]
  readonly prefixes: readonly { address: string }[]
  readonly refusals: readonly string[]
  readonly server: string
  readonly options: Readonly<Record<string, string>>
}

describe.runIf(needs('root', 'netns', 'ip', 'kea-dhcp6'))('keats probe -6 asks kea-dhcp6', () => {
  let lab: Lab
  let server: Namespace
  let clients: Namespace
  beforeEach(() => {
    lab = new Lab()
    server = lab.namespace('server')
    clients = lab.namespace('clients')
    // no duplicate address detection: addresses are usable at once
    for (const space of [server, clients])
      space.run('sysctl', '-qw', 'net.ipv6.conf.all.accept_dad=0', 'net.ipv6.conf.default.accept_dad=0')
    lab.connect(server, 'eth0', clients, 'eth0')
    server.address('eth0', '2001:db8:1::1/64')
    clients.address('eth0', '2001:db8:1::2/64')
  })
  afterEach(() => lab.close())

  const kea = async (dhcp6: Record<string, unknown>, port: number): Promise<Running> => {
    const run = lab.folder('run')
    const file = lab.file('kea.json', JSON.stringify({ Dhcp6: dhcp6 }))
    const environment = { KEA_PIDFILE_DIR: run, KEA_LOCKFILE_DIR: run, KEA_DHCP_DATA_DIR: run }
    const running = server.spawn(['kea-dhcp6', '-p', String(port), '-c', file], environment)
    await running.line('DHCP6_STARTED')
    return running
  }
  const probe = (from: Namespace, ...words: string[]): Probed => JSON.parse(printed(from, '--json', ...words)) as Probed
  const printed = (from: Namespace, ...words: string[]): string =>
    from.run(process.execPath, program, 'probe', '-6', ...words)

  const onCable = (subnet: Record<string, unknown>): Record<string, unknown> => ({
    'interfaces-config': { interfaces: ['eth0', 'eth0/2001:db8:1::1'] },
    'lease-database': { type: 'memfile', persist: false },
    'server-id': { type: 'EN', 'enterprise-id': 2495, identifier: '010203', persist: false },
    'valid-lifetime': 4000,
    'preferred-lifetime': 3000,
    subnet6: [{ id: 1, subnet: '2001:db8:1::/64', interface: 'eth0', ...subnet }],
    loggers: [{ name: 'kea-dhcp6', severity: 'INFO', output_options: [{ output: 'stdout', flush: true }] }],
  })
  const pools = [{ pool: '2001:db8:1::10 - 2001:db8:1::1f' }]

  test('for the built-in configuration, on loopback', async () => {
    const { Dhcp6 } = JSON.parse(builtinConfiguration(lab.folder('data'), ['dhcp6']).text) as {
      Dhcp6: Record<string, unknown>
    }
    const loggers = [{ name: 'kea-dhcp6', severity: 'INFO', output_options: [{ output: 'stdout', flush: true }] }]
    // Kea serves a loopback interface only by an address that is named
    await kea({ ...Dhcp6, 'interfaces-config': { interfaces: ['lo/::1'] }, loggers }, 1547)
    const probed = probe(server)
    expect(probed.addresses.map(({ address }) => address)).toEqual(['2001:db8:1::10'])
    expect(probed.prefixes.map(({ address }) => address)).toEqual(['2001:db8:8000::/56'])
    expect(probed.options).toMatchObject({ 'domain-search': 'example.org.' })
  })

  test('by the address of another host, which is then the link of the client', async () => {
    await kea(onCable({ pools }), 547)
    const probed = probe(clients, '--server', '2001:db8:1::1', '--port', '547')
    expect(probed.addresses).toEqual([{ address: '2001:db8:1::10', preferred: 3000, valid: 4000 }])
    expect(probed.server).toBe('00:02:00:00:09:bf:01:02:03')
    // nothing is left to be asked why, and the same client gets the same
    expect(probed.refusals).toEqual([expect.stringContaining('NoPrefixAvail')])
    expect(probe(clients, '--server', '2001:db8:1::1', '--port', '547').addresses).toEqual(probed.addresses)
  })

  test('by multicast on a cable, wherever the server is there', async () => {
    await kea(onCable({ pools }), 547)
    const words = ['--server', 'ff02::1:2%eth0', '--port', '547', '--hw-address', '02:00:00:00:00:42']
    expect(probe(clients, ...words).addresses.map(({ address }) => address)).toEqual(['2001:db8:1::10'])
  })

  test('on a port that needs no rights, which it tells the server (RFC 8357)', async () => {
    await kea(onCable({ pools }), 1547)
    expect(probe(clients, '--server', '2001:db8:1::1').addresses).toHaveLength(1)
  })

  test('and says why there is nothing', async () => {
    await kea(onCable({}), 1547)
    expect(() => printed(clients, '--server', '2001:db8:1::1')).toThrow(/nothing: NoAddrsAvail/)
    expect(() => printed(clients, '--server', '2001:db8:1::9', '--timeout', '300')).toThrow(/no answer to SOLICIT/)
  })
})
