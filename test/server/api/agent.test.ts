import { execFile } from 'node:child_process'
import { connect } from 'node:net'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AgentService } from '../../../src/server/api/agent-service.js'
import type { MemorySink } from '../../../src/server/log/memory-sink.js'
import { posts } from '../../fixtures/api/agent-requests.js'
import { CommandServer } from '../../kit/command-server.js'
import { agentConfig, agentOver, basic, doorAt, onlyFor, post } from './agent-kit.js'
import { exchange } from './socket-client.js'

let server: CommandServer
let agent: AgentService
let sink: MemorySink
let port = 0

beforeEach(async () => {
  server = new CommandServer('2.2')
  ;({ agent, sink } = agentOver(new Map([['dhcp4', server.dispatcher]])))
  expect(await agent.configure(agentConfig({ services: new Map([['dhcp6', '/nowhere/control']]) }))).toBeUndefined()
  port = agent.ports[0]!
})
afterEach(() => agent.close())

const head = (length: number, more = ''): string =>
  `POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n${more}\r\n`
const forwarded = (arguments_: object, command = 'echo'): string =>
  JSON.stringify({ command, service: ['dhcp4'], arguments: arguments_ })

describe('bodies as kea-ctrl-agent 2.2 replies to them', () => {
  test.each(posts)('%j', async (body, status, reply) => {
    const got = await post(port, body)
    expect(got.status).toBe(status)
    expect(got.body).toBe(reply)
  })
})

describe('HTTP as Kea speaks it', () => {
  test('headers are those of Kea, without a word on the connection', async () => {
    const { headers } = await post(port, '{"command":"foo"}', { agent: undefined as never })
    expect(Object.keys(headers).sort()).toEqual(['content-length', 'content-type', 'date'])
    expect(headers['content-type']).toBe('application/json')
  })

  test.each([
    ['another method', { method: 'PUT' }, 400],
    ['another type', { headers: { 'Content-Type': 'text/plain' } }, 400],
    ['a type in capitals', { headers: { 'Content-Type': 'APPLICATION/JSON' } }, 200],
    ['a type with its charset', { headers: { 'Content-Type': 'application/json; charset=utf-8' } }, 200],
    ['any path', { path: '/some/where?x=1' }, 200],
  ])('%s', async (_, options, status) => {
    const reply = await post(port, '{"command":"foo"}', options)
    expect(reply.status).toBe(status)
    if (status === 400) expect(reply.body).toBe('{ "result": 400, "text": "Bad Request" }')
  })

  test('GET without a body is a bad request', async () => {
    const got = await exchange(port, ['GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'])
    expect(got).toMatch(/^HTTP\/1.1 400 Bad Request\r\n/)
    expect(got).toMatch(/\r\n\r\n{ "result": 400, "text": "Bad Request" }$/)
  })

  test('what is no HTTP is a bad request, too', async () => {
    expect(await exchange(port, ['GARBAGE\r\n\r\n'])).toMatch(
      /400 Bad Request[\s\S]*{ "result": 400, "text": "Bad Request" }$/,
    )
  })

  test('a body in chunks, which Kea does not take', async () => {
    const start = 'POST / HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nConnection: close\r\n'
    const got = await exchange(port, [`${start}Transfer-Encoding: chunked\r\n\r\n11\r\n{"command":"foo"}\r\n0\r\n\r\n`])
    expect(got).toMatch(/^HTTP\/1.1 200 /)
  })

  test('a body with two lengths is refused', async () => {
    const got = await exchange(port, [`${head(17, 'Transfer-Encoding: chunked\r\n')}{"command":"foo"}`])
    expect(got).toMatch(/^HTTP\/1.1 400 /)
  })

  test('requests on one connection are done and answered in their order', async () => {
    const bodies = Array.from({ length: 50 }, (_, n) => forwarded({ n }))
    const requests = bodies.map((body, n) => head(body.length, n === 49 ? 'Connection: close\r\n' : '') + body)
    const got = await exchange(port, [requests.join('')])
    const numbers = [...got.matchAll(/"n": (\d+)/g)].map(found => Number(found[1]))
    expect(numbers).toEqual(Array.from({ length: 50 }, (_, n) => n))
  })

  test('a body beyond 64 MiB is refused before it is sent', async () => {
    expect(await exchange(port, [head(64 * 1024 * 1024 + 1)], {})).toMatch(/^HTTP\/1.1 413 /)
  })

  test('a body of 20 MiB is taken', async () => {
    const text = 'x'.repeat(20 * 1024 * 1024)
    const reply = await post(port, forwarded({ text }))
    expect(reply.status).toBe(200)
    expect(reply.body.length).toBeGreaterThan(text.length)
  })

  test('a long reply arrives whole, in chunks', async () => {
    const reply = await post(port, forwarded({ count: 100000 }, 'rows'))
    expect(reply.headers['transfer-encoding']).toBe('chunked')
    expect(JSON.parse(reply.body)[0].text).toBe('100000 row(s) found.')
  })

  test('a reply that breaks off is an error to the client, not a short list', async () => {
    await expect(post(port, forwarded({ count: 5000, 'fail-at': 4000 }, 'rows'))).rejects.toThrow()
  })

  test('a caller that goes away in the middle of a long reply ends the work for it', async () => {
    const body = forwarded({ count: 4_000_000 }, 'rows')
    const client = connect(port, '127.0.0.1')
    client.on('error', () => {})
    client.write(head(body.length) + body)
    await new Promise(go => client.once('data', go))
    client.destroy()
    while (server.room.closed === 0) await new Promise(go => setTimeout(go, 5))
    expect(server.room.closed).toBe(1)
  })

  test('1,000 idle connections hinder nobody', async () => {
    const idle = Array.from({ length: 1000 }, () => connect(port, '127.0.0.1'))
    await Promise.all(idle.map(socket => new Promise(go => socket.once('connect', go))))
    expect((await post(port, '{"command":"foo"}')).status).toBe(200)
    for (const socket of idle) socket.destroy()
  })

  test('the connection is closed when the agent is, idle or not', async () => {
    const client = connect(port, '127.0.0.1')
    await new Promise(go => client.once('connect', go))
    const closed = new Promise(go => client.once('close', go))
    await agent.close()
    client.on('error', () => {})
    await closed
  })
})

describe('authentication', () => {
  beforeEach(async () => {
    const door = doorAt({ authentication: onlyFor('admin', '1234'), headers: [{ name: 'X-Site', value: 'here' }] })
    await agent.configure(agentConfig({ door }))
  })

  test('lets those in who know the password', async () => {
    expect((await post(port, '{"command":"foo"}', { headers: basic('admin', '1234') })).status).toBe(200)
    expect(
      sink.lines.some(line =>
        line.includes("HTTP_CLIENT_REQUEST_AUTHORIZED received HTTP request authorized for 'admin'"),
      ),
    ).toBe(true)
  })

  test.each([
    ['nothing', {}],
    ['a wrong password', basic('admin', '123')],
    ['a longer password', basic('admin', '12345')],
    ['a wrong user', basic('x', '1234')],
    ['another scheme', { Authorization: 'Bearer YWRtaW46MTIzNA==' }],
    ['no base64', { Authorization: 'Basic !!!' }],
    ['no colon', { Authorization: 'Basic YWRtaW4=' }],
    ['an empty header', { Authorization: '' }],
  ])('turns away %s, as Kea does', async (_, headers) => {
    const reply = await post(port, '{"command":"foo"}', { headers })
    expect(reply.status).toBe(401)
    expect(reply.body).toBe('{ "result": 401, "text": "Unauthorized" }')
    expect(reply.headers['www-authenticate']).toBe('Basic realm="kea-control-agent"')
    expect(reply.headers['x-site']).toBe('here')
  })

  test('never writes credentials to the log', async () => {
    await post(port, '{"command":"foo"}', { headers: basic('admin', 'swordfish') })
    await post(port, forwarded({ password: 'swordfish' }), { headers: basic('admin', '1234') })
    const all = sink.lines.join('\n') + server.sink.lines.join('\n')
    expect(all).toMatch(/HTTP_CLIENT_REQUEST_NOT_AUTHORIZED/)
    expect(all).not.toMatch(/swordfish|1234|YWRtaW4/)
  })

  test('takes the scheme in any case, and blanks around', async () => {
    for (const Authorization of ['basic YWRtaW46MTIzNA==', 'Basic  YWRtaW46MTIzNA== '])
      expect((await post(port, '{"command":"foo"}', { headers: { Authorization } })).status).toBe(200)
  })

  test('changes with the configuration, on connections that are there', async () => {
    await agent.configure(agentConfig({ door: doorAt({ authentication: onlyFor('other', 'x') }) }))
    expect(agent.ports).toEqual([port])
    expect((await post(port, '{"command":"foo"}', { headers: basic('admin', '1234') })).status).toBe(401)
    expect((await post(port, '{"command":"foo"}', { headers: basic('other', 'x') })).status).toBe(200)
  })
})

describe('a configuration that cannot be', () => {
  test('leaves everything as it was', async () => {
    const broken = doorAt({ address: '192.0.2.77', port: 9 })
    expect(await agent.configure(agentConfig({ door: broken }))).toMatch(
      /^agent.json:3:5: unable to listen: .*192.0.2.77/,
    )
    expect((await post(port, '{"command":"foo"}')).status).toBe(200)
  })

  test('names the file of a password that is not there', async () => {
    const { clients, ...rest } = onlyFor('a', 'b')!
    const authentication = { ...rest, clients: clients.map(client => ({ ...client, passwordFile: '/nowhere/pw' })) }
    expect(await agent.configure(agentConfig({ door: doorAt({ authentication }) }))).toMatch(
      /^agent.json:3:5: unable to read '\/nowhere\/pw': ENOENT/,
    )
  })
})

test('curl gets its reply and keeps its connection', async () => {
  const url = `http://127.0.0.1:${port}/`
  const args = ['-sS', '-w', '%{num_connects};', '-H', 'Content-Type: application/json', '-d', '{"command":"foo"}', url]
  const out = await new Promise<string>((resolve, reject) => {
    execFile('curl', [...args, '--next', ...args], (error, stdout) => (error ? reject(error) : resolve(stdout)))
  })
  expect(out).toMatch(/^\[ { "result": 2.*1;\[ { "result": 2.*0;$/)
})
