import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { LeaseCounters } from '../../../src/server/stats/lease-counters.js'
import { names6 } from '../../../src/server/stats/names6.js'
import { type Observations, StatisticsRegistry } from '../../../src/server/stats/registry.js'
import { control } from '../../kit/control-socket.js'
import { needs } from '../../kit/gate.js'
import { Lab } from '../../kit/namespace.js'
import { VirtualTime } from '../../kit/virtual-time.js'
import { decided6 } from '../config/loaded.js'

const pd = (prefix: string, length: number, delegated: number) => ({
  prefix,
  'prefix-len': length,
  'delegated-len': delegated,
})

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
      subnet6: [
        { subnet: '2001:db8::/64', id: 1 },
        // totals that are more than a number of 64 bits with a sign holds, and sums that are more than one without
        { subnet: '2001:db8:2::/48', id: 2, pools: [{ pool: '2001:db8:2::/65' }], 'pd-pools': [pd('3000::', 16, 80)] },
        {
          subnet: '2001:db8:3::/64',
          id: 3,
          pools: [{ pool: '2001:db8:3::/65' }, { pool: '2001:db8:3:0:8000::/65' }],
          'pd-pools': [pd('4000::', 16, 79), pd('4001::', 16, 79), pd('4002::', 48, 56)],
        },
        { subnet: '2001:db8:4::/64', id: 4, pools: [{ pool: '2001:db8:4::/66' }], 'pd-pools': [pd('5000::', 48, 64)] },
      ],
    }
    const file = lab.file('c.json', JSON.stringify({ Dhcp6: dhcp6 }))
    const environment = { KEA_PIDFILE_DIR: run, KEA_LOCKFILE_DIR: run }
    const running = server.spawn(['kea-dhcp6', '-p', '10547', '-c', file], environment, run)
    try {
      const { global, subnet } = names6['2.2']
      const listed = [...global, ...[1, 2, 3, 4].flatMap(id => subnet.map(name => `subnet[${id}].${name}`))].sort()
      const told = await statistics(socket)
      expect(Object.keys(told).sort()).toEqual(listed)
      const ours = new StatisticsRegistry(new VirtualTime())
      new LeaseCounters<bigint>(ours, names6['2.2']).configure(decided6(dhcp6, { generation: '2.2' }))
      const totals = listed.filter(name => name.includes('total'))
      // what is beyond 2^53 is rounded by the reading of the answer
      const theirs = (name: string): number => Number(told[name]![0]![0])
      expect(totals.map(name => [name, ours.find(name)?.value])).toEqual(totals.map(name => [name, theirs(name)]))
    } finally {
      await running.kill()
    }
  })
})

async function statistics(socket: string): Promise<Observations> {
  for (let tries = 0; tries < 100; tries++) {
    try {
      return (await control(socket, 'statistic-get-all')).arguments as Observations
    } catch {
      await setTimeout(50)
    }
  }
  throw new Error('the server does not answer')
}
