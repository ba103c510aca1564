import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { family4 } from '../../../../src/server/config/decide/family.js'
import { loading } from '../../../../src/server/config/load.js'
import { plain } from '../../../../src/server/config/read.js'
import { configGet } from '../../../../src/server/config/show/config-get.js'
import { runAtOnce } from '../../../../src/server/config/slices.js'
import { shownConfigurations } from '../../../fixtures/config/shown.js'
import { type ControlReply, control } from '../../../kit/control-socket.js'
import { needs } from '../../../kit/gate.js'
import { Lab, type Namespace } from '../../../kit/namespace.js'

const EXAMPLES = '/usr/share/doc/kea/examples/kea4/'
type Dhcp4 = Record<string, unknown>

describe.runIf(needs('root', 'netns', 'ip', 'kea-dhcp4'))('the answer of kea-dhcp4 2.2 to config-get', () => {
  let lab: Lab
  let server: Namespace
  let count = 0
  beforeAll(() => {
    lab = new Lab()
    server = lab.namespace('server')
    lab.connect(server, 'eth0', server, 'eth1')
    server.address('eth0', '192.0.2.254/24')
    server.address('eth0', '10.0.0.1/24')
  })
  afterAll(() => lab.close())

  /** What the map under "Dhcp4" is to Kea, and to us. */
  async function both(dhcp4: Dhcp4): Promise<{ kea: unknown; keats: unknown }> {
    const run = lab.folder(`run${++count}`)
    const socket = join(run, 'socket')
    const text = JSON.stringify({
      Dhcp4: { ...dhcp4, 'control-socket': { 'socket-type': 'unix', 'socket-name': socket } },
    }).replaceAll('/tmp/keats-shown', join(run, 'log'))
    const file = lab.file(`c${count}.json`, text)
    const environment = { KEA_PIDFILE_DIR: run, KEA_LOCKFILE_DIR: run }
    const running = server.spawn(['kea-dhcp4', '-p', '10067', '-c', file], environment, run)
    try {
      const reply = await answered(socket)
      const { trees, services } = runAtOnce(
        loading([file], { read: path => readFileSync(path, 'utf8'), generation: '2.2' }),
      )
      const keats = runAtOnce(configGet(trees.get('Dhcp4')!, services.dhcp4!, family4))
      return { kea: reply.arguments?.Dhcp4, keats }
    } finally {
      await running.kill()
    }
  }

  it.each(Object.entries(shownConfigurations))('is the same for %s', async (_, dhcp4) => {
    const { kea, keats } = await both(dhcp4 as Dhcp4)
    expect(keats).toEqual(kea)
  })

  it('is the same for the configuration in packaging/', async () => {
    const { kea, keats } = await both(elsewhere(new URL('../../../../packaging/keats.conf', import.meta.url).pathname))
    expect(keats).toEqual(kea)
  })

  const examples = existsSync(EXAMPLES) ? readdirSync(EXAMPLES).filter(name => name.endsWith('.json')) : []
  // all-options has bytes for option 43, which Kea does not show; comments a logger without severity, which it refuses
  const left = new Set(['all-options.json', 'comments.json'])

  it.each(examples.filter(name => !left.has(name)))('is the same for its example %s', async name => {
    const { kea, keats } = await both(elsewhere(EXAMPLES + name))
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

/** The map under "Dhcp4" of a file, without what is not in a laboratory: interfaces, libraries, databases, log files. */
function elsewhere(file: string): Dhcp4 {
  const { trees } = runAtOnce(loading([file], { read: path => readFileSync(path, 'utf8'), generation: '2.2' }))
  const dhcp4 = plain(trees.get('Dhcp4')!) as Dhcp4
  const interfaces = { ...(dhcp4['interfaces-config'] as object), interfaces: [] }
  for (const key of ['hooks-libraries', 'hosts-database', 'hosts-databases', 'config-control']) delete dhcp4[key]
  const subnets = (dhcp4.subnet4 ?? []) as Dhcp4[]
  const networks = (dhcp4['shared-networks'] ?? []) as Dhcp4[]
  for (const scope of [...subnets, ...networks, ...networks.flatMap(network => network.subnet4 as Dhcp4[])])
    if (scope.interface !== undefined) scope.interface = 'eth0'
  const ddns = dhcp4['dhcp-ddns'] as object | undefined
  return {
    ...dhcp4,
    // Kea does not start without the service
    ...(ddns === undefined ? {} : { 'dhcp-ddns': { ...ddns, 'enable-updates': false } }),
    'interfaces-config': interfaces,
    'lease-database': { type: 'memfile', persist: false },
    loggers: [{ name: 'kea-dhcp4', severity: 'ERROR', output_options: [{ output: 'stdout' }] }],
  }
}
