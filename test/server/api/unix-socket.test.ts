import { chmodSync, existsSync, linkSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { SocketPolicy } from '../../../src/server/api/socket-path.js'
import { UnixSocket } from '../../../src/server/api/unix-socket.js'
import { requests } from '../../fixtures/api/socket-requests.js'
import { CommandServer } from '../../kit/command-server.js'
import { VirtualTime } from '../../kit/virtual-time.js'
import { exchange } from './socket-client.js'

let directory = ''
let path = ''
let time = new VirtualTime()
let server = new CommandServer()
let socket: UnixSocket

const anywhere: SocketPolicy = { directories: [], unsafe: false }
const socketOf = (from: CommandServer, policy = anywhere, at = path, pid = process.pid) =>
  new UnixSocket(at, {
    commands: from.dispatcher,
    log: from.logs.logger('commands'),
    timers: from.timers,
    policy,
    pid,
  })

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'keats-socket-'))
  path = join(directory, 'control')
  time = new VirtualTime()
  server = new CommandServer('2.2', time)
  socket = socketOf(server)
  expect(await socket.open()).toBeUndefined()
})
afterEach(async () => {
  const closed = socket.close()
  time.advance(2000)
  await closed
  rmSync(directory, { recursive: true, force: true })
})

describe('requests as Kea 2.2 replies to them', () => {
  test.each(requests)('%j', async (request, reply) => {
    expect(JSON.parse(await exchange(path, [request]))).toEqual(JSON.parse(reply))
  })
})

describe('a connection', () => {
  test('takes one command, replies with one object in the form of Kea, and is closed', async () => {
    expect(await exchange(path, ['{"command":"version-get"}'])).toBe(
      '{ "arguments": { "extended": "1.2.3\\nnode" }, "result": 0, "text": "1.2.3" }',
    )
  })

  test('may bring its command in pieces, cut within a character', async () => {
    const bytes = Buffer.from('{"command":"echo","arguments":{"a":"é"}}')
    const cut = bytes.indexOf(0xc3) + 1
    const reply = await exchange(path, [bytes.subarray(0, 5), bytes.subarray(5, cut), bytes.subarray(cut)], { wait: 5 })
    expect(JSON.parse(reply)).toEqual({ arguments: { a: 'é' }, result: 0 })
  })

  test('is one of several at a time', async () => {
    const idle = connect(path)
    const replies = await Promise.all(
      Array.from({ length: 50 }, (_, n) => exchange(path, [`{"command":"echo","arguments":{"n":${n}}}`])),
    )
    expect(replies.map(reply => JSON.parse(reply).arguments.n)).toEqual(Array.from({ length: 50 }, (_, n) => n))
    idle.destroy()
  })

  test('that ends before its command does is closed without a reply', async () => {
    expect(await exchange(path, ['{"command":"foo"'], { end: true })).toBe('')
    expect(server.said('COMMAND_SOCKET_CLOSED_BY_FOREIGN_HOST')).toBe(true)
    expect(server.said('discarding partial command of 16 bytes')).toBe(true)
  })

  test('that says nothing more for 10 s is told so, as Kea does', async () => {
    const reply = exchange(path, ['{"command":"foo"'])
    while (!server.said('COMMAND_SOCKET_READ')) await new Promise(go => setTimeout(go, 1))
    time.advance(9_999)
    expect(server.said('COMMAND_SOCKET_CONNECTION_TIMEOUT')).toBe(false)
    time.advance(1)
    expect(await reply).toBe(
      '{ "result": 1, "text": "Connection over control channel timed out, discarded partial command of 16 bytes" }',
    )
  })

  test('that says a byte now and then is cut off in the end', async () => {
    const client = connect(path)
    let got = ''
    client.on('data', piece => {
      got += piece
    })
    const closed = new Promise(resolve => client.on('close', resolve))
    for (let i = 0; i < 30 && !server.said('COMMAND_SOCKET_CONNECTION_TIMEOUT'); i++) {
      const lines = server.sink.lines.length
      client.write('[')
      while (server.sink.lines.length === lines) await new Promise(go => setTimeout(go, 1))
      time.advance(9_000)
    }
    await closed
    expect(JSON.parse(got).text).toMatch(/timed out/)
  })

  test('that takes nothing of a long reply is cut off, and the list behind it is closed', async () => {
    const client = connect(path)
    client.pause()
    client.write('{"command":"rows","arguments":{"count":1000000}}')
    while (!server.said("Received command 'rows'")) await new Promise(go => setTimeout(go, 1))
    const closed = new Promise(resolve => client.on('close', resolve))
    client.on('error', () => {})
    while (server.room.closed === 0) {
      time.advance(31_000)
      await new Promise(go => setTimeout(go, 5))
    }
    client.resume()
    await closed
    expect(server.room.closed).toBe(1)
  })

  test('gets a list of 100,000 rows whole', async () => {
    const reply = JSON.parse(await exchange(path, ['{"command":"rows","arguments":{"count":100000}}']))
    expect(reply.text).toBe('100000 row(s) found.')
    expect(reply.arguments.rows).toHaveLength(100000)
    expect(reply.arguments.rows[99999]).toEqual({ 'ip-address': '192.0.2.249', number: 99999 })
  })

  test('whose reply breaks off is cut: nothing looks complete that is not', async () => {
    const reply = await exchange(path, ['{"command":"rows","arguments":{"count":5000,"fail-at":4000}}'])
    expect(() => JSON.parse(reply)).toThrow()
    expect(server.said('COMMAND_RESPONSE_ERROR')).toBe(true)
  })
})

describe('the socket file', () => {
  test('is for owner and group', () => {
    expect(statSync(path).mode & 0o777).toBe(0o660)
  })

  test('goes with the socket', async () => {
    await socket.close()
    expect(existsSync(path)).toBe(false)
    expect(existsSync(`${path}.lock`)).toBe(false)
    expect(await socketOf(server).open()).toBeUndefined()
  })

  test('of a living server is not taken from it', async () => {
    expect(await socketOf(server).open()).toBe(
      `cannot lock socket lockfile, ${path}.lock, : Resource temporarily unavailable`,
    )
    expect(JSON.parse(await exchange(path, ['{"command":"foo"}'])).result).toBe(2)
  })

  test('of a dead server is replaced, and so is its lock', async () => {
    const stale = join(directory, 'stale')
    await leaveBehind(stale)
    writeFileSync(`${stale}.lock`, '999999999\n')
    const second = socketOf(server, anywhere, stale)
    expect(await second.open()).toBeUndefined()
    expect(JSON.parse(await exchange(stale, ['{"command":"foo"}'])).result).toBe(2)
    await second.close()
  })

  test('that another process is about to open is left to it', async () => {
    const other = join(directory, 'other')
    writeFileSync(`${other}.lock`, `${process.ppid}\n`)
    expect(await socketOf(server, anywhere, other).open()).toMatch(/Resource temporarily unavailable/)
  })

  test('cannot be where there is no folder', async () => {
    expect(await socketOf(server, anywhere, join(directory, 'no', 'folder')).open()).toMatch(
      /^Failed to start up control socket .*folder: /,
    )
  })
})

describe('safe mode', () => {
  test('takes sockets only in the folders for them', async () => {
    const unsafe = socketOf(server, { directories: ['/var/run/kea'], unsafe: false }, join(directory, 'x'))
    expect(await unsafe.open()).toBe(
      `'socket-name' is invalid: invalid path specified: '${directory}', supported path is '/var/run/kea'`,
    )
  })

  test('wants the folder closed to strangers; -X only warns', async () => {
    const open = join(directory, 'open')
    mkdirSync(open)
    chmodSync(open, 0o755)
    const at = join(open, 'x')
    expect(await socketOf(server, { directories: [open], unsafe: false }, at).open()).toMatch(/permission = 0750$/)
    const warned = socketOf(server, { directories: [open], unsafe: true }, at)
    expect(await warned.open()).toBeUndefined()
    expect(server.said('KEATS_SOCKET_UNSAFE')).toBe(true)
    await warned.close()
    chmodSync(open, 0o750)
    const safe = socketOf(server, { directories: [open], unsafe: false }, at)
    expect(await safe.open()).toBeUndefined()
    await safe.close()
  })
})

/** A socket file that nobody listens at. */
function leaveBehind(at: string): Promise<void> {
  return new Promise(resolve => {
    const listener = createServer()
    listener.listen(at, () => {
      // closing removes the file, so it is put aside meanwhile
      linkSync(at, `${at}.kept`)
      listener.close(() => {
        linkSync(`${at}.kept`, at)
        resolve()
      })
    })
  })
}
