import { MessageChannel } from 'node:worker_threads'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { unixCaller } from '../../../src/server/api/caller.js'
import { gathered } from '../../../src/server/api/reply-text.js'
import {
  type CommandEvent,
  type CommandRequest,
  ThreadChannel,
  ThreadCommands,
} from '../../../src/server/api/thread-messages.js'
import { CommandServer } from '../../kit/command-server.js'

let server: CommandServer
let channel: ThreadChannel
let ports: MessageChannel
let heard: CommandEvent[] = []

beforeEach(() => {
  server = new CommandServer()
  ports = new MessageChannel()
  heard = []
  channel = new ThreadChannel('dhcp4', request => ports.port1.postMessage(request))
  const commands = new ThreadCommands(server.dispatcher, event => ports.port2.postMessage(event))
  ports.port2.on('message', (request: CommandRequest) => commands.heard(request))
  ports.port1.on('message', (event: CommandEvent) => {
    heard.push(event)
    channel.heard(event)
  })
})
afterEach(() => ports.port1.close())

const ask = (text: string) => channel.ask({ text, caller: unixCaller })

test('a short command is one message each way', async () => {
  const { outcome, text } = await ask('{"command":"version-get"}')
  expect(outcome).toBe('done')
  expect(JSON.parse(await gathered(text)).text).toBe('1.2.3')
  expect(heard).toHaveLength(1)
})

test('many at a time get their own answers', async () => {
  const answers = Array.from({ length: 200 }, async (_, n) => {
    const { text } = await ask(`{"command":"echo","arguments":{"n":${n}}}`)
    return JSON.parse(await gathered(text)).arguments.n
  })
  expect(await Promise.all(answers)).toEqual(Array.from({ length: 200 }, (_, n) => n))
})

test('a long answer comes piece by piece, as it is asked for', async () => {
  const { text } = await ask('{"command":"rows","arguments":{"count":100000}}')
  const before = heard.length
  await new Promise(go => setTimeout(go, 20))
  expect(heard.length).toBe(before)
  expect(JSON.parse(await gathered(text)).arguments.rows).toHaveLength(100000)
})

test('an answer that nobody wants to the end is given up', async () => {
  const { text } = await ask('{"command":"rows","arguments":{"count":1000000}}')
  for await (const _ of text) break
  while (server.room.closed === 0) await new Promise(go => setTimeout(go, 1))
})

test('an answer that breaks off fails', async () => {
  const { text } = await ask('{"command":"rows","arguments":{"count":9000,"fail-at":8000}}')
  await expect(gathered(text)).rejects.toThrow('the answer of dhcp4 broke off')
})

test('what is no JSON says so', async () => {
  expect((await ask('{')).outcome).toBe('malformed')
})

test('a thread that ends owes nobody: commands under way are answered, long answers fail', async () => {
  server.room.gate = new Promise(() => {})
  const { text } = await ask('{"command":"rows","arguments":{"count":1000000}}')
  const waiting = ask('{"command":"wait","arguments":{"name":"a"}}')
  while (server.room.order.length === 0) await new Promise(go => setTimeout(go, 1))
  const iterator = text[Symbol.asyncIterator]()
  await iterator.next()
  ports.port1.removeAllListeners('message')
  const next = iterator.next()
  channel.lost()
  expect(JSON.parse(await gathered((await waiting).text))).toMatchObject({ result: 1 })
  await expect(next).rejects.toThrow('broke off')
})
