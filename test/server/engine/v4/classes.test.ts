import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { option } from '../../../kit/packet4.js'

const hardware = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`
const client = (n: number) => ({ hardware: hardware(n), clientId: 'auto' })

describe('pools for some', () => {
  const pools = [
    { pool: '192.0.2.10 - 192.0.2.11', 'client-class': 'KNOWN' },
    { pool: '192.0.2.20 - 192.0.2.21', 'client-class': 'UNKNOWN' },
  ]

  it('KNOWN and UNKNOWN clients are told apart by their reservations', async () => {
    const reservations = [{ 'hw-address': hardware(1), hostname: 'known' }]
    const engine = await Engine4.start({ subnet4: [subnet({ pools, reservations })] })
    expect((await engine.client(client(1)).bind()).address).toBe('192.0.2.10')
    expect((await engine.client(client(2)).bind()).address).toBe('192.0.2.20')
    expect((await engine.client(client(2)).discover({ requested: '192.0.2.11' }))?.address).toBe('192.0.2.20')
  })

  it('a client that becomes known leaves the pool of strangers', async () => {
    const engine = await Engine4.start({ subnet4: [subnet({ pools })] })
    const guest = engine.client(client(1))
    expect((await guest.bind()).address).toBe('192.0.2.20')
    await engine.reload({ subnet4: [subnet({ pools, reservations: [{ 'hw-address': hardware(1), hostname: 'k' }] })] })
    expect((await guest.bind()).address).toBe('192.0.2.10')
    expect([...(await engine.leases()).keys()]).toEqual(['192.0.2.10'])
  })

  it('on a shared network a client is KNOWN by a reservation in any of its subnets', async () => {
    const sibling = { id: 2, subnet: '10.1.0.0/16', reservations: [{ 'hw-address': hardware(1), hostname: 'k' }] }
    const network = { name: 'link', interface: 'eth0', subnet4: [subnet({ interface: '', pools }), sibling] }
    const engine = await Engine4.start({ 'shared-networks': [network] })
    expect((await engine.client(client(1)).bind()).address).toBe('192.0.2.10')
  })
})

describe('the class DROP', () => {
  it('ends the walk of its members before anything is looked up', async () => {
    const engine = await Engine4.start({
      'client-classes': [{ name: 'DROP', test: "option[60].text == 'unwanted'" }],
      subnet4: [subnet()],
    })
    expect(await engine.client(client(1)).discover({ options: [option(60, 'unwanted')] })).toBeUndefined()
    expect((await engine.client(client(1)).discover())?.type).toBe('OFFER')
    expect(engine.said('DHCP4_PACKET_DROP_0010')).toBe(1)
    expect(engine.statistic('pkt4-admin-filtered')).toBe(1)
  })

  it('may depend on the reservation', async () => {
    const engine = await Engine4.start({
      'client-classes': [{ name: 'DROP', test: "not member('KNOWN')" }],
      subnet4: [subnet({ reservations: [{ 'hw-address': hardware(1), hostname: 'known' }] })],
    })
    expect((await engine.client(client(1)).discover())?.type).toBe('OFFER')
    expect(await engine.client(client(2)).discover()).toBeUndefined()
    expect(engine.said('DHCP4_PACKET_DROP_0013')).toBe(1)
  })
})

describe('classes that are only looked at when something asks for them', () => {
  const late = (name: string, list: 'require-client-classes' | 'evaluate-additional-classes', only: string) => ({
    'client-classes': [
      { name, test: 'option[60].exists', [only]: true, 'option-data': [{ name: 'domain-name', data: name }] },
    ],
    subnet4: [subnet({ [list]: [name] })],
  })

  it.each([
    ['2.2', late('late', 'require-client-classes', 'only-if-required')],
    ['3', late('late', 'evaluate-additional-classes', 'only-in-additional-list')],
  ] as const)('as Kea %s spells it', async (generation, config) => {
    const engine = await Engine4.start(config, generation)
    expect((await engine.client(client(1)).discover({ options: [option(60, 'x')] }))?.text(15)).toBe('late')
    expect((await engine.client(client(1)).discover())?.text(15)).toBeUndefined()
    const { subnet4: _, ...rest } = config
    await engine.reload({ ...rest, subnet4: [subnet()] })
    expect((await engine.client(client(1)).discover({ options: [option(60, 'x')] }))?.text(15)).toBeUndefined()
  })
})
