import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressOption, option } from '../../../kit/packet4.js'

const client = (n: number) => ({ hardware: `02:00:00:00:00:0${n}`, clientId: 'auto' })

describe('compatibility.exclude-first-last-24', () => {
  const config = (prefix: string) => ({
    compatibility: { 'exclude-first-last-24': true },
    subnet4: [{ id: 1, subnet: prefix, interface: 'eth0', pools: [{ pool: '192.0.1.254 - 192.0.2.1' }] }],
  })

  it('passes addresses over that end in .0 and .255', async () => {
    const engine = await Engine4.start(config('192.0.0.0/16'))
    const wants = { requested: '192.0.2.0' }
    expect((await engine.client(client(1)).discover(wants))?.address).not.toBe('192.0.2.0')
    const given = []
    for (const n of [1, 2]) given.push((await engine.client(client(n)).bind()).address)
    expect(given.sort()).toEqual(['192.0.1.254', '192.0.2.1'])
    expect(await engine.client(client(3)).discover()).toBeUndefined()
  })

  it('is off unless it is asked for', async () => {
    const engine = await Engine4.start({ ...config('192.0.0.0/16'), compatibility: { 'exclude-first-last-24': false } })
    expect((await engine.client(client(1)).bind({ requested: '192.0.2.0' })).address).toBe('192.0.2.0')
  })

  it('does not matter to subnets of less than 256 addresses', async () => {
    const engine = await Engine4.start({
      compatibility: { 'exclude-first-last-24': true },
      subnet4: [{ id: 1, subnet: '192.0.2.128/25', interface: 'eth0', pools: [{ pool: '192.0.2.255/32' }] }],
    })
    expect((await engine.client(client(1)).bind()).address).toBe('192.0.2.255')
  })
})

describe('an address in a pool for others', () => {
  it('is refused, not left to other servers', async () => {
    const engine = await Engine4.start({
      'client-classes': [{ name: 'red', test: "option[77].hex == 'red'" }],
      subnet4: [subnet({ pools: [{ pool: '192.0.2.10 - 192.0.2.19', 'client-class': 'red' }] })],
    })
    const wants = { requested: '192.0.2.10', options: [addressOption(54, '192.0.2.1')] }
    expect((await engine.client(client(1)).say('REQUEST', wants))?.type).toBe('NAK')
    const elsewhere = { ...wants, requested: '192.0.2.99' }
    expect(await engine.client(client(1)).say('REQUEST', { ...elsewhere, expectSilence: true })).toBeUndefined()
  })
})

describe('option 108 on a pool (RFC 8925)', () => {
  const pools = [
    {
      pool: '192.0.2.10 - 192.0.2.19',
      'option-data': [{ name: 'v6-only-preferred', data: '300' }],
    },
  ]

  it('is offered to clients of the pool that can do without an address', async () => {
    const engine = await Engine4.start({ subnet4: [subnet({ pools })] })
    const offer = await engine.client(client(1)).discover({ parameters: [108] })
    expect([offer?.address, offer?.u32(108)]).toEqual(['0.0.0.0', 300])
    expect((await engine.client(client(2)).discover())?.address).toMatch(/^192\.0\.2\.1/)
  })

  it('is an ordinary option in Kea 2.2', async () => {
    const engine = await Engine4.start({ subnet4: [subnet({ pools })] }, '2.2')
    expect((await engine.client(client(1)).discover({ parameters: [108] }))?.address).toBe('192.0.2.10')
  })
})

describe('lifetimes of classes that are evaluated additionally', () => {
  it('come too late', async () => {
    const late = { name: 'late', test: "member('ALL')", 'only-if-required': true, 'valid-lifetime': 300 }
    const engine = await Engine4.start({
      'valid-lifetime': 4000,
      'client-classes': [{ ...late, 'option-data': [{ name: 'domain-name', data: 'late' }] }],
      subnet4: [subnet({ 'require-client-classes': ['late'] })],
    })
    const answer = await engine.client({ ...client(1), options: [option(77, 'x')] }).bind()
    expect([answer.leaseTime, answer.text(15)]).toEqual([4000, 'late'])
  })
})
