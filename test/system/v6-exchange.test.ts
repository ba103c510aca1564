import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { DirectNetwork6, oneSubnet6 } from '../kit/direct-network6.js'
import { needs } from '../kit/gate.js'
import { until } from '../kit/running.js'
import type { ServerProcess } from '../kit/server-process.js'

describe.runIf(needs('root', 'netns', 'ip', 'tshark'))('a DHCPv6 client on the same cable', () => {
  let network: DirectNetwork6
  let server: ServerProcess
  beforeAll(async () => {
    network = await DirectNetwork6.open()
    server = await network.serve(oneSubnet6({ 'rapid-commit': true }))
  })
  afterAll(() => network.close())

  const both = [
    { code: 3, iaid: 1 },
    { code: 25, iaid: 2 },
  ] as const

  test('gets an address and a prefix from the link-local address of the server', async () => {
    const client = network.client({ ias: both })
    const advertise = await client.solicit()
    expect(advertise?.type).toBe('ADVERTISE')
    expect(advertise?.heard.source).toBe(network.serverAddress)
    const reply = await client.request(advertise!)
    expect(reply?.type).toBe('REPLY')
    expect(reply?.heard.source).toBe(network.serverAddress)
    expect(reply?.address).toBe(advertise?.address)
    expect(reply?.prefix).toBe(advertise?.prefix)
    expect(reply?.prefix).toMatch(/^2001:db8:8000:.*\/56$/)
    expect(reply?.addresses(23)).toEqual(['2001:db8:1::53'])
    expect(reply?.granted(3)[0]).toMatchObject({ preferred: 400, valid: 600 })
    const { current } = server.leases6()
    const owner = { duid: client.options.duid, state: 0, subnetId: 1, validLifetime: 600, preferredLifetime: 400 }
    expect(current.get(reply!.address!)).toMatchObject({ ...owner, iaid: 1, leaseType: 0 })
    expect(current.get(reply!.prefix!)).toMatchObject({ ...owner, iaid: 2, leaseType: 2 })
  })

  test('gets a REPLY to a SOLICIT with rapid commit, and the lease is written', async () => {
    const client = network.client()
    const reply = await client.solicit({ rapidCommit: true })
    expect(reply?.type).toBe('REPLY')
    expect(reply?.has(14)).toBe(true)
    expect(server.leases6().current.get(reply!.address!)?.duid).toBe(client.options.duid)
  })

  test('renews, rebinds and confirms what it has', async () => {
    const client = network.client({ ias: both })
    const { address, prefix } = await client.bind()
    for (const again of [await client.renew(), await client.rebind()]) {
      expect(again?.type).toBe('REPLY')
      expect([again?.address, again?.prefix]).toEqual([address, prefix])
      expect(again?.granted(25)[0]).toMatchObject({ preferred: 400, valid: 600 })
    }
    // RFC 8415 18.3.3: every address is on the link of the client, or the client has to start again
    expect((await client.confirm())?.status?.code).toBe(0)
    const moved = await client.confirm({ ias: [{ code: 3, iaid: 1, hints: ['2001:db8:77::1'] }] })
    expect(moved?.status?.code).toBe(4)
  })

  test('is told options without a lease by INFORMATION-REQUEST', async () => {
    const before = server.leases6().rows.length
    const reply = await network.client().informationRequest()
    expect(reply?.type).toBe('REPLY')
    expect(reply?.addresses(23)).toEqual(['2001:db8:1::53'])
    expect(reply?.ias).toEqual([])
    expect(server.leases6().rows).toHaveLength(before)
  })

  test('gives back what it has with RELEASE', async () => {
    const client = network.client({ ias: both })
    const { address, prefix } = await client.bind()
    const reply = await client.release()
    expect(reply?.status?.code).toBe(0)
    await until('both are gone from the file', () => {
      const rows = [address!, prefix!].map(lease => server.leases6().current.get(lease))
      return rows.every(row => row === undefined || row.state === 3)
    })
  })

  test('has an address put out of use with DECLINE: nobody is given it', async () => {
    const client = network.client()
    const { address } = await client.bind()
    const reply = await client.decline()
    // RFC 8415 18.3.8 has the status told, 21.13 lets Success go without saying
    expect([reply?.type, reply?.status?.code ?? 0]).toEqual(['REPLY', 0])
    await until('it is declined', () => server.leases6().current.get(address!)?.state === 1)
    const other = await network.client().bind({ ias: [{ code: 3, iaid: 1, hints: [address!] }] })
    expect(other.address).toBeDefined()
    expect(other.address).not.toBe(address)
  })

  test('hears nothing of messages that only servers send', async () => {
    expect(await network.client().say('ADVERTISE', { expectSilence: true })).toBeUndefined()
    expect(await network.client().say('RECONFIGURE', { expectSilence: true })).toBeUndefined()
    expect(await network.client().solicit()).toBeDefined()
  })
})

describe.runIf(needs('root', 'netns', 'ip', 'tshark'))('a DHCPv6 lease that has ended', () => {
  test('is given to the next client when no other address is left', async () => {
    const network = await DirectNetwork6.open()
    try {
      const short = { 'preferred-lifetime': 1, 'valid-lifetime': 2 }
      const server = await network.serve(oneSubnet6({ pools: [{ pool: '2001:db8:1::100/128' }] }, short))
      expect((await network.client().bind()).address).toBe('2001:db8:1::100')
      const refused = await network.client().solicit()
      // RFC 8415 18.3.9
      expect((refused?.status ?? refused?.statusOf(3, 1))?.code).toBe(2)
      const second = network.client()
      const { expire } = server.leases6().current.get('2001:db8:1::100')!
      await until('the lease has ended', () => Date.now() / 1000 > expire + 1)
      expect((await second.bind()).address).toBe('2001:db8:1::100')
    } finally {
      await network.close()
    }
  })
})
