import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import { type AddressInfo, createServer as createPlainServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { type Caller, CallFailed } from '../../src/client/caller.js'
import { type HttpOptions, openHttp } from '../../src/client/http-client.js'
import { needs } from '../kit/gate.js'

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close()
})

async function listen<S extends { listen(port: number, host: string, then: () => void): unknown; close(): unknown }>(
  server: S,
): Promise<number> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve))
  open.push(server)
  return ((server as unknown as Server).address() as AddressInfo).port
}

async function client(port: number, more: Partial<HttpOptions> = {}): Promise<Caller> {
  const caller = await openHttp({ host: '127.0.0.1', port, timeout: 5000, ...more })
  open.push(caller)
  return caller
}

async function body(request: IncomingMessage): Promise<string> {
  let text = ''
  for await (const part of request.setEncoding('utf8')) text += part
  return text
}

async function failure(promise: Promise<unknown>): Promise<CallFailed> {
  const error = await promise.then(
    () => undefined,
    (problem: unknown) => problem,
  )
  expect(error).toBeInstanceOf(CallFailed)
  return error as CallFailed
}

const answering =
  (text: string, status = 200): RequestListener =>
  (_, response) =>
    response.writeHead(status, { 'content-type': 'application/json' }).end(text)

describe('calls by HTTP', () => {
  it('posts the command and reads a list of replies, several calls on one connection', async () => {
    const seen: { text: string; request: IncomingMessage }[] = []
    const server = createServer(async (request, response) => {
      seen.push({ text: await body(request), request })
      response.end('[ { "result": 0, "text": "a", "arguments": { "n": 340282366920938463463374607431768211455 } } ]')
    })
    let connections = 0
    server.on('connection', () => connections++)
    const caller = await client(await listen(server), { user: 'admin', password: 'pä:ss', path: 'kea' })
    const request = { command: 'lease6-get', service: ['dhcp6'], arguments: { iaid: 2n ** 64n } }
    expect(await caller.call(request)).toEqual([{ result: 0, text: 'a', arguments: { n: 2n ** 128n - 1n } }])
    await caller.call({ command: 'version-get', service: [] })
    expect(seen.map(one => one.text)).toEqual([
      '{"command":"lease6-get","service":["dhcp6"],"arguments":{"iaid":18446744073709551616}}',
      '{"command":"version-get"}',
    ])
    for (let i = 0; i < 8; i++) await caller.call({ command: 'version-get' })
    expect(connections).toBeLessThan(5)
    const { method, url, headers } = seen[0]!.request
    expect([method, url, headers['content-type']]).toEqual(['POST', '/kea', 'application/json'])
    // RFC 7617: user, colon, password, base64
    expect(Buffer.from(headers.authorization!.slice(6), 'base64').toString()).toBe('admin:pä:ss')
  })

  it('takes a bare object for one reply', async () => {
    const caller = await client(await listen(createServer(answering('{ "result": 3 }'))))
    expect(await caller.call({ command: 'x' })).toEqual([{ result: 3 }])
  })

  it('says who refuses, and what is wrong with credentials', async () => {
    const unauthorized = answering('{ "result": 401, "text": "Unauthorized" }', 401)
    const port = await listen(createServer(unauthorized))
    const nobody = await failure((await client(port)).call({ command: 'x' }))
    expect([nobody.failure, nobody.status, nobody.message]).toEqual([
      'unauthorized',
      401,
      `127.0.0.1:${port} wants a user and password`,
    ])
    const wrong = await failure((await client(port, { user: 'eve', password: 'secret!' })).call({ command: 'x' }))
    expect(wrong.message).toContain('eve')
    expect(wrong.message).not.toContain('secret!')
    const bad = await client(await listen(createServer(answering('{ "result": 400, "text": "Bad Request" }', 400))))
    expect((await failure(bad.call({ command: 'x' }))).message).toMatch(/HTTP 400: Bad Request$/)
  })

  it.each([
    ['a page', '<html>hello</html>'],
    ['nothing', ''],
    ['an empty list', '[]'],
    ['a value without result', '[ { "text": "hi" } ]'],
  ])('takes no %s for a reply', async (_, text) => {
    const caller = await client(await listen(createServer(answering(text))))
    expect((await failure(caller.call({ command: 'x' }))).failure).toBe('not-json')
  })

  it('tells refused, lost and other protocols apart', async () => {
    const gone = createServer()
    const port = await listen(gone)
    await new Promise(resolve => gone.close(resolve))
    expect((await failure((await client(port)).call({ command: 'x' }))).failure).toBe('refused')
    const hangsUp = createPlainServer(socket => socket.on('data', () => socket.destroy()))
    expect((await failure((await client(await listen(hangsUp))).call({ command: 'x' }))).failure).toBe('lost')
    const smtp = createPlainServer(socket => socket.end('220 mail.example ESMTP\r\n'))
    expect((await failure((await client(await listen(smtp))).call({ command: 'x' }))).failure).toBe('not-json')
  })

  it('ends by its time or its signal, and serves the next call', async () => {
    let silent = true
    const server = createServer((request, response) => {
      if (silent) request.resume()
      else response.end('[ { "result": 0 } ]')
    })
    const port = await listen(server)
    const late = await failure((await client(port, { timeout: 50 })).call({ command: 'x' }))
    expect(late.message).toContain('did not answer within 0.05 s')
    const caller = await client(port)
    const controller = new AbortController()
    const cancelled = failure(caller.call({ command: 'x' }, controller.signal))
    setTimeout(() => controller.abort(), 20)
    expect((await cancelled).failure).toBe('cancelled')
    silent = false
    expect(await caller.call({ command: 'x' })).toEqual([{ result: 0 }])
    server.closeAllConnections()
  })

  it('streams lines as they come, and stops when nobody wants more', async () => {
    let closed = false
    const server = createServer((_, response) => {
      response.write('{"step":1}\n{"st')
      setTimeout(() => response.write('ep":2}\n'), 10)
      response.on('close', () => {
        closed = true
      })
    })
    const caller = await client(await listen(server))
    const got: unknown[] = []
    for await (const value of caller.stream({ command: 'trace' })) if (got.push(value) === 2) break
    expect(got).toEqual([{ step: 1 }, { step: 2 }])
    await expect.poll(() => closed).toBe(true)
  })
})

describe.runIf(needs('openssl'))('calls by HTTPS', () => {
  const folder = mkdtempSync(join(tmpdir(), 'client-tls-'))
  const at = (name: string) => join(folder, name)
  beforeAll(() => {
    const openssl = (...args: string[]) => execFileSync('openssl', args, { stdio: 'pipe', cwd: folder })
    const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    openssl('req', '-x509', ...key, '-keyout', 'ca.key', '-out', 'ca.pem', '-subj', '/CN=ca', '-days', '2')
    for (const name of ['server', 'client']) {
      const names = name === 'server' ? ['-addext', 'subjectAltName=IP:127.0.0.1'] : []
      const subject = ['-subj', `/CN=${name}`, '-days', '2', '-CA', 'ca.pem', '-CAkey', 'ca.key']
      openssl('req', '-x509', ...key, '-keyout', `${name}.key`, '-out', `${name}.pem`, ...subject, ...names)
    }
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  const secure = (mutual: boolean) =>
    createSecureServer(
      {
        key: readFileSync(at('server.key')),
        cert: readFileSync(at('server.pem')),
        ca: readFileSync(at('ca.pem')),
        requestCert: mutual,
        rejectUnauthorized: mutual,
      },
      answering('[ { "result": 0 } ]'),
    )

  it('checks the server, shows a certificate when it has one, and says what does not fit', async () => {
    const port = await listen(secure(false))
    const call = async (tls: HttpOptions['tls'], to = port) => (await client(to, { tls })).call({ command: 'x' })
    expect(await call({ ca: at('ca.pem') })).toEqual([{ result: 0 }])
    const stranger = await failure(call({}))
    expect([stranger.failure, stranger.message]).toEqual(['tls', expect.stringContaining('--ca')])
    const mutual = await listen(secure(true))
    expect(await call({ ca: folder, cert: at('client.pem'), key: at('client.key') }, mutual)).toEqual([{ result: 0 }])
    expect((await failure(call({ ca: at('ca.pem') }, mutual))).failure).toMatch(/tls|lost/)
    const plain = await listen(createServer(answering('[]')))
    expect((await failure(call({ ca: at('ca.pem') }, plain))).failure).toBe('tls')
    expect((await failure(call({ ca: at('ca.pem'), cert: at('client.pem') }))).message).toContain('both or none')
    expect((await failure(call({ ca: at('none.pem') }))).message).toContain('none.pem')
  })
})
