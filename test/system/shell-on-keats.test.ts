import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DirectNetwork } from '../kit/direct-network.js'
import { needs } from '../kit/gate.js'
import { until } from '../kit/running.js'
import type { ServerProcess } from '../kit/server-process.js'
import { Terminal } from '../kit/terminal.js'

const RUN = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const ROOT = fileURLToPath(new URL('../..', import.meta.url))

interface Ran {
  readonly code: number
  readonly lines: readonly string[]
}

// 8001: a control socket without users; 8002: with; 8000: a Control Agent in front of the UNIX socket
describe.runIf(needs('root', 'netns', 'ip', 'tshark', 'curl'))('keats shell on our own server', () => {
  let network: DirectNetwork
  let server: ServerProcess
  let socket: string

  beforeAll(async () => {
    network = await DirectNetwork.open()
    const { lab } = network
    network.server.run('ip', 'link', 'set', 'lo', 'up')
    socket = join(lab.folder('run'), 'ctrl4')
    const http = { 'socket-type': 'http', 'socket-address': '127.0.0.1' }
    server = await network.serve({
      'control-sockets': [
        { 'socket-type': 'unix', 'socket-name': socket },
        { ...http, 'socket-port': 8001, metrics: true },
        {
          ...http,
          'socket-port': 8002,
          authentication: { type: 'basic', realm: 'x', clients: [{ user: 'admin', password: 'right' }] },
        },
      ],
      'client-classes': [{ name: 'phones', test: "substring(option[60].hex,0,5) == 'phone'" }],
      subnet4: [{ id: 1, subnet: '192.0.2.0/24', pools: [{ pool: '192.0.2.100 - 192.0.2.200' }] }],
    })
    const agent = lab.file(
      'agent.json',
      JSON.stringify({
        'Control-agent': {
          'http-port': 8000,
          'control-sockets': { dhcp4: { 'socket-type': 'unix', 'socket-name': socket } },
        },
      }),
    )
    const front = network.server.spawn([process.execPath, RUN, 'serve', '--data-dir', lab.folder('agent'), '-c', agent])
    await front.line('CTRL_AGENT_HTTP_SERVICE_STARTED')
  })
  afterAll(() => network.close())

  async function shell(words: readonly string[], environment: Record<string, string> = {}): Promise<Ran> {
    const running = network.server.spawn(
      [process.execPath, RUN, 'shell', ...words],
      { NO_COLOR: '1', ...environment },
      ROOT,
    )
    const code = await running.ended(20_000)
    return { code, lines: running.lines }
  }

  const ways = (): (readonly [string, readonly string[]])[] => [
    ['the UNIX socket', ['--socket', socket]],
    ['HTTP', ['--port', '8001']],
    ['the Control Agent', ['--port', '8000']],
  ]

  test('traces live packets of a client, whatever the way to the server', async () => {
    for (const [way, flags] of ways()) {
      const client = network.client()
      const mac = client.options.hardware
      const tracing = shell([...flags, 'trace', `mac=${mac}`, '--for', '3s'])
      await until(`the trace over ${way} has begun`, () => server.log.length > 0)
      await new Promise(resolve => setTimeout(resolve, 1500))
      const { address } = await client.bind()
      await network.client().bind()
      const { code, lines } = await tracing
      expect(code, way).toBe(0)
      const heads = lines.filter(line => /^DHCP[A-Z]+ /.test(line))
      expect(heads.map(line => line.split(' ')[0])).toEqual(['DHCPDISCOVER', 'DHCPREQUEST'])
      for (const head of heads) expect(head).toContain(mac)
      expect(lines.join('\n')).toMatch(/subnet +1 \(192\.0\.2\.0\/24\)/)
      expect(lines.join('\n')).toContain(`lease       take ${address}`)
    }
  })

  test('has one message and an exit code for each thing that goes wrong', async () => {
    const said = async (words: readonly string[], environment?: Record<string, string>): Promise<string> => {
      const { code, lines } = await shell(words, environment)
      expect(code).toBe(1)
      expect(lines).toHaveLength(1)
      return lines[0]!
    }
    expect(await said(['--port', '8002', 'subnet4-list'])).toBe('127.0.0.1:8002 wants a user and password')
    expect(await said(['--port', '8002', '--auth-user', 'admin', 'subnet4-list'], { KEATS_PASSWORD: 'wrong' })).toBe(
      '127.0.0.1:8002 does not know user admin with this password',
    )
    expect(await said(['--port', '8009', 'subnet4-list'])).toMatch(/^nobody listens at 127\.0\.0\.1:8009/)
    expect(await said(['--socket', `${socket}-none`, 'subnet4-list'])).toMatch(/^there is no socket /)
    const bad = '{"Dhcp4":{"subnet4":[{"id":1,"subnet":"bad"}]}}'
    expect(await said(['--port', '8001', '--yes', 'config-set', bad])).toMatch(/bad \(<\w+>:\d+:\d+\)/)
    const { code, lines } = await shell(['--port', '8001', 'lease4-gett', 'ip-address=192.0.2.1'])
    expect(code).toBe(1)
    expect(lines.join('\n')).toMatch(/not supported[\s\S]*is lease4-get meant\?/)
    // and the right password is let in
    const good = await shell(['--port', '8002', '--auth-user', 'admin', 'subnet4-get', 'id=1'], {
      KEATS_PASSWORD: 'right',
    })
    expect(good.code).toBe(0)
  })

  test('tells what a command takes in the words of the server', async () => {
    const { code, lines } = await shell(['--port', '8001', 'help', 'trace-start'])
    expect(code).toBe(0)
    expect(lines.join('\n')).toMatch(/subnet=NUMBER +Only clients served from the subnet/)
  })

  test('metrics are what Prometheus reads', () => {
    const text = network.server.run('curl', '-sf', 'http://127.0.0.1:8001/metrics')
    const samples = readMetrics(text)
    const bound = [...samples].filter(([name]) => name.includes('pkt4_ack_sent'))
    expect(bound.map(([, value]) => value)).toEqual([6])
    expect([...samples.keys()].some(name => /subnet="192\.0\.2\.0\/24"|subnet_id="1"/.test(name))).toBe(true)
  })

  test.runIf(needs('tmux', 'pseudo-terminal'))(
    'a session goes through a reload, and Tab knows the server',
    async () => {
      const terminal = new Terminal(
        `ip netns exec ${network.server.name} '${process.execPath}' '${RUN}' shell --port 8001`,
        { HOME: network.lab.folder('home'), LC_ALL: 'C.UTF-8', NO_COLOR: '1', PATH: process.env.PATH ?? '' },
        { columns: 110, rows: 40 },
      )
      try {
        await terminal.shows(/dhcp4@127\.0\.0\.1:8001> ?$/)
        terminal.type('trace-start cla')
        terminal.press('Tab')
        await terminal.shows(/trace-start class=$/)
        terminal.press('Tab')
        await terminal.shows(/class=phones ?$/)
        terminal.press('C-u')
        terminal.enter('config-reload')
        await terminal.shows('Configuration successful.')
        terminal.enter('subnet4-list')
        await terminal.shows(/1 +192\.0\.2\.0\/24/)
        terminal.enter('trace subnet=1 --for 1h')
        await new Promise(resolve => setTimeout(resolve, 500))
        terminal.press('C-c')
        await terminal.shows(/no packet was seen\n.*8001> ?$/)
      } finally {
        terminal.close()
      }
    },
  )
})

/** Samples of the text format 0.0.4 by name and labels. Throws at a line that is none, or whose type was not told before. */
function readMetrics(text: string): Map<string, number> {
  const samples = new Map<string, number>()
  const types = new Set<string>()
  expect(text.endsWith('\n')).toBe(true)
  for (const line of text.trimEnd().split('\n')) {
    const type = /^# TYPE ([a-zA-Z_:][\w:]*) (counter|gauge|histogram|summary|untyped)$/.exec(line)
    if (type !== null) {
      expect(types, `${type[1]} has one TYPE`).not.toContain(type[1])
      types.add(type[1]!)
    } else if (!line.startsWith('# HELP ')) {
      const sample = /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\]|\\["\\n])*",?)*\})? (\S+)$/.exec(line)
      if (sample === null) throw new Error(`no sample: ${line}`)
      expect(types).toContain(sample[1])
      const key = sample[1]! + (sample[2] ?? '')
      expect(samples.has(key), `${key} stands once`).toBe(false)
      expect(Number.isFinite(Number(sample[3]))).toBe(true)
      samples.set(key, Number(sample[3]))
    }
  }
  return samples
}
