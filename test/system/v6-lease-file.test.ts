import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DirectNetwork6, oneSubnet6 } from '../kit/direct-network6.js'
import { needs } from '../kit/gate.js'
import { readLeaseFile6 } from '../kit/lease-csv6.js'
import { option6 } from '../kit/packet6.js'
import { until } from '../kit/running.js'
import { keaCommand6, serverCommand } from '../kit/server-process.js'

describe.runIf(needs('root', 'netns', 'ip', 'tshark', 'kea-dhcp6'))('a DHCPv6 lease file', () => {
  test('that this server wrote is read by Kea, which goes on where it ended', () =>
    handOver(serverCommand(6), keaCommand6))

  test('that Kea wrote is read by this server, which goes on where it ended', () =>
    handOver(keaCommand6, serverCommand(6)))

  async function handOver(writer: readonly string[], reader: readonly string[]): Promise<void> {
    const network = await DirectNetwork6.open()
    onTestFinished(() => network.close())
    // Kea leaves names to itself unless it is told to take the client's. Both are one server to the clients
    const serverId = { type: 'EN', 'enterprise-id': 2495, identifier: '01', persist: false }
    const dhcp6 = { ...oneSubnet6(), 'ddns-replace-client-name': 'never', 'server-id': serverId }

    const first = await network.serve(dhcp6, 'first', writer)
    const ias = [
      { code: 3, iaid: 1 },
      { code: 25, iaid: 0xfffffffe },
    ] as const
    // RFC 4704 4.1: S, and "host.example.org" whole
    const name = option6(39, [1, ...Buffer.from('\u0004host\u0007example\u0003org\0', 'latin1')])
    const staying = [network.client({ ias, options: [name] }), network.client(), network.client({ ias: ias.slice(1) })]
    const held: string[][] = []
    for (const client of staying) {
      const reply = await client.bind()
      held.push([...reply.granted(3), ...reply.granted(25)].map(({ address }) => address))
    }
    expect(held.map(({ length }) => length)).toEqual([2, 1, 1])
    const declining = network.client()
    const declined = (await declining.bind()).address!
    await declining.decline()
    const leaving = network.client({ ias })
    const left = (await leaving.bind()).prefix!
    await leaving.release()
    await until('both are in the file', () => {
      const { current } = first.leases6()
      return current.get(declined)?.state === 1 && (current.get(left)?.state ?? 3) === 3
    })
    await first.stop()

    copyFileSync(first.leaseFile, join(network.lab.folder('second-data'), 'leases6.csv'))
    const written = readLeaseFile6(first.leaseFile)
    expect(written.bad).toEqual([])
    const second = await network.serve(dhcp6, 'second', reader)
    expect(second.log.filter(line => /\b(ERROR|FATAL)\b|LEASE_LOAD_ROW_ERROR/.test(line))).toEqual([])
    for (const [i, client] of staying.entries()) {
      const reply = await client.renew()
      expect(reply?.type).toBe('REPLY')
      expect([...reply!.granted(3), ...reply!.granted(25)].map(({ address }) => address)).toEqual(held[i])
    }
    // The declined address is still out of use: nobody is given it
    const wish = [{ code: 3, iaid: 1, hints: [declined] }] as const
    for (let i = 0; i < 3; i++) expect((await network.client().bind({ ias: wish })).address).not.toBe(declined)
    const now = second.leases6()
    expect(now.bad).toEqual([])
    expect(now.current.get(declined)?.state).toBe(1)
    for (const address of held.flat()) {
      const [was, is] = [written.current.get(address)!, now.current.get(address)!]
      expect({ ...is, expire: 0 }).toEqual({ ...was, expire: 0 })
      expect(is.expire).toBeGreaterThanOrEqual(was.expire)
    }
    await second.stop()
  }
})
