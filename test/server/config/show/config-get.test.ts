import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Generation } from '../../../../src/server/config/behaviours.js'
import { family4, family6 } from '../../../../src/server/config/decide/family.js'
import { type Loaded, loading } from '../../../../src/server/config/load.js'
import { configGet } from '../../../../src/server/config/show/config-get.js'
import type { Form, Json } from '../../../../src/server/config/show/shower.js'
import { runAtOnce } from '../../../../src/server/config/slices.js'
import { shownConfigurations6 } from '../../../fixtures/config/shown6.js'
import { comparable } from '../comparable.js'
import { dhcp4Configuration } from '../configurations.js'
import { errorsOf, load } from '../loaded.js'

function show(loaded: Loaded, form: Form): Json {
  expect(errorsOf(loaded)).toEqual([])
  const { dhcp6 } = loaded.services
  if (dhcp6 !== undefined) return runAtOnce(configGet(loaded.trees.get('Dhcp6')!, dhcp6, family6, form))
  return runAtOnce(configGet(loaded.trees.get('Dhcp4')!, loaded.services.dhcp4!, family4, form))
}

const shown = (dhcp4: object, generation: Generation, form: Form = 'kea'): Json =>
  show(load(JSON.stringify({ Dhcp4: dhcp4 }), { generation }), form)

/** What is wrong with what is shown, when it is loaded, and what it decides. */
function again(
  configuration: Json,
  generation: Generation,
  service: 'Dhcp4' | 'Dhcp6' = 'Dhcp4',
): { problems: string[]; decided: unknown } {
  const loaded = load(JSON.stringify({ [service]: configuration }), { generation })
  const problems = loaded.problems.filter(p => p.severity === 'error' || p.code === 'old-keyword').map(p => p.text)
  return { problems, decided: comparable(loaded.services.dhcp4 ?? loaded.services.dhcp6) }
}

describe('the effective configuration', () => {
  it('loads to the same server, in both generations', () => {
    fc.assert(
      fc.property(dhcp4Configuration, fc.constantFrom<Generation>('2.2', '3'), (dhcp4, generation) => {
        const loaded = load(JSON.stringify({ Dhcp4: dhcp4 }), { generation })
        const { problems, decided } = again(show(loaded, 'effective'), generation)
        expect(problems).toEqual([])
        expect(decided).toEqual(comparable(loaded.services.dhcp4))
      }),
      { numRuns: 150 },
    )
  })

  const examples = '/usr/share/doc/kea/examples/'
  const own = new URL('../../../fixtures/config/', import.meta.url).pathname
  const folders = [own, `${examples}kea4/`, `${examples}kea6/`]
  const files = folders.filter(existsSync).flatMap(folder =>
    readdirSync(folder)
      .filter(name => /\.(json|conf)$/.test(name))
      .map(name => folder + name),
  )

  it.each(files)('of %s loads to the same server', file => {
    for (const generation of ['2.2', '3'] as const) {
      const loaded = runAtOnce(loading([file], { read: path => readFileSync(path, 'utf8'), generation }))
      const { dhcp4, dhcp6 } = loaded.services
      const { problems, decided } = again(
        show(loaded, 'effective'),
        generation,
        dhcp6 === undefined ? 'Dhcp4' : 'Dhcp6',
      )
      expect(problems).toEqual([])
      expect(decided).toEqual(comparable(dhcp4 ?? dhcp6))
    }
  })

  it.each(Object.entries(shownConfigurations6))('of DHCPv6 with %s loads to the same server', (_, dhcp6) => {
    for (const generation of ['2.2', '3'] as const) {
      const loaded = load(JSON.stringify({ Dhcp6: dhcp6 }), { generation })
      const { problems, decided } = again(show(loaded, 'effective'), generation, 'Dhcp6')
      expect(problems).toEqual([])
      expect(decided).toEqual(comparable(loaded.services.dhcp6))
    }
  })

  it('has inherited values in the scopes that they hold in', () => {
    const { 'shared-networks': networks } = shown(
      {
        'min-valid-lifetime': 600,
        'shared-networks': [
          {
            name: 'n',
            authoritative: true,
            interface: 'eth0',
            relay: { 'ip-addresses': ['10.0.0.1'] },
            'next-server': '10.0.0.9',
            subnet4: [{ subnet: '10.0.0.0/24', 'valid-lifetime': 1200, pools: [{ pool: '10.0.0.5-10.0.0.6' }] }],
          },
        ],
      },
      '3',
      'effective',
    ) as { 'shared-networks': { subnet4: Json[] }[] }
    expect(networks[0]!.subnet4[0]).toMatchObject({
      id: 1,
      authoritative: true,
      interface: 'eth0',
      relay: { 'ip-addresses': ['10.0.0.1'] },
      'next-server': '10.0.0.9',
      'min-valid-lifetime': 600,
      'valid-lifetime': 1200,
      'max-valid-lifetime': 1200,
      'match-client-id': true,
      'cache-threshold': 0.25,
      pools: [{ pool: '10.0.0.5-10.0.0.6', 'ddns-generated-prefix': 'myhost' }],
    })
  })
})

describe("Kea's form", () => {
  it('has the keywords of the generation', () => {
    const written = {
      'control-sockets': [{ 'socket-type': 'unix', 'socket-name': '/run/k' }],
      'client-classes': [{ name: 'a', 'only-in-additional-list': true }],
      subnet4: [{ subnet: '10.0.0.0/24', id: 1, 'client-class': 'a', 'require-client-classes': ['a'] }],
      loggers: [{ name: 'kea-dhcp4', 'output-options': [{ output: 'stderr' }] }],
    }
    expect(shown(written, '2.2')).toMatchObject({
      'control-socket': { 'socket-type': 'unix', 'socket-name': '/run/k' },
      'client-classes': [{ name: 'a', 'only-if-required': true }],
      'ddns-use-conflict-resolution': true,
      subnet4: [{ 'client-class': 'a', 'require-client-classes': ['a'] }],
      loggers: [{ output_options: [{ output: 'stderr', flush: true, pattern: '' }] }],
    })
    expect(shown(written, '3')).toMatchObject({
      allocator: 'iterative',
      'cache-threshold': 0.25,
      'client-classes': [{ name: 'a', 'only-in-additional-list': true }],
      'ddns-conflict-resolution-mode': 'check-with-dhcid',
      'stash-agent-options': false,
      subnet4: [{ 'client-classes': ['a'], 'evaluate-additional-classes': ['a'], allocator: 'iterative' }],
      loggers: [{ 'output-options': [{ output: 'stderr' }] }],
    })
    expect(shown({ 'valid-lifetime': 600 }, '2.2')).not.toHaveProperty('stash-agent-options')
  })

  it('shows sub-options as bytes where the option has no text of its own', () => {
    const { 'option-data': options } = shown(
      {
        'option-def': [
          { name: 'inner', code: 1, space: 's', type: 'ipv4-address' },
          { name: 'outer', code: 232, type: 'empty', encapsulate: 's' },
        ],
        'option-data': [{ name: 'inner', space: 's', data: '1.2.3.4' }, { name: 'outer' }],
      },
      '2.2',
    ) as { 'option-data': Json[] }
    expect(options).toEqual([
      { 'always-send': false, code: 232, 'csv-format': false, data: '010401020304', name: 'outer', space: 'dhcp4' },
      { 'always-send': false, code: 1, 'csv-format': true, data: '1.2.3.4', name: 'inner', space: 's' },
    ])
  })

  it('reads includes as if their text stood there', () => {
    const files = { 'subnets.json': '"subnet4": [{ "subnet": "10.0.0.0/24", "id": 4 }]' }
    const loaded = load('{ "Dhcp4": { <?include "subnets.json"?> } }', { files })
    expect(show(loaded, 'kea')).toMatchObject({ subnet4: [{ id: 4, subnet: '10.0.0.0/24' }] })
  })

  it('folds comments into user contexts, and has keys in alphabetical order', () => {
    const json = shown({ comment: 'now', 'user-context': { z: 1, comment: 'old', a: { c: 1, b: 2 } } }, '2.2')
    expect(JSON.stringify(json['user-context'])).toBe('{"a":{"b":2,"c":1},"comment":"now","z":1}')
    expect(Object.keys(json)).toEqual([...Object.keys(json)].sort())
    expect(json).not.toHaveProperty('comment')
  })
})
