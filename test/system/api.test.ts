import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AgentService } from '../../src/server/api/agent-service.js'
import { UnixSocket } from '../../src/server/api/unix-socket.js'
import { Authority, type Certificate } from '../kit/certificates.js'
import { CommandServer } from '../kit/command-server.js'
import { needs } from '../kit/gate.js'
import { agentConfig, agentOver, doorAt, onlyFor, post } from '../server/api/agent-kit.js'

const leaseCommands = '/usr/lib/x86_64-linux-gnu/kea/hooks/libdhcp_lease_cmds.so'

/** Port of Kea's agent; nothing else of these tests listens at a fixed one. */
const KEA_PORT = 28_017

let folder = ''
let kea: ChildProcess[] = []
let socket: UnixSocket
let server: CommandServer
let ours: AgentService

/** Kea's DHCPv4 server on no interface, Kea's agent before it and before a socket of ours, and our agent before both. */
async function start(): Promise<void> {
  folder = mkdtempSync(join(tmpdir(), 'keats-api-'))
  const [dhcp4, small] = [join(folder, 'kea4'), join(folder, 'small')]
  server = new CommandServer('2.2')
  const { dispatcher: commands, logs, timers } = server
  const policy = { directories: [], unsafe: false }
  socket = new UnixSocket(small, { commands, log: logs.logger('commands'), timers, policy, pid: process.pid })
  expect(await socket.open()).toBeUndefined()
  const loggers = (name: string): object[] => [
    { name, severity: 'INFO', output_options: [{ output: join(folder, `${name}.log`) }] },
  ]
  launch('kea-dhcp4', {
    Dhcp4: {
      'interfaces-config': { interfaces: [] },
      'control-socket': { 'socket-type': 'unix', 'socket-name': dhcp4 },
      'lease-database': { type: 'memfile', persist: false },
      'hooks-libraries': [{ library: leaseCommands }],
      subnet4: [{ id: 1, subnet: '192.0.2.0/24' }],
      loggers: loggers('kea-dhcp4'),
    },
  })
  const sockets = { dhcp4: { 'socket-name': dhcp4 }, dhcp6: { 'socket-name': small } }
  launch('kea-ctrl-agent', {
    'Control-agent': { 'http-port': KEA_PORT, 'control-sockets': sockets, loggers: loggers('kea-ctrl-agent') },
  })
  ;({ agent: ours } = agentOver(new Map()))
  const services = new Map([
    ['dhcp4', dhcp4],
    ['dhcp6', small],
  ])
  expect(await ours.configure(agentConfig({ services }))).toBeUndefined()
  await answering(dhcp4)
  await answering(KEA_PORT)
}

function launch(program: string, configuration: object): void {
  const file = join(folder, `${program}.json`)
  writeFileSync(file, JSON.stringify(configuration))
  const env = { ...process.env, KEA_PIDFILE_DIR: folder, KEA_LOCKFILE_DIR: folder }
  kea.push(spawn(program, ['-c', file, ...(program === 'kea-dhcp4' ? ['-p', '28067'] : [])], { env, stdio: 'ignore' }))
}

async function answering(to: string | number): Promise<void> {
  for (let tries = 0; tries < 200; tries++) {
    const up = await new Promise<boolean>(resolve => {
      const client = typeof to === 'string' ? connect(to) : connect(to, '127.0.0.1')
      client.on('connect', () => {
        client.destroy()
        resolve(true)
      })
      client.on('error', () => resolve(false))
    })
    if (up) return
    await new Promise(go => setTimeout(go, 50))
  }
  throw new Error(`nobody answers at ${to}`)
}

async function stop(): Promise<void> {
  for (const child of kea) child.kill('SIGTERM')
  await Promise.all(kea.map(child => new Promise(gone => (child.exitCode === null ? child.on('exit', gone) : gone(0)))))
  kea = []
  await Promise.all([socket?.close(), ours?.close()])
  rmSync(folder, { recursive: true, force: true })
}

const run = (program: string, args: readonly string[], input = ''): Promise<{ code: number; out: string }> =>
  new Promise(resolve => {
    const child = execFile(program, args, (error, out) =>
      resolve({ code: error === null ? 0 : Number(error.code), out }),
    )
    child.stdin?.end(input)
  })

describe.runIf(needs('kea-dhcp4', 'kea-ctrl-agent') && existsSync(leaseCommands))(
  'beside a Control Agent of Kea',
  () => {
    beforeAll(start)
    afterAll(stop)

    const lease = '"ip-address":"192.0.2.9","hw-address":"1a:1b:1c:1d:1e:1f"'
    test.each([
      '{"command":"list-commands","service":["dhcp4"]}',
      '{"command":"version-get","service":["dhcp4"]}',
      '{"command":"config-get","service":["dhcp4"]}',
      `{"command":"lease4-add","service":["dhcp4"],"arguments":{${lease},"valid-lft":"x"}}`,
      '{"command":"lease4-add","service":["dhcp4"],\n "arguments":{"ip-address":"x"}}',
      '{"command":"lease4-get","service":["dhcp4"],"arguments":{"ip-address":"192.0.2.8"}}',
      '{"command":"lease4-get-all","service":["dhcp4","nobody","dhcp6"]}',
      '{"command":"echo","service":["dhcp6"],"arguments":{"a":[1,2.5,1.0,"x",null,true,{}],"A":-1}}',
      '{"command":"rows","service":["dhcp6"],"arguments":{"count":20000}}',
      '{"command":"rows","service":["dhcp6","dhcp4","dhcp6"],"arguments":{"count":3}}',
    ])('what comes through ours is what comes through Kea’s: %s', async request => {
      const [theirs, mine] = [await post(KEA_PORT, request), await post(ours.ports[0]!, request)]
      expect(mine.status).toBe(theirs.status)
      if (theirs.status === 200) expect(JSON.parse(mine.body)).toEqual(JSON.parse(theirs.body))
    })

    test('a lease is added through one and found through the other', async () => {
      const add = `{"command":"lease4-add","service":["dhcp4"],"arguments":{${lease}}}`
      expect((await post(ours.ports[0]!, add)).body).toBe(
        '[ { "result": 0, "text": "Lease for address 192.0.2.9, subnet-id 1 added." } ]',
      )
      const get = '{"command":"lease4-get","service":["dhcp4"],"arguments":{"ip-address":"192.0.2.9"}}'
      expect((await post(ours.ports[0]!, get)).body).toBe((await post(KEA_PORT, get)).body)
    })
  },
)

describe.runIf(needs('curl', 'kea-shell', 'openssl'))('clients', () => {
  let authority: Authority
  let own: Certificate
  let admin: Certificate
  let certificates = ''
  beforeAll(() => {
    certificates = mkdtempSync(join(tmpdir(), 'keats-api-tls-'))
    authority = new Authority(certificates)
    own = authority.issue('localhost')
    admin = authority.issue('admin')
  })
  afterAll(() => rmSync(certificates, { recursive: true, force: true }))

  const doors = {
    http: () => doorAt({ authentication: onlyFor('admin', '1234') }),
    https: () => tls(false),
    'mutual TLS': () => tls(true),
  }
  const tls = (certRequired: boolean) =>
    doorAt({
      type: 'https',
      trustAnchor: authority.own.cert,
      certFile: own.cert,
      keyFile: own.key,
      certRequired,
      authentication: onlyFor('admin', '1234'),
    })
  /** An agent that forwards to a small service of this process. */
  async function withAgent(kind: keyof typeof doors, use: (port: number) => Promise<void>): Promise<void> {
    const { agent } = agentOver(new Map([['dhcp4', new CommandServer().dispatcher]]))
    expect(await agent.configure(agentConfig({ door: doors[kind]() }))).toBeUndefined()
    try {
      await use(agent.ports[0]!)
    } finally {
      await agent.close()
    }
  }

  const list = '[ { "arguments": { "a": 1 }, "result": 0 } ]'
  const user = ['--auth-user', 'admin', '--auth-password', '1234']
  test.each<[keyof typeof doors, () => string[]]>([
    ['http', () => ['--host', '127.0.0.1']],
    ['https', () => ['--host', 'localhost', '--ca', authority.own.cert]],
    ['mutual TLS', () => ['--host', 'localhost', '--ca', authority.own.cert, '--cert', admin.cert, '--key', admin.key]],
  ])('kea-shell over %s', (kind, options) =>
    withAgent(kind, async port => {
      const shell = (more: readonly string[]) =>
        run('kea-shell', [...options(), '--port', `${port}`, '--service', 'dhcp4', ...more, 'echo'], '"a": 1')
      expect(await shell(user)).toEqual({ code: 0, out: `${list}\n` })
      const wrong = await shell(['--auth-user', 'admin', '--auth-password', 'x'])
      expect(wrong).toMatchObject({ code: 1, out: expect.stringContaining('HTTP Error 401: Unauthorized') })
    }),
  )

  test.each<[keyof typeof doors, () => string[]]>([
    ['http', () => []],
    ['https', () => ['--cacert', authority.own.cert]],
    ['mutual TLS', () => ['--cacert', authority.own.cert, '--cert', admin.cert, '--key', admin.key]],
  ])('curl over %s', (kind, options) =>
    withAgent(kind, async port => {
      const url = `${kind === 'http' ? 'http' : 'https'}://127.0.0.1:${port}/`
      const data = '{"command":"echo","service":["dhcp4"],"arguments":{"a":1}}'
      const curl = (more: readonly string[]) =>
        run('curl', ['-sS', ...options(), ...more, '-H', 'Content-Type: application/json', '-d', data, url])
      expect(await curl(['-u', 'admin:1234'])).toEqual({ code: 0, out: list })
      expect((await curl(['-u', 'admin:12'])).out).toBe('{ "result": 401, "text": "Unauthorized" }')
      if (kind === 'mutual TLS')
        expect((await run('curl', ['-sS', '--cacert', authority.own.cert, '-d', data, url])).code).not.toBe(0)
    }),
  )
})
