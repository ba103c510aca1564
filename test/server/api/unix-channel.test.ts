import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unixCaller } from '../../../src/server/api/caller.js'
import { gathered } from '../../../src/server/api/reply-text.js'
import { UnixChannel } from '../../../src/server/api/unix-channel.js'
import { VirtualTime } from '../../kit/virtual-time.js'

let folder = ''
let path = ''
let time = new VirtualTime()
let daemon: Server | undefined
const accepted: Socket[] = []

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'keats-channel-'))
  path = join(folder, 'daemon')
  time = new VirtualTime()
})
afterEach(async () => {
  for (const socket of accepted.splice(0)) socket.destroy()
  await new Promise(resolve => (daemon === undefined ? resolve(undefined) : daemon.close(resolve)))
  daemon = undefined
  rmSync(folder, { recursive: true, force: true })
})

/** A daemon that does this with each connection. */
const behave = (how: (socket: Socket) => void): Promise<void> =>
  new Promise(resolve => {
    daemon = createServer(socket => {
      accepted.push(socket)
      socket.on('error', () => {})
      how(socket)
    }).listen(path, () => resolve())
  })
const ask = async (): Promise<string> => {
  const answer = await new UnixChannel('dhcp4', path, time).ask({ text: '{"command":"x"}', caller: unixCaller })
  return gathered(answer.text)
}
const unable = (reason: string): string =>
  `{ "result": 1, "text": "unable to forward command to the dhcp4 service: ${reason}" }`

test('what the daemon replies is handed on as it is', async () => {
  await behave(socket => socket.once('data', request => socket.end(`{ "arguments": ${request}, "result": 0 }`)))
  expect(await ask()).toBe('{ "arguments": {"command":"x"}, "result": 0 }')
})

test('the reply ends with its last bracket: a daemon need not close', async () => {
  await behave(socket => socket.once('data', () => socket.write('{ "result": 0, "text": "}" } rubbish')))
  expect(JSON.parse((await ask()).slice(0, 28))).toEqual({ result: 0, text: '}' })
})

test('a long reply in pieces, cut within a character', async () => {
  const reply = Buffer.from(`{ "result": 0, "text": "${'é'.repeat(300_000)}" }`)
  await behave(socket =>
    socket.once('data', () => {
      socket.write(reply.subarray(0, 100_001))
      setTimeout(() => socket.end(reply.subarray(100_001)), 5)
    }),
  )
  expect(await ask()).toBe(reply.toString())
})

test('a daemon that is not there is likely to be offline', async () => {
  expect(await ask()).toBe(unable('No such file or directory. The server is likely to be offline'))
})

test('a daemon that closes without a word', async () => {
  await behave(socket => socket.once('data', () => socket.end()))
  expect(await ask()).toBe(unable('End of file'))
})

test('a daemon that says something else than JSON', async () => {
  await behave(socket => socket.once('data', () => socket.end('what?')))
  expect(await ask()).toBe(unable('its answer is no JSON: invalid first character w'))
})

test('a daemon that dies in the middle of its reply breaks off ours', async () => {
  await behave(socket => socket.once('data', () => socket.end('{ "result": 0, ')))
  await expect(ask()).rejects.toThrow('the reply of the dhcp4 service broke off: End of file')
})

test('a daemon that says nothing for a minute is not waited for any longer', async () => {
  let asked!: () => void
  const heard = new Promise<void>(resolve => {
    asked = resolve
  })
  await behave(socket => socket.once('data', () => asked()))
  const reply = ask()
  await heard
  time.advance(60_000)
  expect(await reply).toBe(unable('it did not answer within 60 seconds'))
})
