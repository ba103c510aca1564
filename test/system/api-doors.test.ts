import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { askSocket } from '../kit/ask-socket.js'
import { Authority, type Certificate } from '../kit/certificates.js'
import { needs } from '../kit/gate.js'
import { pause } from '../kit/running.js'
import { Served } from './served.js'

const PASSWORD = 'not to be seen'

let folder: string
let authority: Authority
let client: Certificate
let stranger: Certificate
let server: Served
const ports = { plain: 0, tls: 0, mutual: 0, agent: 0 }

const free = (): Promise<number> =>
  new Promise(resolve => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port } = probe.address() as { port: number }
      probe.close(() => resolve(port))
    })
  })

function configuration(more: object = {}): object {
  const own = authority.issue('server')
  const files = { 'trust-anchor': authority.own.cert, 'cert-file': own.cert, 'key-file': own.key }
  const authentication = { type: 'basic', realm: 'kea-dhcpv4-server', clients: [{ user: 'admin', password: PASSWORD }] }
  return {
    Dhcp4: {
      'interfaces-config': { interfaces: ['lo'], 'dhcp-socket-type': 'udp' },
      'control-sockets': [
        { 'socket-type': 'unix', 'socket-name': join(folder, 'control4') },
        { 'socket-type': 'http', 'socket-port': ports.plain, authentication, metrics: true },
        { 'socket-type': 'https', 'socket-port': ports.tls, ...files, 'cert-required': false, authentication },
        { 'socket-type': 'https', 'socket-port': ports.mutual, ...files },
      ],
      'lease-database': { type: 'memfile', persist: false },
      subnet4: [{ id: 1, subnet: '127.0.0.0/8', pools: [{ pool: '127.0.1.1 - 127.0.1.10' }] }],
      loggers: [{ name: 'kea-dhcp4', severity: 'DEBUG', debuglevel: 99, 'output-options': [{ output: 'stdout' }] }],
      ...more,
    },
    Dhcp6: {
      'interfaces-config': { interfaces: [] },
      'control-sockets': [{ 'socket-type': 'unix', 'socket-name': join(folder, 'control6') }],
      'lease-database': { type: 'memfile', persist: false },
      subnet6: [{ id: 1, subnet: '2001:db8:1::/64' }],
    },
    'Control-agent': {
      'http-port': ports.agent,
      'control-sockets': { d2: { 'socket-name': join(folder, 'nobody') } },
    },
  }
}

const run = (program: string, args: readonly string[], input = ''): Promise<{ code: number; out: string }> =>
  new Promise(resolve => {
    const child = execFile(program, args, (error, out) =>
      resolve({ code: error === null ? 0 : Number(error.code), out }),
    )
    child.stdin?.end(input)
  })

const curl = (url: string, ...more: readonly string[]): Promise<{ code: number; out: string }> =>
  run('curl', ['-s', '-m', '10', ...more, url])
const posted = (command: string, service?: readonly string[], given?: unknown): readonly string[] => [
  '-H',
  'Content-Type: application/json',
  '-d',
  JSON.stringify({ command, service, arguments: given }),
]
const admin = ['-u', `admin:${PASSWORD}`]

describe.runIf(needs('curl', 'openssl'))('doors of a server that runs', () => {
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'keats-doors-'))
    authority = new Authority(folder)
    client = authority.issue('client')
    stranger = new Authority(folder, 'Somebody else').issue('stranger')
    for (const name of ['plain', 'tls', 'mutual', 'agent'] as const) ports[name] = await free()
    const file = join(folder, 'server.json')
    writeFileSync(file, JSON.stringify(configuration()))
    server = new Served(['-c', file, '-p', '28067', '-P', '28068', '--data-dir', join(folder, 'data')])
    await server.line('DHCP4_STARTED')
    await server.line('DHCP6_STARTED')
  })
  afterAll(async () => {
    await server?.kill()
    rmSync(folder, { recursive: true, force: true })
  })

  const plain = (): string => `http://127.0.0.1:${ports.plain}/`
  const tls = (): string => `https://127.0.0.1:${ports.tls}/`
  const mutual = (): string => `https://127.0.0.1:${ports.mutual}/`

  test('HTTP: the right password opens, a wrong one does not, and neither is in the log', async () => {
    const { out } = await curl(plain(), ...admin, ...posted('status-get'))
    expect(JSON.parse(out)[0].result).toBe(0)
    for (const credentials of [[], ['-u', 'admin:wrong'], ['-u', `other:${PASSWORD}`]])
      expect((await curl(plain(), ...credentials, ...posted('status-get'))).out).toBe(
        '{ "result": 401, "text": "Unauthorized" }',
      )
    await server.line('HTTP_CLIENT_REQUEST_NOT_AUTHORIZED')
    await server.line("HTTP_CLIENT_REQUEST_AUTHORIZED received HTTP request authorized for 'admin'")
    expect(server.lines.join('\n')).not.toContain(PASSWORD)
    expect(server.lines.join('\n')).not.toContain(Buffer.from(`admin:${PASSWORD}`).toString('base64'))
  })

  test('HTTPS: the password over TLS, for those who trust the authority', async () => {
    const ca = ['--cacert', authority.own.cert]
    expect(JSON.parse((await curl(tls(), ...ca, ...admin, ...posted('version-get'))).out)[0].result).toBe(0)
    expect((await curl(tls(), ...ca, ...posted('version-get'))).out).toContain('401')
    expect((await curl(tls(), ...admin, ...posted('version-get'))).code).toBe(60)
  })

  test('mutual TLS: with a certificate of the authority only', async () => {
    const ca = ['--cacert', authority.own.cert]
    const shown = (own: Certificate): string[] => ['--cert', own.cert, '--key', own.key]
    expect(JSON.parse((await curl(mutual(), ...ca, ...shown(client), ...posted('version-get'))).out)[0].result).toBe(0)
    expect((await curl(mutual(), ...ca, ...posted('version-get'))).code).not.toBe(0)
    expect((await curl(mutual(), ...ca, ...shown(stranger), ...posted('version-get'))).code).not.toBe(0)
    await server.line('HTTP_CONNECTION_HANDSHAKE_FAILED')
  })

  test.runIf(needs('kea-shell'))('kea-shell, through each of them', async () => {
    const shell = (...args: readonly string[]) => run('kea-shell', ['--host', '127.0.0.1', ...args])
    const credentials = ['--auth-user', 'admin', '--auth-password', PASSWORD]
    const at = (port: number): string[] => ['--port', `${port}`]
    const asked = await shell(...at(ports.plain), ...credentials, 'list-commands')
    expect([asked.code, JSON.parse(asked.out)[0].arguments]).toEqual([0, expect.arrayContaining(['config-get'])])
    const wrong = await shell(...at(ports.plain), '--auth-user', 'admin', '--auth-password', 'no', 'list-commands')
    expect([wrong.code, wrong.out]).toEqual([1, expect.stringContaining('401')])
    const ca = ['--ca', authority.own.cert]
    expect((await shell(...at(ports.tls), ...ca, ...credentials, 'status-get')).code).toBe(0)
    expect(
      (await shell(...at(ports.mutual), ...ca, '--cert', client.cert, '--key', client.key, 'status-get')).code,
    ).toBe(0)
    const both = await shell(...at(ports.agent), '--service', 'dhcp4', '--service', 'dhcp6', 'status-get')
    expect(JSON.parse(both.out).map(({ result }: { result: number }) => result)).toEqual([0, 0])
  })

  test('the Control Agent tells which service is not there', async () => {
    const { out } = await curl(`http://127.0.0.1:${ports.agent}/`, ...posted('version-get', ['dhcp4', 'd2', 'foo']))
    const [dhcp4, d2, foo] = JSON.parse(out)
    expect(dhcp4.result).toBe(0)
    expect(d2.text).toContain('unable to forward command to the d2 service')
    expect(foo.text).toBe('forwarding socket is not configured for the server type foo')
  })

  test("the calls of Stork's agent", async () => {
    const agent = `http://127.0.0.1:${ports.agent}/`
    for (const service of [['dhcp4'], ['dhcp6'], ['dhcp4', 'dhcp6']])
      for (const command of ['config-get', 'version-get', 'status-get', 'statistic-get-all', 'list-commands']) {
        const replies = JSON.parse((await curl(agent, ...posted(command, service))).out)
        expect(replies.map(({ result }: { result: number }) => result)).toEqual(service.map(() => 0))
      }
    const [own] = JSON.parse((await curl(agent, ...posted('config-get'))).out)
    expect(own.arguments['Control-agent']['http-port']).toBe(ports.agent)
    const [statistics] = JSON.parse((await curl(agent, ...posted('stat-lease4-get', ['dhcp4'], {}))).out)
    expect(statistics.arguments['result-set'].columns).toContain('assigned-addresses')
    const page = { 'subnet-id': 1, limit: 100 }
    const [hosts] = JSON.parse((await curl(agent, ...posted('reservation-get-page', ['dhcp4'], page))).out)
    expect([0, 3]).toContain(hosts.result)
  })

  test('the calls of kea-exporter, through the socket and over HTTP', async () => {
    for (const command of ['config-get', 'statistic-get-all', 'list-commands']) {
      const through = JSON.parse(await askSocket(join(folder, 'control4'), JSON.stringify({ command })))
      expect(through.result).toBe(0)
      expect(JSON.parse((await curl(plain(), ...admin, ...posted(command, ['dhcp4']))).out)[0].result).toBe(0)
    }
  })

  test('metrics for Prometheus, where they are configured, to whoever may see them', async () => {
    const { out } = await curl(`${plain()}metrics`, ...admin)
    expect(out).toContain('# TYPE keats_dhcp4_pkt4_received counter\nkeats_dhcp4_pkt4_received 0\n')
    expect(out).toContain('keats_dhcp4_subnet_total_addresses{subnet_id="1",subnet="127.0.0.0/8"} 10\n')
    expect(out).toContain(
      'keats_dhcp4_pool_utilization{subnet_id="1",subnet="127.0.0.0/8",pool="127.0.1.1-127.0.1.10"} 0\n',
    )
    const types = [...out.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    expect(new Set(types).size, 'a metric stands in two places').toBe(types.length)
    expect((await curl(`${plain()}metrics`)).out).toContain('401')
    expect((await curl(`${tls()}metrics`, '-k', ...admin)).out).toContain('400')
  })

  test('a configuration moves some sockets, and the others do not notice', async () => {
    const moved = join(folder, 'moved4')
    const { Dhcp4 } = configuration() as { Dhcp4: { 'control-sockets': object[] } }
    const [, ...doors] = Dhcp4['control-sockets']
    const sockets = [{ 'socket-type': 'unix', 'socket-name': moved }, ...doors.slice(0, 1)]
    const given = { Dhcp4: { ...Dhcp4, 'control-sockets': sockets } }
    const file = join(folder, 'request.json')
    writeFileSync(file, JSON.stringify({ command: 'config-set', arguments: given }))
    const [reply] = JSON.parse(
      (await curl(plain(), ...admin, '-H', 'Content-Type: application/json', '-d', `@${file}`)).out,
    )
    expect(reply).toMatchObject({ result: 0, text: 'Configuration successful.' })
    expect(JSON.parse(await askSocket(moved, '{"command":"status-get"}')).result).toBe(0)
    expect((await curl(mutual())).code).toBe(7)
    await pause(50)
    expect(existsSync(join(folder, 'control4'))).toBe(false)
    // back as the file says
    const from = server.lines.length
    server.signal('SIGHUP')
    await server.line('DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS', 10_000, from)
    expect(JSON.parse(await askSocket(join(folder, 'control4'), '{"command":"status-get"}')).result).toBe(0)
    expect((await curl(mutual())).code).not.toBe(7)
    expect(existsSync(moved)).toBe(false)
  })

  test('one service may be ended, the process ends with the last, with the code it was told', async () => {
    const agent = `http://127.0.0.1:${ports.agent}/`
    expect(JSON.parse((await curl(agent, ...posted('shutdown', ['dhcp6']))).out)[0].text).toBe('Shutting down.')
    await server.line('DHCP6_SHUTDOWN')
    expect(JSON.parse((await curl(plain(), ...admin, ...posted('status-get'))).out)[0].result).toBe(0)
    expect((await curl(agent, ...posted('shutdown'))).out).toContain('Control Agent is shutting down')
    await curl(plain(), ...admin, ...posted('shutdown', ['dhcp4'], { 'exit-value': 7 }))
    expect(await server.ended()).toBe(7)
    for (const left of ['control4', 'control4.lock', 'control6', 'control6.lock'])
      expect(existsSync(join(folder, left)), left).toBe(false)
  })
})
