import { describe, expect, test } from 'vitest'
import type { Caller } from '../../../src/server/api/caller.js'
import { unixCaller } from '../../../src/server/api/caller.js'
import { gathered } from '../../../src/server/api/reply-text.js'
import type { Generation } from '../../../src/server/config/behaviours.js'
import { CommandServer } from '../../kit/command-server.js'

const http: Caller = { channel: 'http', remoteAddress: '127.0.0.1', tls: false }

async function ask(
  text: string,
  generation: Generation = '2.2',
  caller = unixCaller,
  server = new CommandServer(generation),
) {
  const answer = await server.dispatcher.ask({ text, caller })
  return JSON.parse(await gathered(answer.text))
}
const take = (arguments_: string): Promise<unknown> => ask(`{"command":"lease4-add","arguments":${arguments_}}`)

describe('arguments', () => {
  test('come as the types they are declared with', async () => {
    expect(await take('{"ip-address":"192.0.2.1","hw-address":"x","force":true,"share":3}')).toEqual({
      arguments: { address: 0xc0000201, force: true, share: 3 },
      result: 0,
      text: 'taken',
    })
  })

  // what kea-dhcp4 2.2 replied to the same lease4-add
  const full = '"ip-address":"192.0.2.12","hw-address":"1a:1b:1c:1d:1e:1f"'
  const wrongType = (at: number): string => `invalid type specified for parameter 'valid-lft' (<wire>:0:${at})`
  test.each([
    ['{}', "missing parameter 'ip-address' (<wire>:0:37)"],
    ['{"ip-address":5}', "invalid type specified for parameter 'ip-address' (<wire>:0:50)"],
    ['{"ip-address":"192.0.2.12"}', "missing parameter 'hw-address' (<wire>:0:37)"],
    ['{"ip-address":"192.0.2.12","hw-address":1}', "invalid type specified for parameter 'hw-address' (<wire>:0:76)"],
    [`{${full},"valid-lft":"x"}`, wrongType(108)],
    [`{${full},"valid-lft":true}`, wrongType(108)],
    [`{${full},"valid-lft":[]}`, wrongType(109)],
    [`{${full},"valid-lft":{}}`, wrongType(109)],
    [`{${full},"valid-lft":null}`, wrongType(108)],
    [`{${full},"valid-lft": 1.5 }`, wrongType(109)],
    [
      `{${full},"valid-lft":4294967296}`,
      "out of range value (4294967296) specified for parameter 'valid-lft' (<wire>:0:108)",
    ],
    [`{${full},"subnet-id":-1}`, "out of range value (-1) specified for parameter 'subnet-id' (<wire>:0:108)"],
  ])('%s', async (given, text) => expect(await take(given)).toEqual({ result: 1, text }))

  // words of the argument's own
  test.each([
    ['{"ip-address":"x"}', "Failed to convert string to address 'x': Invalid argument"],
    [`{${full},"share":11}`, 'share must be 1 to 10'],
  ])('%s', async (given, text) => expect(await take(given)).toEqual({ result: 1, text }))

  test('that are not declared are passed over, as Kea does', async () => {
    expect(await take('{"ip-address":"192.0.2.1","hw-address":"x","foo":1}')).toMatchObject({ result: 0 })
  })

  test.each([
    ['{"command":"lease4-add"}', '3', "invalid command 'lease4-add': no arguments specified"],
    [
      '{"command":"lease4-add","arguments":[]}',
      '3',
      "invalid command 'lease4-add': expected 'arguments' to be a map, got list instead",
    ],
  ] as const)('%s', async (request, generation, text) =>
    expect(await ask(request, generation)).toEqual({ result: 1, text }),
  )

  test('of commands without any are not looked at', async () => {
    expect(await ask('{"command":"list-commands","arguments":1}')).toMatchObject({ result: 0 })
  })
})

describe('requests as Kea 3 replies to them', () => {
  const prefix = 'Error during command processing: invalid command: '
  test.each([
    ['{}', `${prefix}does not contain mandatory 'command'`],
    ['{"command":"foo","x":1}', `${prefix}unsupported parameter 'x'`],
    ['[]', `${prefix}expected toplevel entry to be a map, got list instead`],
  ])('%s', async (request, text) => expect(await ask(request, '3')).toEqual({ result: 1, text }))

  test.each([
    ['[]', undefined],
    ['[""]', undefined],
    ['["dhcp4"]', undefined],
    ['["dhcp6"]', "unsupported service 'dhcp6', expected 'dhcp4'"],
    ['"dhcp4"', 'service value must be a list'],
    ['["dhcp4","dhcp6"]', 'service value has more than one item'],
    ['[1]', 'service name must be a string'],
  ])('service %s over HTTP', async (service, text) => {
    const reply = await ask(`{"command":"big","service":${service}}`, '3', http)
    expect(reply.text).toBe(text)
    expect(reply.result).toBe(text === undefined ? 0 : 1)
  })

  test('a service may be named on a UNIX socket as the agent forwards it', async () => {
    expect(await ask('{"command":"big","service":["dhcp4","dhcp6"]}', '3')).toMatchObject({ result: 0 })
  })
})

describe('commands', () => {
  test('are listed in order', async () => {
    const { arguments: names } = await ask('{"command":"list-commands"}')
    expect(names).toEqual([...names].sort())
    expect(names).toContain('list-commands')
  })

  test('send whole numbers of any size exactly, and get them back', async () => {
    const server = new CommandServer('3')
    const answer = async (text: string) => gathered((await server.dispatcher.ask({ text, caller: unixCaller })).text)
    expect(await answer('{"command":"big"}')).toBe(
      '{ "arguments": { "most": 18446744073709551615, "total": 79228162514264337593543950336 }, "result": 0 }',
    )
    expect(
      await answer('{"command":"echo","arguments":{"n":340282366920938463463374607431768211455,"m":9007199254740993}}'),
    ).toBe('{ "arguments": { "m": 9007199254740993, "n": 340282366920938463463374607431768211455 }, "result": 0 }')
  })

  test('that fail as foreseen say so with their result', async () => {
    expect(await ask('{"command":"fail","arguments":{"how":"known"}}')).toEqual({
      result: 3,
      text: 'IPv4 lease not found.',
    })
  })

  test('that fail otherwise tell the log, not the caller', async () => {
    const server = new CommandServer()
    const reply = await ask('{"command":"fail"}', '2.2', unixCaller, server)
    expect(reply).toEqual({ result: 1, text: "internal error of the command 'fail', see the log" })
    expect(server.said('COMMAND_RESPONSE_ERROR')).toBe(true)
    expect(server.said('secret of the inside')).toBe(true)
  })

  test('that change the configuration wait for each other, in order; others do not wait', async () => {
    const server = new CommandServer()
    let open!: () => void
    server.room.gate = new Promise(resolve => {
      open = resolve
    })
    const waiting = ['a', 'b', 'c'].map(name =>
      ask(`{"command":"wait","arguments":{"name":"${name}"}}`, '2.2', unixCaller, server),
    )
    expect(await ask('{"command":"big"}', '2.2', unixCaller, server)).toMatchObject({ result: 0 })
    expect(server.room.order).toEqual(['a begins'])
    open()
    await Promise.all(waiting)
    expect(server.room.order).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends'])
  })

  test('with an empty list know so once it is written', async () => {
    expect(await ask('{"command":"rows","arguments":{"count":0}}')).toEqual({
      arguments: { rows: [] },
      result: 3,
      text: '0 row(s) found.',
    })
  })

  test('are logged by name, never with what they bring', async () => {
    const server = new CommandServer()
    await ask('{"command":"echo","arguments":{"password":"swordfish"}}', '2.2', unixCaller, server)
    expect(server.said("COMMAND_RECEIVED Received command 'echo'")).toBe(true)
    expect(server.said('swordfish')).toBe(false)
  })

  test('of a feature that was switched off are gone', async () => {
    const server = new CommandServer()
    server.registry.remove(['big'])
    expect(await ask('{"command":"big"}', '2.2', unixCaller, server)).toEqual({
      result: 2,
      text: "'big' command not supported.",
    })
  })
})
