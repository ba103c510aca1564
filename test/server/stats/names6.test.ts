import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { names6 } from '../../../src/server/stats/names6.js'
import { control } from '../../kit/control-socket.js'
import { needs } from '../../kit/gate.js'
import { Lab } from '../../kit/namespace.js'

describe.runIf(needs('root', 'netns', 'ip', 'kea-dhcp6'))('the statistics of kea-dhcp6 2.2', () => {
  let lab: Lab
  beforeAll(() => {
    lab = new Lab()
  })
  afterAll(() => lab.close())

  it('are those of that generation', async () => {
    const server = lab.namespace('server')
    lab.connect(server, 'eth0', server, 'eth1')
    const run = lab.folder('run')
    const socket = join(run, 'socket')
    const dhcp6 = {
      'data-directory': run,
      'lease-database': { type: 'memfile', persist: false },
      'control-socket': { 'socket-type': 'unix', 'socket-name': socket },
      subnet6: [{ subnet: '2001:db8::/64', id: 1 }],
    }
    const file = lab.file('c.json', JSON.stringify({ Dhcp6: dhcp6 }))
    const environment = { KEA_PIDFILE_DIR: run, KEA_LOCKFILE_DIR: run }
    const running = server.spawn(['kea-dhcp6', '-p', '10547', '-c', file], environment, run)
    try {
      const { global, subnet } = names6['2.2']
      const listed = [...global, ...subnet.map(name => `subnet[1].${name}`)].sort()
      expect(Object.keys(await statistics(socket)).sort()).toEqual(listed)
    } finally {
      await running.kill()
    }
  })
})

async function statistics(socket: string): Promise<object> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return (await control(socket, 'statistic-get-all')).arguments as object
    } catch {
      await setTimeout(50)
    }
  }
  throw new Error('the server does not answer')
}
