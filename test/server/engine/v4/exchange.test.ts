import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const two = { hardware: '02:00:00:00:00:02', clientId: 'auto' }

describe('DISCOVER, OFFER, REQUEST, ACK', () => {
  it('gives a client an address of the pool for the configured time', async () => {
    const server = await Engine4.start({ subnet4: [subnet()], 'valid-lifetime': 1200 })
    const ack = await server.client(one).bind()
    expect(ack.address).toBe('192.0.2.10')
    expect(ack.u32(51)).toBe(1200)
    expect(ack.addresses(1)).toEqual(['255.255.255.0'])
    expect(ack.serverId).toBe('192.0.2.1')
  })

  it('gives two clients two addresses, and each its own again', async () => {
    const server = await Engine4.start({ subnet4: [subnet()] })
    const first = await server.client(one).bind()
    const second = await server.client(two).bind()
    expect(second.address).not.toBe(first.address)
    expect((await server.client(one).bind()).address).toBe(first.address)
    expect((await server.client(two).bind()).address).toBe(second.address)
  })
})
