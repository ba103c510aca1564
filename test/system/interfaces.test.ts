import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { Client4 } from '../kit/client4.js'
import { needs } from '../kit/gate.js'
import { Lab, type Namespace } from '../kit/namespace.js'
import { until } from '../kit/running.js'
import { ServerProcess } from '../kit/server-process.js'
import { ethernet } from '../kit/wire-transport.js'

describe.runIf(needs('root', 'netns', 'ip'))('an interface that is not there yet', () => {
  let lab: Lab
  let space: Namespace
  let clients: Namespace
  beforeEach(() => {
    lab = new Lab()
    space = lab.namespace('server')
    clients = lab.namespace('clients')
  })
  afterEach(() => lab.close())

  const subnet4 = [{ id: 1, subnet: '192.0.2.0/24', pools: [{ pool: '192.0.2.100 - 192.0.2.199' }] }]

  async function expectService(): Promise<void> {
    const transport = ethernet(clients, 'eth0', space.hardware('eth0'))
    const client = new Client4(transport, { hardware: '02:00:5e:00:00:01', clientId: 'auto', patience: 500 })
    try {
      let type: string | undefined
      for (const end = Date.now() + 15_000; type === undefined && Date.now() < end; )
        type = (await client.discover())?.type
      expect(type).toBe('OFFER')
      expect((await client.bind()).address).toMatch(/^192\.0\.2\.1\d\d$/)
    } finally {
      transport.close()
    }
  }

  test('is served when it comes up while the server is retrying', async () => {
    lab.connect(space, 'eth0', clients, 'eth0')
    space.run('ip', 'link', 'set', 'eth0', 'down')
    const interfaces = {
      interfaces: ['eth0'],
      'service-sockets-max-retries': 60,
      'service-sockets-retry-wait-time': 300,
    }
    await ServerProcess.start({ lab, namespace: space, dhcp4: { 'interfaces-config': interfaces, subnet4 } })
    space.run('ip', 'link', 'set', 'eth0', 'up')
    space.address('eth0', '192.0.2.1/24')
    await expectService()
  })

  test('is found when the configuration is read again', async () => {
    const interfaces = { interfaces: ['*'], 're-detect': true }
    const dhcp4 = { 'interfaces-config': interfaces, subnet4 }
    const server = await ServerProcess.start({ lab, namespace: space, dhcp4 })
    lab.connect(space, 'eth0', clients, 'eth0')
    space.address('eth0', '192.0.2.1/24')
    await until('the link is up', () => space.run('ip', 'link', 'show', 'eth0').includes('state UP'))
    await server.reload(undefined, 'DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS')
    await expectService()
  })
})
