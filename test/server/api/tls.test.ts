import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { FrontDoor } from '../../../src/server/api/http/front-door.js'
import { listed } from '../../../src/server/api/listed.js'
import { decideRoles } from '../../../src/server/api/roles-config.js'
import { Authority, type Certificate } from '../../kit/certificates.js'
import { doorAt, onlyFor, post } from './agent-kit.js'
import { CommandServer } from './command-server.js'
import { hookWith } from './roles-kit.js'

let folder = ''
let authority: Authority
let own: Certificate
let renewed: Certificate
let admin: Certificate
let stranger: Certificate

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'keats-tls-'))
  authority = new Authority(folder)
  own = authority.issue('server')
  renewed = authority.issue('renewed')
  admin = authority.issue('admin')
  stranger = new Authority(folder, 'Another one').issue('stranger')
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let server: CommandServer
let doors: FrontDoor
beforeEach(() => {
  server = new CommandServer('3')
  const { logs, timers } = server
  doors = new FrontDoor({ commands: listed(server.dispatcher), logs, timers, unsecured: 'refuse' })
})
afterEach(() => doors.close())

const door = (more = {}) =>
  doorAt({ type: 'https', trustAnchor: authority.own.cert, certFile: own.cert, keyFile: own.key, ...more })
const trusting = (client?: Certificate) => ({
  ca: readFileSync(authority.own.cert),
  ...(client === undefined ? {} : { cert: readFileSync(client.cert), key: readFileSync(client.key) }),
})
const ask = (client?: Certificate) => post(doors.ports[0]!, '{"command":"version-get"}', { tls: trusting(client) })

/** The common name in the certificate that the server shows. */
function shown(): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(doors.ports[0]!, '127.0.0.1', trusting(admin), () => {
      resolve(String(socket.getPeerCertificate().subject.CN))
      socket.destroy()
    })
    socket.on('error', reject)
  })
}

describe('mutual TLS', () => {
  beforeEach(async () => expect(await doors.configure([door()])).toBeUndefined())

  test('lets in who has a certificate of the authority', async () => {
    expect((await ask(admin)).body).toBe(
      '[ { "arguments": { "extended": "1.2.3\\nnode" }, "result": 0, "text": "1.2.3" } ]',
    )
  })

  test.each([
    ['nobody without one', () => undefined],
    ['nobody with one of somebody else', () => stranger],
  ])('%s', async (_, client) => {
    await expect(ask(client())).rejects.toThrow()
    expect(server.said('HTTP_CONNECTION_HANDSHAKE_FAILED')).toBe(true)
  })

  test('plain HTTP gets nothing', async () => {
    await expect(post(doors.ports[0]!, '{"command":"foo"}')).rejects.toThrow()
  })
})

describe('TLS of the server only', () => {
  test('everybody may come, and is nobody without a certificate', async () => {
    expect(await doors.configure([door({ certRequired: false })])).toBeUndefined()
    server.roles = decideRoles(
      ...hookWith({
        'assign-role-method': 'cert-subject',
        roles: [
          { name: 'admin', 'accept-commands': 'ALL' },
          { name: 'stranger', 'accept-commands': 'ALL' },
        ],
      }),
    )
    expect((await ask()).status).toBe(403)
    // shown, but no authority of ours vouches for it
    expect((await ask(stranger)).status).toBe(403)
    expect((await ask(admin)).status).toBe(200)
  })
})

describe('certificates that change', () => {
  let live: Certificate
  beforeEach(async () => {
    live = { cert: join(folder, 'live.crt'), key: join(folder, 'live.key') }
    put(own)
    expect(await doors.configure([door({ certFile: live.cert, keyFile: live.key })])).toBeUndefined()
  })
  let turn = 0
  const put = (from: Certificate): void => {
    for (const part of ['cert', 'key'] as const) {
      copyFileSync(from[part], live[part])
      utimesSync(live[part], ++turn, turn)
    }
  }

  test('are taken into use, without a new listener', async () => {
    const [port] = doors.ports
    expect(await shown()).toBe('server')
    put(renewed)
    doors.lookAtCertificates()
    expect(await shown()).toBe('renewed')
    expect(doors.ports).toEqual([port])
    expect(server.said('KEATS_CERTIFICATES_RELOADED')).toBe(true)
  })

  test('and cannot be used leave the old ones, and are told of once', async () => {
    writeFileSync(live.key, 'no key')
    doors.lookAtCertificates()
    doors.lookAtCertificates()
    expect(await shown()).toBe('server')
    expect(server.sink.lines.filter(line => line.includes('KEATS_CERTIFICATES_BAD'))).toHaveLength(1)
    put(renewed)
    doors.lookAtCertificates()
    expect(await shown()).toBe('renewed')
  })

  test('are read again on a reload', async () => {
    put(renewed)
    expect(await doors.reload()).toBeUndefined()
    expect(await shown()).toBe('renewed')
  })
})

describe('what is refused', () => {
  test('a key that is not of the certificate', async () => {
    expect(await doors.configure([door({ keyFile: admin.key })])).toMatch(/^agent.json:3:5: TLS cannot be set up: /)
  })

  test('a file that is not there', async () => {
    expect(await doors.configure([door({ certFile: '/nowhere/c' })])).toMatch(/ENOENT.*\/nowhere\/c/)
  })

  test('plain HTTP without authentication beyond loopback, unless it is warned of', async () => {
    const open = doorAt({ address: '0.0.0.0' })
    expect(await doors.configure([open])).toBe('Unsecured HTTP control channel (agent.json:3:5)')
    expect(doors.ports).toEqual([])
    const { logs, timers } = server
    const lenient = new FrontDoor({ commands: listed(server.dispatcher), logs, timers, unsecured: 'warn' })
    expect(await lenient.configure([open])).toBeUndefined()
    await lenient.configure([open])
    expect(server.sink.lines.filter(line => line.includes('KEATS_HTTP_UNSECURED'))).toHaveLength(1)
    await lenient.close()
  })

  test('to take the authentication from a door that is open', async () => {
    const authentication = onlyFor('a', 'b')
    expect(await doors.configure([doorAt({ address: '0.0.0.0', authentication })])).toBeUndefined()
    expect(await doors.configure([doorAt({ address: '0.0.0.0' })])).toMatch(/^Unsecured HTTP control channel/)
    expect((await post(doors.ports[0]!, '{"command":"big"}')).status).toBe(401)
  })
})

describe('another door on the same port', () => {
  const plain = () => doorAt({ port: doors.ports[0]! })

  test('takes the place of the one that was there', async () => {
    await doors.configure([doorAt()])
    const { port } = plain()
    expect(await doors.configure([plain()])).toBeUndefined()
    expect(await doors.configure([door({ port })])).toBeUndefined()
    expect(doors.ports).toEqual([port])
    expect((await ask(admin)).status).toBe(200)
    expect(await doors.configure([doorAt({ port, address: '127.0.0.2' })])).toBeUndefined()
    expect((await post(port, '{"command":"big"}', { host: '127.0.0.2' })).status).toBe(200)
  })

  test('that cannot be opened leaves the one that was there', async () => {
    await doors.configure([doorAt()])
    const { port } = plain()
    await doors.configure([plain()])
    expect(await doors.configure([door({ port }), door({ address: '192.0.2.77', port: 9 })])).toMatch(/192.0.2.77/)
    expect(doors.ports).toEqual([port])
    expect((await post(port, '{"command":"big"}')).status).toBe(200)
  })
})

test('commands that fail to answer do not take the door with them', async () => {
  const { logs, timers } = server
  const commands = { ask: () => Promise.reject(new Error('lost')) }
  const failing = new FrontDoor({ commands, logs, timers, unsecured: 'refuse' })
  await failing.configure([doorAt()])
  const reply = await post(failing.ports[0]!, '{"command":"foo"}')
  expect(reply.status).toBe(500)
  expect(JSON.parse(reply.body)).toEqual({ result: 500, text: 'Internal Server Error' })
  await failing.close()
})

test('the authorities may be a folder', async () => {
  const anchors = join(folder, 'anchors')
  mkdirSync(anchors)
  copyFileSync(authority.own.cert, join(anchors, 'a.pem'))
  expect(await doors.configure([door({ trustAnchor: anchors })])).toBeUndefined()
  expect((await ask(admin)).status).toBe(200)
})
