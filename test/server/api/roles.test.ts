import { existsSync, readFileSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { AgentService } from '../../../src/server/api/agent-service.js'
import type { Caller } from '../../../src/server/api/caller.js'
import { decideRoles } from '../../../src/server/api/roles-config.js'
import { loading } from '../../../src/server/config/load.js'
import { Report } from '../../../src/server/config/problem.js'
import { runAtOnce } from '../../../src/server/config/slices.js'
import { agentConfig, agentOver, basic, doorAt, onlyFor, post } from './agent-kit.js'
import { CommandServer } from './command-server.js'
import { hookWith } from './roles-kit.js'

const caller = (more: Partial<Caller>): Caller => ({ channel: 'http', remoteAddress: '192.0.2.9', tls: true, ...more })

/** Whether a user may send a command under these roles. */
function allows(parameters: object, user: string | undefined, command: string): boolean {
  const [hooks, report] = hookWith({ 'assign-role-method': 'basic-authentication', 'api-files': '/x', ...parameters })
  const roles = decideRoles(hooks, report)
  expect(report.problems).toEqual([])
  return roles!.of(caller({ user }))!.allows(command)
}

describe("the examples of Kea's manual", () => {
  const sample = {
    commands: [{ name: 'my-command', access: 'read', hook: 'my-hook' }],
    'access-control-lists': [
      { 'my-none': { not: 'ALL' } },
      { 'another-none': { and: ['ALL', 'NONE'] } },
      { 'my-read': { access: 'read' } },
    ],
    roles: [
      {
        name: 'kea-client',
        'accept-commands': { commands: ['list-commands', 'status-get'] },
        'reject-commands': 'NONE',
        'other-commands': 'reject',
        'list-match-first': 'accept',
      },
      { name: 'admin', 'accept-commands': 'ALL', 'reject-commands': { hook: 'cb_cmds' }, 'list-match-first': 'reject' },
      { name: 'reader', 'accept-commands': 'my-read' },
      { name: 'none', 'accept-commands': { or: ['my-none', 'another-none'] } },
    ],
    'default-role': { 'accept-commands': 'NONE', 'reject-commands': 'ALL' },
    'unknown-role': { 'accept-commands': 'READ', 'reject-commands': 'WRITE' },
  }
  test.each([
    ['kea-client', 'status-get', true],
    ['kea-client', 'config-get', false],
    ['admin', 'config-set', true],
    ['admin', 'remote-subnet4-set', false],
    ['reader', 'lease4-get', true],
    ['reader', 'lease4-add', false],
    ['reader', 'my-command', true],
    ['reader', 'no-such-command', false],
    ['none', 'status-get', false],
    ['somebody', 'lease4-get', true],
    ['somebody', 'lease4-del', false],
    [undefined, 'lease4-get', false],
  ])('%s sends %s: %s', (user, command, allowed) => expect(allows(sample, user, command)).toBe(allowed))

  const example = '/usr/share/doc/kea/examples/agent/rbac.json'
  test.runIf(existsSync(example))('the sample file is understood', () => {
    const read = () => ''
    const { services } = runAtOnce(loading([{ name: example, text: readFileSync(example, 'utf8') }], { read }))
    const report = new Report()
    expect(decideRoles(services.agent!.hooks, report)).toBeDefined()
    expect(report.problems).toEqual([])
  })

  // the four ways of the manual to say "everything that reads, but config-get"
  const butConfigGet = { and: ['READ', { not: { commands: ['config-get'] } }] }
  test.each([
    [{ 'accept-commands': butConfigGet, 'reject-commands': 'ALL', 'list-match-first': 'accept' }],
    [{ 'accept-commands': butConfigGet, 'other-commands': 'reject' }],
    [{ 'reject-commands': { or: ['WRITE', { commands: ['config-get'] }] }, 'other-commands': 'accept' }],
    [{ 'accept-commands': 'READ', 'reject-commands': { commands: ['config-get'] }, 'list-match-first': 'reject' }],
  ])('all that reads but config-get: %j', role => {
    const parameters = { roles: [{ name: 'u', ...role }] }
    expect(allows(parameters, 'u', 'status-get')).toBe(true)
    expect(allows(parameters, 'u', 'config-get')).toBe(false)
    expect(allows(parameters, 'u', 'config-set')).toBe(false)
  })
})

describe('how a caller comes by its role', () => {
  const roles = [{ name: 'it', 'accept-commands': 'ALL' }]
  test.each([
    ['remote-address', { remoteAddress: 'it' }],
    ['cert-subject', { certificate: { subject: 'it', issuer: 'x' } }],
    ['cert-issuer', { certificate: { subject: 'x', issuer: 'it' } }],
    ['basic-authentication', { user: 'it' }],
  ])('%s', (method, who) => {
    const read = decideRoles(...hookWith({ 'assign-role-method': method, roles }))!
    expect(read.of(caller(who))!.allows('config-set')).toBe(true)
    expect(read.of(caller({}))!.allows('config-set')).toBe(false)
  })

  test('certificates want TLS, unless told otherwise; users do not', () => {
    const of = (more: object) => decideRoles(...hookWith({ roles, ...more }))!.of(caller({ tls: false, user: 'it' }))!
    expect(of({ 'assign-role-method': 'basic-authentication' }).allows('config-get')).toBe(true)
    expect(of({ 'assign-role-method': 'basic-authentication', 'require-tls': true }).allows('config-get')).toBe(false)
  })

  test('nobody asks callers on UNIX sockets', () => {
    const read = decideRoles(...hookWith({ 'assign-role-method': 'basic-authentication' }))!
    expect(read.of(caller({ channel: 'unix' }))).toBeUndefined()
  })
})

test.each([
  [{}, 'assign-role-method must be one of'],
  [{ 'assign-role-method': 'custom-value' }, 'assign-role-method must be one of'],
  [{ roles: [{}] }, "missing parameter 'name'"],
  [{ roles: [{ name: 'a' }, { name: 'a' }] }, "role 'a' stands here twice"],
  [{ roles: [{ name: 'a', 'accept-commands': 'FOO' }] }, "unknown access list 'FOO'"],
  [{ roles: [{ name: 'a', 'accept-commands': 5 }] }, 'an access list is a name or a map'],
  [{ roles: [{ name: 'a', 'accept-commands': {} }] }, 'exactly one entry'],
  [{ roles: [{ name: 'a', 'accept-commands': { foo: 1 } }] }, 'got unexpected keyword "foo"'],
  [{ roles: [{ name: 'a', 'accept-commands': { not: { access: 'x' } } }] }, 'access must be read or write'],
  [{ roles: [{ name: 'a', 'other-commands': 'x' }] }, 'other-commands must be accept or reject'],
  [{ roles: [{ name: 'a', 'response-filters': ['x'] }] }, "unknown response filter 'x'"],
  [{ commands: [{ name: 'a' }] }, "commands want a 'name'"],
  [{ 'access-control-lists': [{ a: 'ALL', b: 'ALL' }] }, 'exactly one entry'],
])('%j is refused', (parameters, text) => {
  const [hooks, report] = hookWith(
    Object.keys(parameters).length === 0 || 'assign-role-method' in parameters
      ? parameters
      : { 'assign-role-method': 'cert-subject', ...parameters },
  )
  expect(decideRoles(hooks, report)).toBeUndefined()
  expect(report.problems[0]!.text).toContain(text)
})

describe('an agent with roles', () => {
  let agent: AgentService
  let port = 0
  beforeEach(async () => {
    const server = new CommandServer()
    ;({ agent } = agentOver(new Map([['dhcp4', server.dispatcher]])))
    const [hooks] = hookWith({
      'assign-role-method': 'basic-authentication',
      roles: [{ name: 'admin', 'accept-commands': 'READ', 'response-filters': ['list-commands'] }],
    })
    const door = doorAt({ authentication: onlyFor('admin', '1') })
    expect(await agent.configure(agentConfig({ door, hooks }))).toBeUndefined()
    port = agent.ports[0]!
  })
  afterEach(() => agent.close())
  const send = (text: string) => post(port, text, { headers: basic('admin', '1') })

  test('forbids what the role does not allow, before it reaches a service', async () => {
    const reply = await send('{"command":"config-set","service":["dhcp4"]}')
    expect(reply.status).toBe(403)
    expect(reply.body).toBe('{ "result": 403, "text": "Forbidden" }')
  })

  test('tells of commands only what the role may send, its own and those of services', async () => {
    expect((await send('{"command":"list-commands"}')).body).toBe(
      '[ { "arguments": [ "build-report", "config-get", "list-commands", "status-get", "version-get" ], "result": 0 } ]',
    )
    expect(JSON.parse((await send('{"command":"list-commands","service":["dhcp4"]}')).body)[0].arguments).toEqual([
      'build-report',
      'list-commands',
      'version-get',
    ])
  })
})

test('a service with roles forbids by what its commands are declared to do', async () => {
  const server = new CommandServer('3')
  server.roles = decideRoles(
    ...hookWith({ 'assign-role-method': 'basic-authentication', 'default-role': { 'accept-commands': 'READ' } }),
  )
  const ask = async (command: string) =>
    (await server.dispatcher.ask({ text: `{"command":"${command}"}`, caller: caller({}) })).outcome
  expect(await ask('echo')).toBe('done')
  expect(await ask('lease4-add')).toBe('forbidden')
  expect(
    server.said("COMMAND_HTTP_LISTENER_COMMAND_REJECTED Command HTTP listener rejected command 'lease4-add'"),
  ).toBe(true)
})
