import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DirectNetwork, oneSubnet } from '../kit/direct-network.js'
import { needs } from '../kit/gate.js'
import { until } from '../kit/running.js'
import type { ServerProcess } from '../kit/server-process.js'

describe.runIf(needs('root', 'netns', 'ip', 'tshark'))('a client on the same cable', () => {
  let network: DirectNetwork
  let server: ServerProcess
  beforeAll(async () => {
    network = await DirectNetwork.open()
    server = await network.serve(oneSubnet())
  })
  afterAll(() => network.close())

  test('gets a lease without having an address, by unicast to its hardware address', async () => {
    const client = network.client()
    const offer = await client.discover()
    expect(offer?.type).toBe('OFFER')
    // RFC 2131 4.1: without the broadcast bit the answer goes to yiaddr and chaddr
    expect(offer?.heard.destination).toBe(offer?.address)
    expect(offer?.heard.destinationHardware).toBe(client.options.hardware)
    const ack = await client.request(offer!)
    expect(ack?.type).toBe('ACK')
    expect(ack?.address).toBe(offer?.address)
    expect(ack?.leaseTime).toBe(600)
    expect(ack?.addresses(3)).toEqual(['192.0.2.1'])
    expect(ack?.serverId).toBe('192.0.2.1')
    expect(server.leases().current.get(ack!.address)).toMatchObject({ hwaddr: client.options.hardware, state: 0 })
  })

  test('is answered by broadcast when it sets the broadcast bit', async () => {
    const ack = await network.client({ broadcast: true }).bind()
    // The IP address is what counts: Kea puts such a packet to the client's own hardware address
    expect(ack.heard.destination).toBe('255.255.255.255')
  })

  test('is heard when it sends a DISCOVER from 0.0.0.0 to the address of the server', async () => {
    const offer = await network.client().discover({ to: '192.0.2.1' })
    expect(offer?.type).toBe('OFFER')
  })

  test('renews by unicast, rebinds by broadcast and keeps its address', async () => {
    const client = network.client()
    const { address } = await client.bind()
    for (const again of [await client.renew(), await client.rebind(), await client.initReboot()]) {
      expect(again?.type).toBe('ACK')
      expect(again?.address).toBe(address)
    }
  })

  test('is told its options by INFORM without a lease', async () => {
    const ack = await network.client().inform('192.0.2.50')
    expect(ack?.type).toBe('ACK')
    expect(ack?.address).toBe('0.0.0.0')
    expect(ack?.leaseTime).toBeUndefined()
    expect(ack?.addresses(3)).toEqual(['192.0.2.1'])
    expect(ack?.heard.destination).toBe('192.0.2.50')
    expect(server.leases().current.has('192.0.2.50')).toBe(false)
  })

  test('gives its address back with RELEASE', async () => {
    const client = network.client()
    const { address } = await client.bind()
    await client.release()
    await until('the lease is gone from the file', () => {
      const row = server.leases().current.get(address)
      return row === undefined || row.state === 3
    })
  })

  test('hears nothing of messages that only servers send', async () => {
    expect(await network.client().say('OFFER', { expectSilence: true })).toBeUndefined()
    expect(await network.client().discover()).toBeDefined()
  })
})

describe.runIf(needs('root', 'netns', 'ip', 'tshark'))('addresses that are out of use', () => {
  let network: DirectNetwork
  beforeAll(async () => {
    network = await DirectNetwork.open()
  })
  afterAll(() => network.close())

  test('a declined address rests for the probation period, then comes back', async () => {
    const pool = '192.0.2.100 - 192.0.2.101'
    const probation = { 'decline-probation-period': 3, 'expired-leases-processing': { 'reclaim-timer-wait-time': 1 } }
    const server = await network.serve(oneSubnet({}, probation, pool), 'decline')
    const [first, second, third] = [network.client(), network.client(), network.client()]
    const { address } = await first.bind()
    await first.decline()
    await until('the lease is declined', () => server.leases().current.get(address)?.state === 1)
    const other = await second.bind()
    expect(other.address).not.toBe(address)
    expect(await third.discover({ expectSilence: true }), 'the declined address was offered').toBeUndefined()
    const again = await untilOffered(() => third.discover({ expectSilence: true }))
    expect(again?.address).toBe(address)
    expect((await third.request(again!))?.type).toBe('ACK')
    await server.stop()
  })

  test('an expired lease is given to the next client when no other address is left', async () => {
    const pool = '192.0.2.110 - 192.0.2.110'
    const server = await network.serve(oneSubnet({ 'valid-lifetime': 2 }, {}, pool), 'expiry')
    const [first, second] = [network.client(), network.client()]
    expect((await first.bind()).address).toBe('192.0.2.110')
    expect(await second.discover({ expectSilence: true }), 'an address in use was offered').toBeUndefined()
    const offer = await untilOffered(() => second.discover({ expectSilence: true }))
    expect((await second.request(offer!))?.address).toBe('192.0.2.110')
    expect(server.leases().current.get('192.0.2.110')?.hwaddr).toBe(second.options.hardware)
    // The one that lost it is told so
    expect((await first.renew())?.type).toBe('NAK')
    await server.stop()
  })

  test('an authoritative server refuses INIT-REBOOT with a wrong address, another one is silent', async () => {
    const strict = await network.serve(oneSubnet({ authoritative: true }), 'strict')
    const nak = await network.client().initReboot('192.0.2.150')
    expect(nak?.type).toBe('NAK')
    expect(nak?.heard.destination).toBe('255.255.255.255')
    // RFC 2131 table 3: what a NAK may carry
    expect(nak?.codes.filter(code => ![53, 54, 61].includes(code))).toEqual([])
    await strict.stop()
    const lenient = await network.serve(oneSubnet(), 'lenient')
    expect(await network.client().initReboot('192.0.2.150', { expectSilence: true })).toBeUndefined()
    await lenient.stop()
  })

  async function untilOffered<T>(ask: () => Promise<T | undefined>): Promise<T | undefined> {
    for (const end = Date.now() + 10_000; Date.now() < end; ) {
      const offer = await ask()
      if (offer !== undefined) return offer
    }
    return undefined
  }
})
