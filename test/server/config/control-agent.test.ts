import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import type { AgentConfig } from '../../../src/server/config/decided-agent.js'
import { type Loaded, loading } from '../../../src/server/config/load.js'
import { formatPosition } from '../../../src/server/config/problem.js'
import { runAtOnce } from '../../../src/server/config/slices.js'

function load(text: string): Loaded {
  const read = (): string => {
    throw new Error('no file')
  }
  return runAtOnce(loading([{ name: 'a.json', text }], { read }))
}
function decided(inside: string): AgentConfig {
  const { services, problems } = load(`{ "Control-agent": { ${inside} } }`)
  expect(problems.filter(problem => problem.severity === 'error')).toEqual([])
  return services.agent!
}
const errors = (inside: string): string[] =>
  load(`{"Control-agent": {${inside}}}`)
    .problems.filter(({ severity }) => severity === 'error')
    .map(({ at, text }) => `${formatPosition(at)}: ${text}`)

describe('a Control Agent', () => {
  test("listens where Kea's does unless told otherwise", () => {
    const { door, services } = decided('"http-port": 8000')
    expect(door).toMatchObject({ type: 'http', address: '127.0.0.1', port: 8000, authentication: undefined })
    expect(services).toEqual(new Map())
  })

  test('as a whole', () => {
    const agent = decided(`
      "http-host": "::1", "http-port": 8443,
      "trust-anchor": "/ca", "cert-file": "/cert", "key-file": "/key", "cert-required": false,
      "authentication": { "type": "basic", "directory": "/etc", "clients": [
        { "user": "admin", "password": "1234" }, { "password-file": "both" } ] },
      "control-sockets": {
        "dhcp4": { "comment": "main server", "socket-type": "unix", "socket-name": "/run/4" },
        "d2": { "socket-name": "/run/d2" } },
      "hooks-libraries": [ { "library": "/usr/lib/libca_rbac.so", "parameters": { "assign-role-method": "cert-subject" } } ],
      "loggers": [ { "name": "kea-ctrl-agent", "severity": "WARN" } ]`)
    expect(agent.door).toMatchObject({
      type: 'https',
      address: '::1',
      port: 8443,
      keyFile: '/key',
      certRequired: false,
    })
    expect(agent.door.authentication).toMatchObject({ realm: 'kea-control-agent', directory: '/etc' })
    expect(agent.services).toEqual(
      new Map([
        ['dhcp4', '/run/4'],
        ['d2', '/run/d2'],
      ]),
    )
    expect(agent.hooks.map(({ library }) => library)).toEqual(['libca_rbac.so'])
    expect(agent.loggers).toMatchObject([{ name: 'kea-ctrl-agent', severity: 'WARN' }])
  })

  const example = '/usr/share/doc/kea/examples/agent/simple.json'
  test.runIf(existsSync(example))("Kea's own example", () => {
    const { services } = load(readFileSync(example, 'utf8'))
    expect([...services.agent!.services.keys()]).toEqual(['dhcp4', 'dhcp6', 'd2'])
  })
})

// each is refused by kea-ctrl-agent 2.2, too; but for the host name, which fails there when it listens
test.each([
  ['"foo": 1', 'a.json:1:20: got unexpected keyword "foo" in Control-agent map.'],
  ['"http-port": 80000', "a.json:1:33: The 'http-port' value (80000) is not within expected range: (0 - 65535)"],
  ['"http-host": "foo"', "a.json:1:33: http-host: 'foo' is not an IP address"],
  ['"trust-anchor": "/x"', 'missing: cert-file, key-file'],
  ['"control-sockets": {"foo": {"socket-name":"x"}}', 'got unexpected keyword "foo" in control-sockets map.'],
  ['"control-sockets": {"dhcp4": {"socket-type":"http", "socket-name":"x"}}', 'expecting unix'],
  ['"authentication": {"type":"basic","clients":[{"user":"a:b"}]}', "user must not contain a ':': 'a:b'"],
  ['"authentication": {"clients":[{"user":"a"}]}', "missing parameter 'type' in authentication map"],
  ['"authentication": {"type":"basic","clients":[{"password":"a"}]}', 'user is required in clients items'],
  ['"authentication": {"type":"basic","clients":[{"user":""}]}', 'user must not be empty'],
  ['"http-headers": [{"name":"a b","value":"x"}]', "'a b' cannot be the name of an HTTP header"],
  ['"http-headers": [{"name":"a","value":"x\\u000ab: c"}]', 'the value of the HTTP header a is not printable'],
])('%s is refused', (inside, text) => expect(errors(inside).join('\n')).toContain(text))

test('an agent that is wrong refuses the services beside it: a configuration is refused whole', () => {
  const { ok, services } = load('{"Dhcp4": {"subnet4": []}, "Control-agent": {"http-port": -1}}')
  expect(ok).toBe(false)
  expect(services).toEqual({})
})
