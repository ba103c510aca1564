import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Capture, readFields } from '../kit/capture.js'
import { Client6 } from '../kit/client6.js'
import { clientTransport } from '../kit/direct-network6.js'
import { needs } from '../kit/gate.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { dhclient6 } from '../kit/real-client6.js'
import { ServerProcess } from '../kit/server-process.js'

describe.runIf(needs('root', 'netns', 'ip', 'tshark'))('DHCPv6 on two interfaces at once', () => {
  let lab: Lab
  let server: Namespace
  let clients: Namespace[]
  let captures: Capture[]
  let local: string[]
  beforeEach(async () => {
    lab = new Lab()
    server = lab.namespace('server')
    clients = [1, 2].map(n => {
      const space = lab.namespace(`clients${n}`)
      lab.connect(server, `eth${n}`, space, 'eth0')
      server.address(`eth${n}`, `2001:db8:${n}::1/64`)
      return space
    })
    captures = await Promise.all([1, 2].map(n => Capture.start(lab, server, `eth${n}`)))
    local = await Promise.all([1, 2].map(n => server.linkLocal(`eth${n}`)))
    await Promise.all(clients.map(space => space.linkLocal('eth0')))
    const subnet6 = [1, 2].map(n => {
      const pools = [{ pool: `2001:db8:${n}::100 - 2001:db8:${n}::1ff` }]
      return { id: n, subnet: `2001:db8:${n}::/64`, interface: `eth${n}`, pools }
    })
    const dhcp6 = { 'interfaces-config': { interfaces: ['eth1', 'eth2'] }, subnet6 }
    await ServerProcess.start({ lab, namespace: server, dhcp6 })
  })
  afterEach(async () => {
    try {
      await Promise.all(captures.map(capture => capture.stop()))
    } finally {
      await lab.close()
    }
  })

  test.runIf(needs('dhclient'))('each client gets an address of its own subnet, from its own side', async () => {
    const started = clients.map(space => dhclient6('-N').start(lab, space, 'eth0'))
    const bound = await Promise.all(started.map(client => client.line('client: BOUND6', 20_000)))
    for (const [i, line] of bound.entries()) expect(line).toContain(`address=2001:db8:${i + 1}::1`)
    await Promise.all(captures.map(capture => capture.stop()))
    for (const [i, { path }] of captures.entries()) {
      // ADVERTISE and REPLY
      const answers = readFields(path, ['ipv6.src', 'dhcpv6.iaaddr.ip'], 'dhcpv6.msgtype == 2 or dhcpv6.msgtype == 7')
      expect(answers.length).toBeGreaterThanOrEqual(2)
      for (const [source = '', address = ''] of answers) {
        expect(source).toBe(local[i])
        expect(address).toContain(`2001:db8:${i + 1}::1`)
      }
    }
  })

  test('clients with one DUID and one link-local address on both are told apart', async () => {
    const transports = clients.map(space => {
      space.address('eth0', 'fe80::c/64')
      return clientTransport(space, 'eth0', 'fe80::c')
    })
    try {
      const replies = await Promise.all(
        transports.map(transport => new Client6(transport, { duid: '00:03:00:01:02:00:00:00:00:01' }).bind()),
      )
      for (const [i, reply] of replies.entries()) {
        expect(reply.address).toMatch(new RegExp(`^2001:db8:${i + 1}::1`))
        expect(reply.heard.source).toBe(local[i])
      }
    } finally {
      for (const transport of transports) transport.close()
    }
  })
})
