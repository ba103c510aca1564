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
