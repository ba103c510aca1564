import { describe, expect, onTestFinished, test } from 'vitest'
import { Client6 } from '../kit/client6.js'
import { clientTransport, DirectNetwork6, oneSubnet6 } from '../kit/direct-network6.js'
import { needs } from '../kit/gate.js'
import { killMoments } from '../kit/kill-moments.js'
import { iaAddressOption6 } from '../kit/packet6.js'
import { reportOf, startLoad6 } from '../kit/perfdhcp6.js'
import { pause } from '../kit/running.js'
import { type Acknowledged6, Witness6 } from '../kit/witness6.js'

const kills = killMoments()
const patience = 60_000 + 3000 * kills.length

describe.runIf(needs('root', 'netns', 'ip', 'tshark', 'perfdhcp'))('what was acknowledged by DHCPv6', () => {
  test('survives kill -9 under load, and is given to nobody else afterwards', { timeout: patience }, async () => {
    const network = await DirectNetwork6.open()
    onTestFinished(() => network.close())
    const pools = {
      pools: [{ pool: '2001:db8:1::/80' }],
      'pd-pools': [{ prefix: '2001:db9::', 'prefix-len': 32, 'delegated-len': 56 }],
    }
    const server = await network.serve(oneSubnet6(pools, { 'valid-lifetime': 3600 }))
    const witness = new Witness6(network.clients, 'eth0')
    onTestFinished(() => witness.close())

    const expectAllInFile = (): void => {
      witness.look()
      const { current } = server.leases6()
      const lost = [...witness.acknowledged.values()].filter(({ duid, iaid, address }) => {
        const row = current.get(address)
        return row?.duid !== duid || row.iaid !== iaid || row.state !== 0
      })
      expect(lost.slice(0, 5), `${lost.length} acknowledged leases are not in the file`).toEqual([])
      expect(witness.givenTwice).toEqual([])
    }

    const load = { namespace: network.clients, device: 'eth0', wish: 'address-and-prefix', rate: 1000 } as const
    let rushing = startLoad6({ ...load, seconds: 5 })
    let begun = performance.now()
    for (const moment of kills) {
      if (performance.now() - begun > 4000) {
        await reportOf(rushing)
        rushing = startLoad6({ ...load, seconds: 5 })
        begun = performance.now()
      }
      await pause(moment)
      await server.kill()
      // Clients go on while nobody listens
      await pause(50)
      expectAllInFile()
      await server.restart()
    }
    await reportOf(rushing)
    expect(witness.acknowledged.size).toBeGreaterThan(1000)
    expectAllInFile()

    // Everybody who was given something may keep it; what the first clients hold is old, what the last ones hold is new
    const transport = clientTransport(network.clients, 'eth0')
    onTestFinished(() => transport.close())
    const all = [...witness.acknowledged.values()]
    for (const lease of [...all.slice(0, 100), ...all.slice(-100)]) expect(await kept(lease)).toBe(lease.address)
    expectAllInFile()

    async function kept({ duid, code, iaid, address }: Acknowledged6): Promise<string | undefined> {
      const client = new Client6(transport, { duid })
      const options = [iaAddressOption6({ address })]
      client.held = { serverId: witness.serverId, ias: [{ code, iaid, t1: 0, t2: 0, options }] }
      return (await client.rebind())?.granted(code, iaid).find(({ valid }) => valid > 0)?.address
    }
  })
})
