import { readFileSync } from 'node:fs'
import { describe, expect, type TestContext, test } from 'vitest'
import { readFields } from '../kit/capture.js'
import { DirectNetwork6, oneSubnet6 } from '../kit/direct-network6.js'
import { needs } from '../kit/gate.js'
import { dhclient6, dhcpcd6, type RealClient6 } from '../kit/real-client6.js'
import { until } from '../kit/running.js'
import type { ServerProcess } from '../kit/server-process.js'

const times = { 'preferred-lifetime': 30, 'valid-lifetime': 40, 'renew-timer': 2, 'rebind-timer': 20 }

// Clients wait most of their time: each has a network of its own, and all wait together
describe.concurrent('DHCPv6 clients of other projects', () => {
  for (const client of [dhclient6('-N'), dhclient6('-P'), dhclient6('-N', '-P'), dhcpcd6]) {
    test.runIf(needs('root', 'netns', 'ip', 'tshark', client.program))(
      `${client.name} gets, renews and releases what it asks for`,
      // a client that exits before its RELEASE has left loses it
      { retry: 1 },
      context => lifeOfALease(client, context),
    )
  }

  async function lifeOfALease(client: RealClient6, context: TestContext): Promise<void> {
    const resolvBefore = readFileSync('/etc/resolv.conf')
    const network = await open(context)
    const { lab, clients } = network
    const server = await network.serve(oneSubnet6(times))

    const running = client.start(lab, clients, 'eth0')
    await running.line('client: BOUND6', 20_000)
    const held = await until('all is told', () => heldBy(client, running.lines, 'BOUND6'))
    for (const lease of held) expect(current(server, lease)).toMatchObject({ state: 0, subnetId: 1 })
    if (client.wants.address)
      await until('the address is set', () =>
        clients.addresses('eth0', 6).some(address => address.startsWith(`${held[0]}/`)),
      )

    await running.line('client: RENEW6', 20_000)
    expect(await until('all is renewed', () => heldBy(client, running.lines, 'RENEW6'))).toEqual(held)
    expect(running.lines.find(line => line.startsWith('client: RENEW6'))).toContain('servers=2001:db8:1::53')

    client.release(running, lab, clients, 'eth0')
    await until('all is released', () =>
      held.every(lease => {
        const row = current(server, lease)
        return row === undefined || row.state === 3
      }),
    )
    expect(readFileSync('/etc/resolv.conf'), 'a client wrote the resolver configuration of this machine').toEqual(
      resolvBefore,
    )
  }

  test.runIf(needs('root', 'netns', 'ip', 'tshark', 'dhclient'))('dhclient -S is told options', async context => {
    const network = await open(context)
    const server = await network.serve(oneSubnet6())
    const running = dhclient6('-S').start(network.lab, network.clients, 'eth0')
    expect(await running.line('client: RENEW6')).toContain('servers=2001:db8:1::53')
    expect(server.leases6().rows).toEqual([])
  })

  test.runIf(needs('root', 'netns', 'ip', 'tshark', 'dhclient'))(
    'dhclient keeps its lease by REBIND after the server was gone at T1',
    async context => {
      const network = await open(context)
      const server = await network.serve(oneSubnet6({ ...times, 'rebind-timer': 5 }))
      const running = dhclient6('-N').start(network.lab, network.clients, 'eth0')
      const bound = await running.line('client: BOUND6', 20_000)
      await server.stop()
      const [before] = server.leases6().current.values()
      await running.line('XMT: Forming Renew')
      await server.restart()
      // dhclient looks at T2 only when its RENEW has had ten seconds
      const rebound = await running.line('client: REBIND6', 20_000)
      expect(rebound.replace('REBIND6', 'BOUND6')).toBe(bound)
      const after = server.leases6().current.get(before!.address)
      expect({ ...after, expire: 0 }).toEqual({ ...before, expire: 0 })
      expect(after!.expire).toBeGreaterThan(before!.expire)
      // RFC 8415 18.2.5: a REBIND is for any server
      await network.capture.stop()
      const rebinds = readFields(network.capture.path, ['dhcpv6.msgtype', 'ipv6.dst'], 'dhcpv6.msgtype == 6')
      expect(rebinds[0]).toEqual(['6', 'ff02::1:2'])
    },
  )

  test.runIf(needs('root', 'netns', 'ip', 'tshark', 'dhclient'))(
    'dhclient declines an address that somebody else has, and gets another',
    async context => {
      const network = await open(context)
      const server = await network.serve(oneSubnet6())
      // Somebody else on the cable has the first address of the pool
      network.server.run('ip', 'address', 'add', '2001:db8:1::100/64', 'dev', 'eth0', 'nodad')
      network.clients.run('sysctl', '-qw', 'net.ipv6.conf.eth0.accept_dad=1')
      const running = dhclient6('-N').start(network.lab, network.clients, 'eth0')
      expect(await running.line('client: DADFAILED', 20_000)).toContain('2001:db8:1::100')
      await until('it is declined', () => server.leases6().current.get('2001:db8:1::100')?.state === 1)
      expect(await running.line(/client: BOUND6 address=2001:db8:1::1(?!00)/, 20_000)).toContain('address=')
      await network.capture.stop()
      const answers = readFields(network.capture.path, ['dhcpv6.msgtype', 'dhcpv6.iaaddr.ip'], 'dhcpv6.msgtype == 9')
      expect(answers[0]).toEqual(['9', '2001:db8:1::100'])
    },
  )
})

async function open({ onTestFinished }: TestContext): Promise<DirectNetwork6> {
  const network = await DirectNetwork6.open()
  onTestFinished(() => network.close())
  return network
}

/** The address, the prefix or both that a client told for this reason; undefined until it told all it wants. */
function heldBy({ wants }: RealClient6, lines: readonly string[], reason: string): string[] | undefined {
  const told = (what: RegExp): string | undefined =>
    lines.flatMap(line => (line.startsWith(`client: ${reason} `) ? (what.exec(line)?.[1] ?? []) : []))[0]
  const address = wants.address ? [told(/address=([0-9a-f:]+)/)] : []
  const prefix = wants.prefix ? [told(/prefix=([0-9a-f:]+\/\d+)/)] : []
  const all = [...address, ...prefix]
  return all.every(lease => lease !== undefined) ? all : undefined
}

function current(server: ServerProcess, lease: string) {
  return server.leases6().current.get(lease)
}
