import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { family4, family6 } from '../../../../src/server/config/decide/family.js'
import { loading } from '../../../../src/server/config/load.js'
import { plain } from '../../../../src/server/config/read.js'
import { configGet } from '../../../../src/server/config/show/config-get.js'
import { runAtOnce } from '../../../../src/server/config/slices.js'
import { shownConfigurations } from '../../../fixtures/config/shown.js'
import { shownConfigurations6 } from '../../../fixtures/config/shown6.js'
import { type ControlReply, control } from '../../../kit/control-socket.js'
import { needs } from '../../../kit/gate.js'
import { Lab, type Namespace } from '../../../kit/namespace.js'

type Service = Record<string, unknown>

/** What differs between the families: all else is said of both. */
interface Peer {
  readonly service: 'Dhcp4' | 'Dhcp6'
  readonly program: string
  readonly subnets: string
  readonly examples: string
  /** Examples that the peer does not take, or answers otherwise, and why. */
  readonly left: ReadonlySet<string>
  readonly configurations: Readonly<Record<string, object>>
}

const peers: readonly Peer[] = [
  {
    service: 'Dhcp4',
    program: 'kea-dhcp4',
    subnets: 'subnet4',
    examples: '/usr/share/doc/kea/examples/kea4/',
    // all-options has bytes for option 43, which Kea does not show; comments a logger without severity, which it refuses
    left: new Set(['all-options.json', 'comments.json']),
    configurations: shownConfigurations,
  },
  {
    service: 'Dhcp6',
    program: 'kea-dhcp6',
    subnets: 'subnet6',
    examples: '/usr/share/doc/kea/examples/kea6/',
    // kea-dhcp6 itself does not survive config-get with all-options
    left: new Set(['comments.json', 'all-options.json']),
    configurations: shownConfigurations6,
  },
]

describe.each(peers)('the answer of $program 2.2 to config-get', peer => {
  const { service, program, configurations } = peer
  const there = needs('root', 'netns', 'ip', program)

  let lab: Lab
  let server: Namespace
  let count = 0
  beforeAll(() => {
    lab = new Lab()
    server = lab.namespace('server')
    lab.connect(server, 'eth0', server, 'eth1')
    server.address('eth0', '192.0.2.254/24')
    server.address('eth0', '10.0.0.1/24')
    server.address('eth0', '2001:db8::1/64')
  })
  afterAll(() => lab.close())

  /** What the map of the service is to Kea, and to us. */
  async function both(written: Service): Promise<{ kea: unknown; keats: unknown }> {
    const run = lab.folder(`run${++count}`)
    const socket = join(run, 'socket')
    const text = JSON.stringify({
      [service]: {
        ...written,
        ...(service === 'Dhcp6' ? { 'data-directory': run } : {}),
        'control-socket': { 'socket-type': 'unix', 'socket-name': socket },
      },
    }).replaceAll('/tmp/keats-shown', join(run, 'log'))
    const file = lab.file(`c${count}.json`, text)
    const environment = { KEA_PIDFILE_DIR: run, KEA_LOCKFILE_DIR: run }
    const running = server.spawn([program, '-p', '10067', '-c', file], environment, run)
    try {
      const reply = await answered(socket)
      const { trees, services } = runAtOnce(
        loading([file], { read: path => readFileSync(path, 'utf8'), generation: '2.2' }),
      )
      const map = trees.get(service)!
      const keats = runAtOnce(
        service === 'Dhcp4' ? configGet(map, services.dhcp4!, family4) : configGet(map, services.dhcp6!, family6),
      )
      return { kea: reply.arguments?.[service], keats }
    } finally {
      await running.kill()
    }
  }

  it.runIf(there).each(Object.entries(configurations))('is the same for %s', async (_, written) => {
    const { kea, keats } = await both(written as Service)
    expect(keats).toEqual(kea)
  })

  it.runIf(there && service === 'Dhcp4')('is the same for the configuration in packaging/', async () => {
    const { kea, keats } = await both(
      elsewhere(peer, new URL('../../../../packaging/keats.conf', import.meta.url).pathname),
    )
    expect(keats).toEqual(kea)
  })

  const examples = existsSync(peer.examples) ? readdirSync(peer.examples).filter(name => name.endsWith('.json')) : []

  it.runIf(there).each(examples.filter(name => !peer.left.has(name)))('is the same for its example %s', async name => {
    const { kea, keats } = await both(elsewhere(peer, peer.examples + name))
    expect(keats).toEqual(kea)
  })
})

async function answered(socket: string): Promise<ControlReply> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return await control(socket, 'config-get')
    } catch {
      await setTimeout(50)
    }
  }
  throw new Error('the server does not answer')
}

/** The map of the service in a file, without what is not in a laboratory: interfaces, libraries, databases, log files. */
function elsewhere({ service, program, subnets: key }: Peer, file: string): Service {
  const { trees } = runAtOnce(loading([file], { read: path => readFileSync(path, 'utf8'), generation: '2.2' }))
  const written = plain(trees.get(service)!) as Service
  const interfaces = { ...(written['interfaces-config'] as object), interfaces: [] }
  for (const left of ['hooks-libraries', 'hosts-database', 'hosts-databases', 'config-control']) delete written[left]
  const subnets = (written[key] ?? []) as Service[]
  const networks = (written['shared-networks'] ?? []) as Service[]
  for (const scope of [...subnets, ...networks, ...networks.flatMap(network => network[key] as Service[])])
    if (scope.interface !== undefined) scope.interface = 'eth0'
  const ddns = written['dhcp-ddns'] as object | undefined
  return {
    ...written,
    // Kea does not start without the service
    ...(ddns === undefined ? {} : { 'dhcp-ddns': { ...ddns, 'enable-updates': false } }),
    'interfaces-config': interfaces,
    'lease-database': { type: 'memfile', persist: false },
    loggers: [{ name: program, severity: 'ERROR', output_options: [{ output: 'stdout' }] }],
  }
}
