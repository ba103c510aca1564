import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import { CallFailed } from '../../src/client/caller.js'
import { SocketClient } from '../../src/client/socket-client.js'

const folder = mkdtempSync(join(tmpdir(), 'socket-client-'))
const path = join(folder, 's')
const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const one of open.splice(0)) await new Promise(resolve => one.close() && setImmediate(resolve))
})
afterAll(() => rmSync(folder, { recursive: true }))

async function serve(onRequest: (text: string, socket: Socket) => void): Promise<void> {
  const server = createServer(socket => socket.on('data', data => onRequest(data.toString(), socket)))
  await new Promise<void>(resolve => server.listen(path, resolve))
  open.push(server)
}

async function failure(promise: Promise<unknown>): Promise<CallFailed> {
  const error = await promise.catch((problem: unknown) => problem)
  expect(error).toBeInstanceOf(CallFailed)
  return error as CallFailed
}

describe('calls by UNIX socket', () => {
  it('makes a connection each and reads one object', async () => {
    await serve((text, socket) => {
      expect(text).toBe('{"command":"lease4-get","arguments":{"ip-address":"192.0.2.1"}}')
      socket.write('{ "result": 0, "te')
      setTimeout(() => socket.end('xt": "ok" }'), 5)
    })
    const caller = new SocketClient({ path, timeout: 2000 })
    const request = { command: 'lease4-get', arguments: { 'ip-address': '192.0.2.1' } }
    expect(await Promise.all([caller.call(request), caller.call(request)])).toEqual([
      [{ result: 0, text: 'ok' }],
      [{ result: 0, text: 'ok' }],
    ])
  })

  it('says what is the matter with a socket', async () => {
    const none = await failure(new SocketClient({ path: join(folder, 'none'), timeout: 500 }).call({ command: 'x' }))
    expect([none.failure, none.message]).toEqual(['unreachable', expect.stringContaining('no socket')])
    const file = join(folder, 'file')
    writeFileSync(file, '')
    expect((await failure(new SocketClient({ path: file, timeout: 500 }).call({ command: 'x' }))).failure).toBe(
      'refused',
    )
    await serve((_, socket) => socket.end())
    expect((await failure(new SocketClient({ path, timeout: 500 }).call({ command: 'x' }))).failure).toBe('not-json')
  })

  it('ends by its time or its signal', async () => {
    const held: Socket[] = []
    await serve((_, socket) => held.push(socket))
    expect((await failure(new SocketClient({ path, timeout: 30 }).call({ command: 'x' }))).failure).toBe('timeout')
    const controller = new AbortController()
    const call = failure(new SocketClient({ path, timeout: 5000 }).call({ command: 'x' }, controller.signal))
    setTimeout(() => controller.abort(), 10)
    expect((await call).failure).toBe('cancelled')
    for (const socket of held) socket.destroy()
  })

  it('streams lines', async () => {
    await serve((_, socket) => {
      socket.write('{"step":1}\n')
      setTimeout(() => socket.end('{"step":2}'), 5)
    })
    const got: unknown[] = []
    for await (const value of new SocketClient({ path, timeout: 500 }).stream({ command: 'trace' })) got.push(value)
    expect(got).toEqual([{ step: 1 }, { step: 2 }])
  })
})
