import { chmodSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DirectNetwork, oneSubnet } from '../kit/direct-network.js'
import { needs } from '../kit/gate.js'
import { Lab } from '../kit/namespace.js'
import { judgesKeats, keatsCommand, ServerProcess } from '../kit/server-process.js'

describe.runIf(needs('root', 'netns', 'ip', 'tshark'))('the server as a process', () => {
  let network: DirectNetwork
  beforeEach(async () => {
    network = await DirectNetwork.open()
  })
  afterEach(() => network.close())

  test('takes up a changed configuration at SIGHUP and keeps its leases', async () => {
    const server = await network.serve(oneSubnet())
    const client = network.client()
    const { address } = await client.bind()
    const changed = oneSubnet({ 'option-data': [{ name: 'routers', data: '192.0.2.254' }] }, { 'valid-lifetime': 1200 })
    await server.reload(changed, 'DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS')
    const renewed = await client.renew()
    expect(renewed?.address).toBe(address)
    expect(renewed?.leaseTime).toBe(1200)
    expect(renewed?.addresses(3)).toEqual(['192.0.2.254'])
    expect((await network.client().bind()).leaseTime).toBe(1200)
  })

  for (const [what, bad] of [
    ['is not JSON', '{ "Dhcp4": { "valid-lifetime": 1200, '],
    ['has a pool outside of its subnet', oneSubnet({}, { 'valid-lifetime': 1200 }, '10.0.0.1 - 10.0.0.9')],
    ['has an unknown keyword', oneSubnet({}, { 'valid-lifetime': 1200, 'valid-lifetimes': 1 })],
  ] as const) {
    // Kea 2.2 closes its sockets before it finds out, and stays deaf
    if (what.includes('pool') && !judgesKeats()) continue
    test(`stays with what it has when the new configuration ${what}`, async () => {
      const server = await network.serve(oneSubnet())
      const client = network.client()
      const { address } = await client.bind()
      await server.reload(bad, 'DHCP4_DYNAMIC_RECONFIGURATION_FAIL')
      const renewed = await client.renew()
      expect(renewed?.address).toBe(address)
      // what is left of a young lease (cache-threshold): a second may have passed
      expect([599, 600]).toContain(renewed?.leaseTime)
      expect([599, 600]).toContain((await network.client().bind()).leaseTime)
      await server.reload(oneSubnet({}, { 'valid-lifetime': 900 }), 'DHCP4_DYNAMIC_RECONFIGURATION_SUCCESS')
      expect((await client.renew())?.leaseTime).toBe(900)
    })
  }

  test('ends within two seconds of SIGTERM, with exit code 0', async () => {
    const server = await network.serve(oneSubnet())
    await network.client().bind()
    const { code, milliseconds } = await server.stop()
    expect(code).toBe(0)
    expect(milliseconds).toBeLessThan(2000)
  })

  test('refuses to start beside itself, and names the process that is there', async () => {
    const first = await network.serve(oneSubnet())
    const again = ServerProcess.launch({ lab: network.lab, namespace: network.server, dhcp4: oneSubnet() })
    expect(await again.ended()).not.toBe(0)
    expect(again.log.find(line => /already run/i.test(line))).toMatch(new RegExp(`\\b${first.pid}\\b`))
    expect([599, 600]).toContain((await network.client().bind()).leaseTime)
  })

  test('starts after kill -9 has left its PID file behind', async () => {
    const server = await network.serve(oneSubnet())
    await server.kill()
    await server.restart()
    expect([599, 600]).toContain((await network.client().bind()).leaseTime)
  })

  test('refuses a configuration with an error at start, and says where it is', async () => {
    const dhcp4 = oneSubnet({}, { 'valid-lifetimes': 1 })
    const server = ServerProcess.launch({ lab: network.lab, namespace: network.server, dhcp4 })
    expect(await server.ended()).toBe(1)
    const line = server.log.find(each => each.includes('valid-lifetimes'))
    expect(line).toMatch(/server\.json:\d+[:.]\d+/)
  })
})

/** Where the built-in configuration is served, however the line is worded. */
const LISTENS = /127\.0\.0\.1\D+1067/
const LISTENS6 = /::1\D+1547/

describe.runIf(judgesKeats() && needs('root', 'netns', 'ip', 'setpriv'))('without a configuration', () => {
  test('and without privileges it serves probes on 127.0.0.1:1067 and [::1]:1547', async () => {
    const lab = new Lab()
    try {
      const alone = lab.namespace('alone')
      const state = lab.folder('state')
      chmodSync(lab.directory, 0o755)
      chmodSync(state, 0o777)
      const drop = ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups', '--']
      const environment = { HOME: state }
      const server = alone.spawn([...drop, ...keatsCommand()], environment, state)
      await server.line(LISTENS, 15_000)
      const [node = '', script = ''] = keatsCommand()
      const probe = alone.spawn([...drop, node, script, 'probe'], environment, state)
      expect(await probe.ended(15_000), probe.lines.join('\n')).toBe(0)
      const probe6 = alone.spawn([...drop, node, script, 'probe', '-6'], environment, state)
      expect(await probe6.ended(15_000), probe6.lines.join('\n')).toBe(0)
      server.signal('SIGTERM')
      expect(await server.ended(2000)).toBe(0)
    } finally {
      await lab.close()
    }
  })

  test('npm start prints where it listens', async () => {
    const root = fileURLToPath(new URL('../..', import.meta.url))
    const lab = new Lab()
    try {
      const alone = lab.namespace('alone')
      const running = alone.spawn(['npm', 'start', '--silent'], {}, root)
      await running.line(LISTENS, 30_000)
      await running.line(LISTENS6)
      await running.kill()
    } finally {
      await lab.close()
    }
  })
})
