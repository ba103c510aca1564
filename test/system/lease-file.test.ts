import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectNetwork, oneSubnet } from '../kit/direct-network.js'
import { needs } from '../kit/gate.js'
import { readLeaseFile } from '../kit/lease-csv.js'
import { option } from '../kit/packet4.js'
import { until } from '../kit/running.js'
import { keaCommand, ServerProcess, serverCommand } from '../kit/server-process.js'

describe.runIf(needs('root', 'netns', 'ip', 'tshark', 'kea-dhcp4'))('a lease file', () => {
  let network: DirectNetwork
  beforeEach(async () => {
    network = await DirectNetwork.open()
  })
  afterEach(() => network.close())

  // Kea leaves names to itself unless it is told to take the client's
  const dhcp4 = { ...oneSubnet(), 'ddns-replace-client-name': 'never' }

  const start = (name: string, command: readonly string[]): Promise<ServerProcess> =>
    ServerProcess.start({ lab: network.lab, namespace: network.server, dhcp4, name, command })

  test('that this server wrote is read by Kea, which goes on where it ended', () =>
    handOver(serverCommand(), keaCommand))

  test('that Kea wrote is read by this server, which goes on where it ended', () =>
    handOver(keaCommand, serverCommand()))

  async function handOver(writer: readonly string[], reader: readonly string[]): Promise<void> {
    const first = await start('first', writer)
    const named = network.client({ options: [option(12, 'host, with & signs')] })
    const plain = network.client()
    // RFC 2131 4.2: without option 61 the hardware address is the client's key
    const nameless = [1, 2].map(() => network.client({ clientId: 'none', options: [option(12, 'printer')] }))
    const declining = network.client()
    const leaving = network.client()
    const staying = [named, plain, ...nameless]
    const addresses: string[] = []
    for (const client of staying) addresses.push((await client.bind()).address)
    const declined = (await declining.bind()).address
    await declining.decline()
    const left = (await leaving.bind()).address
    await leaving.release()
    await until('both are in the file', () => {
      const { current } = first.leases()
      return current.get(declined)?.state === 1 && (current.get(left)?.state ?? 3) === 3
    })
    await first.stop()

    const data = network.lab.folder('second-data')
    copyFileSync(first.leaseFile, join(data, 'leases4.csv'))
    const written = readLeaseFile(first.leaseFile)
    expect(written.bad).toEqual([])
    const second = await start('second', reader)
    expect(second.log.filter(line => /\b(ERROR|FATAL)\b|LEASE_LOAD_ROW_ERROR/.test(line))).toEqual([])
    for (const [i, client] of staying.entries()) {
      const ack = await client.rebind()
      expect(ack?.type).toBe('ACK')
      expect(ack?.address).toBe(addresses[i])
    }
    // The declined address is still out of use: nobody is given it
    for (let i = 0; i < 5; i++) expect((await network.client().bind()).address).not.toBe(declined)
    const now = second.leases()
    expect(now.bad).toEqual([])
    expect(now.current.get(declined)?.state).toBe(1)
    for (const address of addresses) {
      const [was, is] = [written.current.get(address)!, now.current.get(address)!]
      expect({ ...is, expire: 0 }).toEqual({ ...was, expire: 0 })
      expect(is.expire).toBeGreaterThanOrEqual(was.expire)
    }
    await second.stop()
  }
})
