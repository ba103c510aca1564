import { readFileSync } from 'node:fs'
import { describe, expect, onTestFinished, test } from 'vitest'
import { DirectNetwork, oneSubnet } from '../kit/direct-network.js'
import { needs } from '../kit/gate.js'
import { Lab } from '../kit/namespace.js'
import { dhclient, dhcpcd, type RealClient, udhcpc } from '../kit/real-client.js'
import { until } from '../kit/running.js'
import { ServerProcess } from '../kit/server-process.js'

// dhcpcd takes no lease under 20 s; the others renew at T1 too
const times = { 'valid-lifetime': 40, 'renew-timer': 3, 'rebind-timer': 20 }

describe('clients of other projects', () => {
  for (const client of [dhclient, udhcpc, dhcpcd]) {
    test.runIf(needs('root', 'netns', 'ip', 'tshark', client.program))(
      `${client.program} gets, renews and releases a lease`,
      // a RELEASE is one datagram that nobody acknowledges: a client that exits before it has left loses it
      { retry: 1 },
      () => lifeOfALease(client),
    )
  }

  async function lifeOfALease(client: RealClient): Promise<void> {
    const resolvBefore = readFileSync('/etc/resolv.conf')
    const network = await DirectNetwork.open()
    onTestFinished(() => network.close())
    const { lab, clients } = network
    const server = await network.serve(oneSubnet(times))
    const hardware = clients.hardware('eth0')

    const running = client.start(lab, clients, 'eth0')
    const bound = await running.line(`client: ${client.reasons.bound}`, 20_000)
    const [row] = server.leases().current.values()
    expect(row).toMatchObject({ hwaddr: hardware, state: 0 })
    expect(bound).toContain(`${row!.address} routers=192.0.2.1`)
    await until('the address is set', () => clients.addresses('eth0').includes(`${row!.address}/24`))

    client.renew?.(running)
    const renewed = await running.line(`client: ${client.reasons.renewed}`, 20_000)
    expect(renewed).toContain(row!.address)
    // a young lease is confirmed without a write (cache-threshold), so the file need not tell
    const granted = server.log.filter(line => /DHCP4_LEASE_(ALLOC|REUSE)/.test(line) && line.includes(row!.address))
    expect(granted.length, 'the server granted the lease twice').toBeGreaterThan(1)

    client.release(running, lab, clients, 'eth0')
    await until('the lease is released', () => {
      const now = server.leases().current.get(row!.address)
      return now === undefined || now.state === 3
    })
    expect(readFileSync('/etc/resolv.conf'), 'a client wrote the resolver configuration of this machine').toEqual(
      resolvBefore,
    )
  }

  test.runIf(needs('root', 'netns', 'ip', 'udhcpc'))(
    'each of two interfaces gets addresses of its own subnet',
    async () => {
      const lab = new Lab()
      onTestFinished(() => lab.close())
      const server = lab.namespace('server')
      const subnet4 = []
      const started = []
      for (const n of [1, 2]) {
        const clients = lab.namespace(`clients${n}`)
        lab.connect(server, `eth${n}`, clients, 'eth0')
        server.address(`eth${n}`, `10.7.${n}.1/24`)
        subnet4.push({ id: n, subnet: `10.7.${n}.0/24`, pools: [{ pool: `10.7.${n}.100 - 10.7.${n}.200` }] })
        started.push(clients)
      }
      const dhcp4 = { 'interfaces-config': { interfaces: ['eth1', 'eth2'] }, subnet4 }
      await ServerProcess.start({ lab, namespace: server, dhcp4 })
      for (const [i, clients] of started.entries()) {
        const line = await udhcpc.start(lab, clients, 'eth0').line('client: bound')
        expect(line).toContain(` 10.7.${i + 1}.1`)
      }
    },
  )

  test.runIf(needs('root', 'netns', 'ip'))('a guarded program writes to a resolv.conf of its own', async () => {
    const lab = new Lab()
    onTestFinished(() => lab.close())
    const before = readFileSync('/etc/resolv.conf')
    const clients = lab.namespace('clients')
    const writer = clients.spawnGuarded(['sh', '-c', 'echo nameserver 192.0.2.53 > /etc/resolv.conf; touch /run/mark'])
    expect(await writer.ended()).toBe(0)
    expect(readFileSync(clients.resolvConf, 'utf8')).toBe('nameserver 192.0.2.53\n')
    expect(readFileSync('/etc/resolv.conf')).toEqual(before)
  })
})
