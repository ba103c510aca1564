import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loading } from '../../../../src/server/config/load.js'
import { runAtOnce } from '../../../../src/server/config/slices.js'
import { formatNote, type Upgraded, upgrade } from '../../../../src/server/config/upgrade/upgrade.js'
import { comparable } from '../comparable.js'
import { dhcp4Configuration } from '../configurations.js'

function upgraded(files: Readonly<Record<string, string>>): Upgraded {
  const result = upgrade('c.json', name => {
    const text = files[name]
    if (text === undefined) throw new Error('no such file')
    return text
  })
  if ('wrong' in result) throw new Error(result.wrong.join('\n'))
  return result
}

const textOf = (text: string): string => upgraded({ 'c.json': text }).texts.get('c.json')!

/** Codes of what Kea 3 would say, but for what has nothing to do with old keywords, and what is decided. */
function checked(text: string, read: (name: string) => string = () => ''): { codes: string[]; decided: unknown } {
  const loaded = runAtOnce(loading([{ name: 'c.json', text }], { read, generation: '3' }))
  const codes = loaded.problems.filter(
    p => p.severity === 'error' || p.code === 'old-keyword' || p.code === 'extraneous-comma',
  )
  return { codes: codes.map(p => `${p.at.line}: ${p.text}`), decided: comparable(loaded.services.dhcp4) }
}

describe('old keywords', () => {
  it('become new ones, and everything else stays as it was', () => {
    const old = `// Office
{ "Dhcp4": {
    "control-socket": { # where to ask
      "socket-type": "unix", "socket-name": "/run/kea" /* path */ },
    "reservation-mode": /* was all */ "out-of-pool",
    "ddns-use-conflict-resolution": false,
    "client-classes": [ { "name": "late", "only-if-required": true } ],
    "subnet4": [
      {
        // the printers
        "subnet": "192.0.2.0/24",
        "client-class": "late",   "require-client-classes": [ "late" ],
        "relay": { "ip-address": "192.0.2.1" }
      },
      { "id": 0, "subnet": "198.51.100.0/24", "client-class": "" } ],
    "loggers": [ { "name": "kea-dhcp4", "output_options": [ { "output": "stdout" } ] } ]
} }
`
    expect(textOf(old)).toBe(`// Office
{ "Dhcp4": {
    "control-sockets": [{ # where to ask
      "socket-type": "unix", "socket-name": "/run/kea" /* path */ }],
    "reservations-global": /* was all */ false, "reservations-in-subnet": true, "reservations-out-of-pool": true,
    "ddns-conflict-resolution-mode": "no-check-with-dhcid",
    "client-classes": [ { "name": "late", "only-in-additional-list": true } ],
    "subnet4": [
      {
        "id": 1,
        // the printers
        "subnet": "192.0.2.0/24",
        "client-classes": ["late"],   "evaluate-additional-classes": [ "late" ],
        "relay": { "ip-addresses": ["192.0.2.1"] }
      },
      { "id": 2, "subnet": "198.51.100.0/24", "client-classes": [] } ],
    "loggers": [ { "name": "kea-dhcp4", "output-options": [ { "output": "stdout" } ] } ]
} }
`)
  })

  it('of dhcp-ddns move out of it, with the right commas', () => {
    const of = (inside: string): string =>
      textOf(`{ "Dhcp4": {\n  "dhcp-ddns": {${inside}},\n  "valid-lifetime": 600 } }`)
    expect(
      of('\n    "enable-updates": false,\n    "qualifying-suffix": "x", // ours\n    "override-no-update": true\n  '),
    ).toBe(
      '{ "Dhcp4": {\n  "dhcp-ddns": {\n    "enable-updates": false\n    // ours\n  },\n  "ddns-qualifying-suffix": "x",\n  "ddns-override-no-update": true,\n  "valid-lifetime": 600 } }',
    )
    expect(of(' "qualifying-suffix": "x", "enable-updates": false ')).toBe(
      '{ "Dhcp4": {\n  "dhcp-ddns": { "enable-updates": false },\n  "ddns-qualifying-suffix": "x",\n  "valid-lifetime": 600 } }',
    )
  })

  it('of dhcp-ddns go when they are set outside of it: these counted before, too', () => {
    const old =
      '{ "Dhcp4": { "dhcp-ddns": { "enable-updates": false, "qualifying-suffix": "x" }, "ddns-qualifying-suffix": "y" } }'
    expect(textOf(old)).toBe('{ "Dhcp4": { "dhcp-ddns": { "enable-updates": false }, "ddns-qualifying-suffix": "y" } }')
  })

  it('in included files change there', () => {
    const files = { 'c.json': '{ "Dhcp4": { <?include "more.json"?> } }', 'more.json': '"reservation-mode": "all"' }
    const { texts, changes } = upgraded(files)
    expect(texts.get('c.json')).toBe(files['c.json'])
    expect(texts.get('more.json')).toContain('"reservations-global": false')
    expect(changes.map(formatNote)).toEqual([
      'more.json:1:1: reservation-mode is now reservations-global, reservations-in-subnet and reservations-out-of-pool',
    ])
  })

  it('are not touched in a file with errors', () => {
    const result = upgrade('c.json', () => '{ "Dhcp4": { "reservation-mode": "some" } }')
    expect(result).toMatchObject({ wrong: [expect.stringContaining('c.json:1:34: error: ')] })
  })
})

it('what a person must decide is listed with its place', () => {
  const text =
    '{ "Dhcp4": { "multi-threading": { "enable-multi-threading": true } }, "Control-agent": { "http-port": 8000 } }'
  const { decisions } = upgraded({ 'c.json': text })
  expect(decisions.map(formatNote)).toEqual([
    'c.json:1:12: cache-threshold is not set: unset in Kea 2.2, 0.25 in Kea 3',
    'c.json:1:88: Kea 3 has no Control-agent: give each service control-sockets of its own',
  ])
})

describe('the result', () => {
  it('is for Kea 3 what the old text was, without a word about old keywords', () => {
    fc.assert(
      fc.property(dhcp4Configuration, fc.constantFrom(0, 2), (dhcp4, indent) => {
        const old = JSON.stringify({ Dhcp4: dhcp4 }, undefined, indent)
        const { codes, decided } = checked(textOf(old))
        expect(codes).toEqual([])
        expect(decided).toEqual(checked(old).decided)
      }),
      { numRuns: 60 },
    )
  })

  const folder = '/usr/share/doc/kea/examples/kea4/'
  const examples = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : []

  it.each(examples)("of Kea's example %s is good for Kea 3", name => {
    const read = (path: string): string => readFileSync(path, 'utf8')
    const result = upgrade(folder + name, read)
    if ('wrong' in result) throw new Error(result.wrong.join('\n'))
    const { codes, decided } = checked(result.texts.get(folder + name)!, read)
    expect(codes).toEqual([])
    expect(decided).toEqual(checked(read(folder + name), read).decided)
  })
})

describe('Dhcp6', () => {
  it('is rewritten as Dhcp4 is', () => {
    const old = `{ "Dhcp6": { "reservation-mode": "global", "subnet6": [ { "subnet": "2001:db8::/64",
      "pd-pools": [ { "prefix": "3000::", "prefix-len": 48, "delegated-len": 64, "client-class": "a" } ] } ] } }`
    const { texts, decisions } = upgraded({ 'c.json': old })
    const text = texts.get('c.json')!
    expect(text).toContain('"client-classes": ["a"]')
    expect(text).toContain('"id": 1')
    expect(checked(text).codes).toEqual([])
    expect(decisions.map(note => note.text)).toContain('preferred-lifetime is not set: 3600 in Kea 2.2, unset in Kea 3')
  })

  const folder = '/usr/share/doc/kea/examples/kea6/'
  const files = existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.json')) : []

  it.each(files)('of the example %s is free of old keywords then', name => {
    expect(checked(textOf(readFileSync(folder + name, 'utf8'))).codes).toEqual([])
  })
})
