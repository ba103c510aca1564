import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { option } from '../../../kit/packet4.js'

const config = (routers: string, more: object = {}) => ({
  'valid-lifetime': 1000,
  'option-data': [
    { name: 'routers', data: routers },
    { name: 'domain-name', data: 'example.org' },
    { name: 'tftp-server-name', data: 'boot' },
  ],
  subnet4: [subnet(more)],
})
const parameters = [1, 3, 15, 66]
const client = (n: number, clientId: string) => ({ hardware: `02:00:00:00:00:0${n}`, clientId, parameters })

describe('clients of one kind', () => {
  it('get the same options, each with its own client identifier in its place', async () => {
    const server = await Engine4.start(config('192.0.2.1'))
    const first = await server.client(client(1, '01:aa')).bind()
    for (const [n, clientId] of [
      [2, '01:bb:cc:dd:ee:ff:00:11'],
      [3, 'none'],
      [4, '00:6c:6f:6e:67:65:72:2d:6f:6e:65'],
    ] as const) {
      const other = await server.client(client(n, clientId)).bind()
      expect(other.codes).toEqual(clientId === 'none' ? first.codes.filter(code => code !== 61) : first.codes)
      expect(other.hex(61)).toBe(clientId === 'none' ? undefined : clientId)
      for (const code of first.codes) if (code !== 61) expect(other.hex(code), `option ${code}`).toBe(first.hex(code))
    }
  })

  it('are told apart by what they ask for and by their lifetime', async () => {
    const server = await Engine4.start(config('192.0.2.1', { 'min-valid-lifetime': 10, 'max-valid-lifetime': 5000 }))
    await server.client(client(1, '01:aa')).bind()
    const short = await server.client({ ...client(2, '01:bb'), options: [option(51, [0, 0, 0, 60])] }).bind()
    expect(short.leaseTime).toBe(60)
    const modest = await server.client({ ...client(3, '01:cc'), parameters: [66] }).bind()
    expect(modest.codes).toEqual([53, 1, 3, 15, 51, 54, 61, 66])
    expect((await server.client(client(4, '01:dd')).bind()).leaseTime).toBe(1000)
  })

  it('get the new options after the configuration was read again', async () => {
    const server = await Engine4.start(config('192.0.2.1'))
    await server.client(client(1, '01:aa')).bind()
    await server.reload(config('192.0.2.254'))
    expect((await server.client(client(2, '01:bb')).bind()).addresses(3)).toEqual(['192.0.2.254'])
  })

  it('that have a reservation with options, or a name, get their own', async () => {
    const reservations = [
      { 'hw-address': '02:00:00:00:00:02', 'option-data': [{ name: 'routers', data: '192.0.2.99' }] },
      { 'hw-address': '02:00:00:00:00:03', hostname: 'printer' },
    ]
    const server = await Engine4.start(config('192.0.2.1', { reservations }))
    await server.client(client(1, '01:aa')).bind()
    expect((await server.client(client(2, '01:bb')).bind()).addresses(3)).toEqual(['192.0.2.99'])
    const named = await server.client(client(3, '01:cc')).bind()
    expect(named.text(12)).toBe('printer')
    expect(named.addresses(3)).toEqual(['192.0.2.1'])
    expect((await server.client(client(4, '01:dd')).bind()).option(12)).toBeUndefined()
  })

  it('have option 82 behind all others', async () => {
    const relay = { address: '192.0.2.5', agent: [option(1, 'port 7')] }
    const server = await Engine4.start(config('192.0.2.1'))
    for (const n of [1, 2]) {
      const ack = await server.client(client(n, 'auto'), relay).bind()
      expect(ack.codes.at(-1)).toBe(82)
      expect(ack.hex(82)).toBe('01:06:70:6f:72:74:20:37')
      expect(ack.codes.slice(0, -1)).toEqual([53, 1, 3, 15, 51, 54, 61, 66])
    }
  })
})
