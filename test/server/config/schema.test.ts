import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { configurationSchema } from '../../../src/server/config/json-schema.js'
import { keywordEffects } from '../../../src/server/config/keyword-effects.js'
import { configurationReference } from '../../../src/server/config/reference.js'
import { dhcp4 } from '../../../src/server/config/schema/dhcp4.js'
import { dhcp6 } from '../../../src/server/config/schema/dhcp6.js'
import type { Scope } from '../../../src/server/config/schema/keyword.js'
import { distance, nearest } from '../../../src/server/config/schema/nearest.js'
import { keaKeywords4 } from '../../fixtures/config/kea-keywords4.js'
import { keaKeywords6 } from '../../fixtures/config/kea-keywords6.js'
import { codesOf, load } from './loaded.js'

/** The scope at the end of a path of keywords. */
function scopeAt(path: string, top: Scope = dhcp4): Scope {
  let scope = top
  for (const key of path.split('/').filter(part => part !== '')) {
    const shape = scope.keywords.get(key)!.shape
    const inside = shape.kind === 'list' ? shape.of : shape
    if (inside.kind !== 'map') throw new Error(`${key} of ${path} holds no map`)
    scope = inside.scope
  }
  return scope
}

describe('the table of keywords', () => {
  it.each(Object.entries(keaKeywords4))('has every keyword that Kea has in %s', (path, keywords) => {
    const known = scopeAt(path).keywords
    expect(keywords.filter(keyword => !known.has(keyword))).toEqual([])
  })

  it.each(Object.entries(keaKeywords6))('has every keyword that Kea has for DHCPv6 in %s', (path, keywords) => {
    const known = scopeAt(path, dhcp6).keywords
    expect(keywords.filter(keyword => !known.has(keyword))).toEqual([])
  })

  it('takes remarks in every map', () => {
    const remarks = { comment: 'x', 'user-context': { a: [1, null, { b: true }] } }
    expect(
      codesOf({
        ...remarks,
        subnet4: [{ ...remarks, subnet: '10.0.0.0/24', pools: [{ ...remarks, pool: '10.0.0.64/26' }] }],
      }),
    ).toEqual([])
  })
})

describe('what has no effect', () => {
  it('is said once a keyword, and not about values that ask for nothing', () => {
    expect(
      codesOf({ 'server-tag': '', 'stash-agent-options': false, 'dhcp-ddns': { 'enable-updates': false } }),
    ).toEqual([])
    const subnet = { 'ddns-ttl': 5 }
    const { problems } = load(
      JSON.stringify({
        Dhcp4: {
          'hosts-databases': [{ type: 'mysql', name: 'x', host: 'y' }],
          subnet4: [
            { subnet: '10.0.0.0/24', ...subnet },
            { subnet: '10.0.1.0/24', ...subnet },
          ],
        },
      }),
    )
    expect(problems.map(p => `${p.severity} ${p.text}`)).toEqual([
      'warning hosts-databases is accepted, but has no effect yet',
      'warning ddns-ttl is accepted, but has no effect yet',
    ])
  })

  it('is said of hook libraries that are not built in', () => {
    const dhcp4 = { 'hooks-libraries': [{ library: '/usr/lib/kea/hooks/libdhcp_ha.so', parameters: { any: 1 } }] }
    expect(codesOf(dhcp4)).toEqual(['no-effect'])
    expect(codesOf(dhcp4, { surroundings: { libraries: new Set(['libdhcp_ha.so']) } })).toEqual([])
  })
})

describe('the nearest keyword', () => {
  it('counts letters more, less, other and swapped', () => {
    expect(distance('valid', 'valid')).toBe(0)
    expect(distance('vlaid', 'valid')).toBe(1)
    expect(distance('vald', 'valid')).toBe(1)
    expect(distance('', 'abc')).toBe(3)
  })

  it('is offered only when it is near', () => {
    const words = ['subnet4', 'pools', 'option-data', 'loggers']
    expect(nearest('subnets4', words)).toBe('subnet4')
    expect(nearest('Option_Data', words)).toBe('option-data')
    expect(nearest('pool', words)).toBe('pools')
    expect(nearest('reservations', words)).toBeUndefined()
  })
})

describe('the reference', () => {
  it('in docs is the one that the table makes', () => {
    const file = new URL('../../../docs/configuration-reference.md', import.meta.url)
    expect(readFileSync(file, 'utf8')).toBe(configurationReference())
  })

  it('of what acts and what does not is the one that the table makes', () => {
    const file = new URL('../../../docs/keywords.md', import.meta.url)
    expect(readFileSync(file, 'utf8')).toBe(keywordEffects())
  })

  it('has a meaning for every keyword, as one sentence', () => {
    const scopes = [
      ...Object.keys(keaKeywords4).map(path => scopeAt(path)),
      ...Object.keys(keaKeywords6).map(path => scopeAt(path, dhcp6)),
    ]
    for (const { keywords } of scopes)
      for (const [keyword, { says }] of keywords) expect(`${keyword}: ${says}`).toMatch(/: .{8,}\.$/)
  })
})

describe('the JSON Schema', () => {
  const schema = configurationSchema() as {
    $defs: Record<string, { properties: Record<string, Record<string, unknown>>; required?: string[] }>
    properties: Record<string, unknown>
  }

  it('knows every keyword that Kea has, in its scope', () => {
    expect(schema.properties).toMatchObject({ Dhcp4: { $ref: '#/$defs/Dhcp4' }, Dhcp6: { $ref: '#/$defs/Dhcp6' } })
    for (const [path, keywords] of Object.entries(keaKeywords4)) {
      const found = schema.$defs[scopeAt(path).title]!
      expect(keywords.filter(keyword => found.properties[keyword] === undefined)).toEqual([])
    }
  })

  it('tells editors types, ranges, choices, defaults and what is old', () => {
    const { Dhcp4: global, subnet4, 'client-classes': clientClass, loggers } = schema.$defs
    expect(global!.properties['valid-lifetime']).toMatchObject({
      type: 'integer',
      minimum: 0,
      maximum: 4294967295,
      default: 7200,
    })
    expect(global!.properties['t1-percent']).toMatchObject({ type: 'number', exclusiveMinimum: 0, exclusiveMaximum: 1 })
    expect(global!.properties.subnet4).toMatchObject({ type: 'array', items: { $ref: '#/$defs/subnet4' } })
    expect(subnet4!.required).toEqual(['subnet'])
    expect(subnet4!.properties['client-class']).toMatchObject({ type: 'string', deprecated: true })
    expect(clientClass!.properties['only-if-required']).toMatchObject({ deprecated: true })
    expect(loggers!.properties.severity!.enum).toContain('warn')
    // the value of an outer scope holds there, not a default
    expect(subnet4!.properties['valid-lifetime']).not.toHaveProperty('default')
  })

  it('refers to definitions that are there', () => {
    const text = JSON.stringify(schema)
    const names = [...text.matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name!)
    expect(names.filter(name => schema.$defs[name] === undefined)).toEqual([])
  })
})
