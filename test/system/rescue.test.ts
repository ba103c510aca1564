import { describe, expect, onTestFinished, test } from 'vitest'
import { Client4 } from '../kit/client4.js'
import { needs } from '../kit/gate.js'
import { Lab } from '../kit/namespace.js'
import { ethernet } from '../kit/wire-transport.js'

const program = new URL('../../bin/run.js', import.meta.url).pathname

describe.runIf(needs('root', 'netns', 'ip'))('serve --interface --pool', () => {
  test('serves an interface without a file, in the subnet of its own address', async () => {
    const lab = new Lab()
    onTestFinished(() => lab.close())
    const space = lab.namespace('server')
    const clients = lab.namespace('clients')
    lab.connect(space, 'eth1', clients, 'eth0')
    space.address('eth1', '192.0.2.1/25')
    const words = ['serve', '--interface', 'eth1', '--pool', '192.0.2.10-192.0.2.99', '--data-dir', lab.folder('run')]
    const server = space.spawn([process.execPath, program, ...words])
    await server.line('DHCP4_STARTED', 10_000)

    const transport = ethernet(clients, 'eth0', space.hardware('eth1'))
    onTestFinished(() => transport.close())
    const ack = await new Client4(transport, { hardware: '02:00:5e:00:00:01', clientId: 'auto' }).bind()
    expect(ack.address).toBe('192.0.2.10')
    expect(ack.addresses(1)).toEqual(['255.255.255.128'])
  })

  test('serves pools of both families', async () => {
    const lab = new Lab()
    onTestFinished(() => lab.close())
    const space = lab.namespace('server')
    const clients = lab.namespace('clients')
    for (const each of [space, clients])
      each.run('sysctl', '-qw', 'net.ipv6.conf.all.accept_dad=0', 'net.ipv6.conf.default.accept_dad=0')
    lab.connect(space, 'eth1', clients, 'eth0')
    space.address('eth1', '192.0.2.1/25')
    space.address('eth1', '2001:db8:1::1/64')
    const pools = ['--pool', '2001:db8:1::10-2001:db8:1::99', '--pool', '192.0.2.10-192.0.2.99']
    const words = ['serve', '--interface', 'eth1', ...pools, '--data-dir', lab.folder('run')]
    const server = space.spawn([process.execPath, program, ...words])
    await server.line('DHCP4_STARTED', 10_000)
    await server.line('DHCP6_STARTED', 10_000)
    const asked = ['probe', '-6', '--server', 'ff02::1:2%eth0', '--port', '547']
    expect(clients.run(process.execPath, program, ...asked)).toContain('2001:db8:1::10 for 3600 s')
  })

  test('says what is wrong with a pool outside of the interface, and starts nothing', () => {
    const lab = new Lab()
    onTestFinished(() => lab.close())
    const space = lab.namespace('server')
    const clients = lab.namespace('clients')
    lab.connect(space, 'eth1', clients, 'eth0')
    space.address('eth1', '192.0.2.1/25')
    const words = ['serve', '--interface', 'eth1', '--pool', '10.0.0.10-10.0.0.99', '--data-dir', lab.folder('run')]
    expect(() => space.run(process.execPath, program, ...words)).toThrow('lies in no subnet of eth1')
  })
})
