import type { Report } from '../../src/perf/report/report.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { pause, type Running } from '../kit/running.js'
import { ServerProcess } from '../kit/server-process.js'

const PROGRAM = new URL('../../bin/run.js', import.meta.url).pathname

/** A cable with a server's namespace at one end and clients' at the other; both families have addresses. */
export interface PerfStage {
  readonly lab: Lab
  readonly server: Namespace
  readonly clients: Namespace
}

export async function perfStage(): Promise<PerfStage> {
  const lab = new Lab()
  const server = lab.namespace('server')
  const clients = lab.namespace('clients')
  lab.connect(server, 'eth0', clients, 'eth0')
  server.address('eth0', '10.0.0.1/8')
  clients.address('eth0', '10.0.0.2/8')
  server.address('eth0', '2001:db8:1::1/64')
  clients.address('eth0', '2001:db8:1::2/64')
  await server.linkLocal('eth0')
  await clients.linkLocal('eth0')
  return { lab, server, clients }
}

/** What `keats perf --json` says, and its exit code. */
export async function perf(clients: Namespace, ...words: string[]): Promise<{ code: number; report: Report }> {
  const running = clients.spawn([process.execPath, PROGRAM, 'perf', '--json', ...words])
  const code = await running.ended(45_000)
  const from = running.lines.indexOf('{')
  if (from < 0) throw new Error(running.lines.join('\n'))
  const to = running.lines.lastIndexOf('}')
  return { code, report: JSON.parse(running.lines.slice(from, to + 1).join('\n')) as Report }
}

/** A server to play against; `program`: what the machine must have for it. */
export interface Peer {
  readonly name: string
  readonly program: string
  /** What it is known to answer now and then, by right. */
  readonly known?: readonly string[]
  start(stage: PerfStage): Promise<void>
}

const quiet = (family: 4 | 6) => [
  { name: `kea-dhcp${family}`, severity: 'INFO', output_options: [{ output: 'stdout', flush: true }] },
  { name: `kea-dhcp${family}.leases`, severity: 'WARN', output_options: [{ output: 'stdout' }] },
]
const dhcp4 = {
  'interfaces-config': { interfaces: ['eth0'] },
  'valid-lifetime': 4000,
  loggers: quiet(4),
  subnet4: [{ id: 1, subnet: '10.0.0.0/8', pools: [{ pool: '10.1.0.0 - 10.200.255.255' }] }],
}
const dhcp6 = {
  'interfaces-config': { interfaces: ['eth0'] },
  'preferred-lifetime': 3000,
  'valid-lifetime': 4000,
  loggers: quiet(6),
  subnet6: [
    {
      id: 1,
      subnet: '2001:db8:1::/64',
      interface: 'eth0',
      pools: [{ pool: '2001:db8:1:0:1:: - 2001:db8:1:0:1::ffff:ffff' }],
    },
  ],
}

async function ready(running: Running, says: string): Promise<void> {
  await running.line(says)
  await pause(200)
}

export const peers4: readonly Peer[] = [
  {
    name: 'Keats',
    program: 'node',
    start: async ({ lab, server }) => void (await ServerProcess.start({ lab, namespace: server, dhcp4 })),
  },
  {
    name: 'Kea',
    program: 'kea-dhcp4',
    start: async ({ lab, server }) =>
      void (await ServerProcess.start({ lab, namespace: server, dhcp4, command: ['kea-dhcp4'] })),
  },
  {
    name: 'ISC dhcpd',
    program: 'dhcpd',
    start: async ({ lab, server }) => {
      const text =
        'ping-check false; authoritative; default-lease-time 4000; max-lease-time 4000;\nsubnet 10.0.0.0 netmask 255.0.0.0 { range 10.1.0.0 10.1.15.255; }\n'
      const argv = [
        'dhcpd',
        '-4',
        '-f',
        '-d',
        '-cf',
        lab.file('dhcpd.conf', text),
        '-lf',
        lab.file('dhcpd.leases', ''),
        '--no-pid',
        'eth0',
      ]
      await ready(server.spawn(argv), 'Server starting service')
    },
  },
  {
    name: 'dnsmasq',
    program: 'dnsmasq',
    // it keeps no offers in mind: of two clients that ask at once and are offered one address, one gets a NAK
    known: ['nak'],
    start: async ({ lab, server }) => {
      const argv = [
        'dnsmasq',
        '--no-daemon',
        '--conf-file=/dev/null',
        '--port=0',
        '--interface=eth0',
        '--no-ping',
        '--user=root',
        '--dhcp-authoritative',
        '--dhcp-lease-max=5000',
        `--dhcp-leasefile=${lab.file('dnsmasq.leases', '')}`,
        '--pid-file',
        '--dhcp-range=10.1.0.0,10.1.15.255,255.0.0.0,2h',
      ]
      await ready(server.spawn(argv), 'DHCP, IP range')
    },
  },
]

export const peers6: readonly Peer[] = [
  {
    name: 'Keats',
    program: 'node',
    start: async ({ lab, server }) => void (await ServerProcess.start({ lab, namespace: server, dhcp6 })),
  },
  {
    name: 'Kea',
    program: 'kea-dhcp6',
    start: async ({ lab, server }) =>
      void (await ServerProcess.start({ lab, namespace: server, dhcp6, command: ['kea-dhcp6'] })),
  },
  {
    name: 'ISC dhcpd',
    program: 'dhcpd',
    start: async ({ lab, server }) => {
      const text =
        'default-lease-time 4000; preferred-lifetime 3000;\nsubnet6 2001:db8:1::/64 { range6 2001:db8:1:0:1:: 2001:db8:1:0:1::ffff; }\n'
      const argv = [
        'dhcpd',
        '-6',
        '-f',
        '-d',
        '-cf',
        lab.file('dhcpd6.conf', text),
        '-lf',
        lab.file('dhcpd6.leases', ''),
        '--no-pid',
        'eth0',
      ]
      await ready(server.spawn(argv), 'Server starting service')
    },
  },
]
