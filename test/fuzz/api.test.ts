import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AgentService } from '../../src/server/api/agent-service.js'
import { unixCaller } from '../../src/server/api/caller.js'
import { gathered } from '../../src/server/api/reply-text.js'
import { UnixSocket } from '../../src/server/api/unix-socket.js'
import { posts } from '../fixtures/api/agent-requests.js'
import { requests } from '../fixtures/api/socket-requests.js'
import { agentConfig, agentOver } from '../server/api/agent-kit.js'
import { CommandServer } from '../server/api/command-server.js'

const seconds = Number(process.env.KEATS_FUZZ_SECONDS ?? 2)
/** Requests to each door at most; `KEATS_FUZZ_RUNS=25000 KEATS_FUZZ_SECONDS=600` sends 100,000 and says so. */
const runs = Number(process.env.KEATS_FUZZ_RUNS ?? Number.POSITIVE_INFINITY)
const budget = { interruptAfterTimeLimit: seconds * 1000, numRuns: runs } as const
let sentInAll = 0

const good = [
  '{"command":"list-commands"}',
  '{"command":"lease4-add","arguments":{"ip-address":"192.0.2.1","hw-address":"1a:1b:1c:1d:1e:1f","subnet-id":1}}',
  '{"command":"rows","arguments":{"count":3},"service":["dhcp4"]}',
  '{"command":"echo","arguments":{"a":[1,2.5,"\\u00e9",null,true,{"b":{}}]},"service":["dhcp4","dhcp4"]}',
]
const texts = [...good, ...requests.map(([request]) => request), ...posts.map(([body]) => body)]
const bits = [
  ...'{}[],:"\\/#*-+.0\n\t ',
  '/*',
  '*/',
  '//',
  '\\u00',
  'null',
  '"command"',
  '"service":["x"],',
  '1e999',
  '{"',
  '\u0000',
  'é',
  '99999999999999999999',
  '"__proto__":1,',
]

/** A request with bytes left out, put in and turned over. */
const mutated = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(
      fc.oneof(
        fc.record({ at: fc.nat(200), bit: fc.constantFrom(...bits) }),
        fc.record({ at: fc.nat(200), cut: fc.integer({ min: 1, max: 20 }) }),
        fc.record({ at: fc.nat(200), byte: fc.nat(255) }),
      ),
      { maxLength: 4 },
    ),
  )
  .map(([text, changes]) => {
    let bytes = Buffer.from(text)
    for (const change of changes) {
      const at = Math.min(change.at, bytes.length)
      const rest = 'cut' in change ? bytes.subarray(at + change.cut) : bytes.subarray(at)
      const put =
        'bit' in change ? Buffer.from(change.bit) : 'byte' in change ? Buffer.from([change.byte]) : Buffer.alloc(0)
      bytes = Buffer.concat([bytes.subarray(0, at), put, rest])
    }
    return bytes
  })

/** A reply of the API: a map with a result, and a text unless the result is 0. */
function isReply(reply: unknown): void {
  const { result, text } = reply as { result: unknown; text?: unknown }
  expect(Number.isInteger(result)).toBe(true)
  if (result !== 0) expect(typeof text).toBe('string')
}

let folder = ''
let server: CommandServer
let socket: UnixSocket
let agent: AgentService
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'keats-api-fuzz-'))
  server = new CommandServer('3')
  const { dispatcher: commands, logs, timers } = server
  const policy = { directories: [], unsafe: false }
  socket = new UnixSocket(join(folder, 'c'), {
    commands,
    log: logs.logger('commands'),
    timers,
    policy,
    pid: process.pid,
  })
  expect(await socket.open()).toBeUndefined()
  ;({ agent } = agentOver(new Map([['dhcp4', commands]])))
  expect(await agent.configure(agentConfig())).toBeUndefined()
})
afterAll(async () => {
  if (Number.isFinite(runs)) process.stderr.write(`${sentInAll} mutated requests were sent\n`)
  await Promise.all([socket.close(), agent.close()])
  rmSync(folder, { recursive: true, force: true })
})

describe('whatever is sent', () => {
  test('the dispatcher replies in JSON', { timeout: 60_000 + seconds * 1000 }, async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async bytes => {
        sentInAll++
        const { text } = await server.dispatcher.ask({ text: bytes.toString(), caller: unixCaller })
        isReply(JSON.parse(await gathered(text)))
      }),
      budget,
    )
  })

  test('a UNIX socket replies in JSON, or says nothing to half a command', {
    timeout: 60_000 + seconds * 1000,
  }, async () => {
    await fc.assert(
      fc.asyncProperty(mutated, fc.nat(100), async (bytes, cut) => {
        const got = await sent(socket.path, [bytes.subarray(0, cut), bytes.subarray(cut)])
        if (got !== '') isReply(JSON.parse(got))
      }),
      budget,
    )
  })

  test('the agent replies in JSON to bodies', { timeout: 60_000 + seconds * 1000 }, async () => {
    await fc.assert(
      fc.asyncProperty(mutated, async bytes => {
        const head = `POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${bytes.length}\r\n\r\n`
        const got = await sent(agent.ports[0]!, [Buffer.from(head), bytes])
        const [status, reply] = parts(got)
        if (status === 200) for (const one of reply as unknown[]) isReply(one)
        else isReply(reply)
        expect([200, 400]).toContain(status)
      }),
      budget,
    )
  })

  test('the agent replies in JSON to heads', { timeout: 60_000 + seconds * 1000 }, async () => {
    const whole =
      'POST / HTTP/1.1\r\nHost: x\r\nAuthorization: Basic YTpi\r\nContent-Type: application/json\r\nContent-Length: 17\r\n\r\n{"command":"foo"}'
    await fc.assert(
      fc.asyncProperty(fc.nat(whole.length), fc.nat(12), fc.string({ maxLength: 6 }), async (at, cut, put) => {
        const bytes = Buffer.from(whole.slice(0, at) + put + whole.slice(at + cut))
        const got = await sent(agent.ports[0]!, [bytes])
        if (got !== '' && !got.startsWith('HTTP/1.1 100 ')) {
          const [, reply] = parts(got)
          if (Array.isArray(reply)) for (const one of reply) isReply(one)
          else if (reply !== undefined) isReply(reply)
        }
      }),
      budget,
    )
    // and is still there
    expect(parts(await sent(agent.ports[0]!, [Buffer.from(whole)]))[0]).toBe(200)
  })
})

/** Status and body of the first answer in what an HTTP server sent; HEAD has no body. */
function parts(got: string): [status: number, body: unknown] {
  const found = /^HTTP\/1\.1 (\d{3}) [^\r]*\r\n([\s\S]*?)\r\n\r\n([\s\S]*)$/.exec(got)
  if (found === null) throw new Error(`no answer: ${got}`)
  const length = Number(/content-length: (\d+)/i.exec(found[2]!)?.[1] ?? 0)
  const body = Buffer.from(found[3]!).subarray(0, length).toString()
  return [Number(found[1]), body === '' ? undefined : JSON.parse(body)]
}

/** Sends bytes, says that they were all, and gives what came back. */
function sent(to: string | number, bytes: readonly Buffer[]): Promise<string> {
  sentInAll++
  return new Promise(resolve => {
    const client = typeof to === 'string' ? connect(to) : connect(to, '127.0.0.1')
    let got = ''
    client.setEncoding('utf8')
    client.on('data', piece => {
      got += piece
    })
    client.on('error', () => {})
    client.on('close', () => resolve(got))
    client.on('connect', () => {
      for (const part of bytes) client.write(part)
      client.end()
    })
  })
}
