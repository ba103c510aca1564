import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { coverPrefixes } from '../../src/migrate/convert/address.js'
import { migrate } from '../../src/migrate/migrate.js'
import type { TargetName } from '../../src/migrate/target.js'

interface Made {
  readonly Dhcp4: Readonly<Record<string, never>>
}

/** What a text becomes, without its comments. */
async function convert(text: string, target: TargetName = 'kea-3', family?: 4 | 6) {
  const migrated = await migrate({ name: 'dhcpd.conf', text }, { target, family, read: () => '' })
  if (!migrated.ok) throw new Error(migrated.problems.join('\n'))
  const { converted } = migrated
  const json = converted.text.replaceAll(/^\s*\/\/.*$/gm, '').replaceAll(/ \/\/ .*$/gm, '')
  return { ...converted, json: Object.values(JSON.parse(json) as Made)[0] as Record<string, never> }
}

const subnet = (body: string): string => `subnet 192.0.2.0 netmask 255.255.255.0 { ${body} }`

describe('lifetimes', () => {
  it("are dhcpd's own where the file says nothing", async () => {
    const { json } = await convert(subnet('range 192.0.2.9;'))
    expect(json).toMatchObject({ 'valid-lifetime': 43200, 'min-valid-lifetime': 300, 'max-valid-lifetime': 86400 })
  })

  it('are cut down to the maximum of an outer scope, as dhcpd does', async () => {
    const { json } = await convert(`max-lease-time 7200; ${subnet('default-lease-time 86400;')}`)
    expect(json).toMatchObject({ subnet4: [{ 'valid-lifetime': 7200, 'max-valid-lifetime': 7200 }] })
  })

  it('of one pool do not change those of another', async () => {
    const { json, entries } = await convert(
      subnet('pool { range 192.0.2.1; max-lease-time 60; } pool { range 192.0.2.9; }'),
    )
    expect(json).toMatchObject({ subnet4: [expect.not.objectContaining({ 'max-valid-lifetime': 60 })] })
    expect(entries.find(entry => entry.text === 'max-lease-time 60')?.outcome).toBe('decision')
  })
})

describe('a pool stays closed to those whom it was closed to', () => {
  it('when the class that it is for has no counterpart', async () => {
    const text = `class "c" { spawn with option host-name; } ${subnet('pool { allow members of "c"; range 192.0.2.1; } pool { deny members of "c"; range 192.0.2.2; }')}`
    const { json } = await convert(text)
    const { 'client-classes': classes, subnet4 } = json as unknown as {
      'client-classes': { name: string; test: string }[]
      subnet4: { pools: { 'client-class': string }[] }[]
    }
    for (const pool of subnet4[0]!.pools)
      expect(classes.find(one => one.name === pool['client-class'])?.test).toBe("not member('ALL')")
  })

  it('when unknown clients are denied in a scope around it', async () => {
    const { json } = await convert(`deny unknown-clients; ${subnet('range 192.0.2.1;')}`)
    expect(json).toMatchObject({ subnet4: [{ pools: [{ 'client-class': 'KNOWN' }] }] })
  })
})

describe('hosts', () => {
  it('have what the groups around them set, the inner ones first', async () => {
    const text = `${subnet('')} group { filename "outer"; next-server 192.0.2.1; group { filename "inner"; host a { hardware ethernet 2:0:0:0:0:1; fixed-address 192.0.2.5; } } }`
    const { json } = await convert(text)
    const reservation = {
      'hw-address': '02:00:00:00:00:01',
      'ip-address': '192.0.2.5',
      'boot-file-name': 'inner',
      'next-server': '192.0.2.1',
    }
    expect(json).toMatchObject({ subnet4: [{ reservations: [reservation] }] })
  })

  it('without an address are reserved in all subnets', async () => {
    const { json } = await convert(`${subnet('')} host a { hardware ethernet 2:0:0:0:0:1; option domain-name "x"; }`)
    expect(json).toMatchObject({ 'reservations-global': true, 'reservations-in-subnet': true, reservations: [{}] })
  })
})

describe('targets', () => {
  const text = `class "c" { match if option host-name ~= "^a"; } ${subnet('if exists user-class { filename "x"; }')}`

  it('have their own names for classes of a subnet', async () => {
    expect((await convert(text, 'kea-2.2')).text).toContain('"require-client-classes"')
    expect((await convert(text, 'kea-3')).text).toContain('"evaluate-additional-classes"')
  })

  it('have regular expressions or not', async () => {
    expect((await convert(text, 'kea-2.2')).entries.find(one => one.text.startsWith('match'))?.outcome).toBe(
      'unsupported',
    )
    expect((await convert(text, 'kea-3')).text).toContain("match('^a', option[12].hex)")
  })
})

describe('host names', () => {
  const text = subnet('option domain-name-servers ns.example, 192.0.2.53;')

  it('are replaced by their addresses where somebody can be asked', async () => {
    const resolve = (name: string) => Promise.resolve(name === 'ns.example' ? ['192.0.2.1'] : [])
    const migrated = await migrate({ name: 'd', text }, { resolve, read: () => '' })
    expect(migrated.ok && migrated.converted.text).toContain('"192.0.2.1, 192.0.2.53"')
  })

  it('are left to a person otherwise, and the rest of the list is kept', async () => {
    const { text: made, entries } = await convert(text)
    expect(made).toContain('"data": "192.0.2.53"')
    expect(entries.find(one => one.outcome === 'decision')?.notes[0]).toContain('ns.example')
  })
})

it('covers a range of prefixes exactly, with pools that do not overlap', () => {
  const index = fc.bigInt({ min: 0n, max: 4095n })
  fc.assert(
    fc.property(index, index, fc.integer({ min: 20, max: 64 }), (a, b, length) => {
      const [low, high] = a <= b ? [a, b] : [b, a]
      const unit = BigInt(128 - length)
      const covered = coverPrefixes(low << unit, high << unit, length).flatMap(one => {
        const count = 1n << BigInt(length - one.length)
        expect(one.prefix % (count << unit)).toBe(0n)
        return Array.from({ length: Number(count) }, (_, i) => (one.prefix >> unit) + BigInt(i))
      })
      expect(covered).toEqual(Array.from({ length: Number(high - low) + 1 }, (_, i) => low + BigInt(i)))
    }),
  )
})
