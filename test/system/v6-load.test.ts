import { describe, expect, onTestFinished, test } from 'vitest'
import { DirectNetwork6, oneSubnet6 } from '../kit/direct-network6.js'
import { needs } from '../kit/gate.js'
import { reportOf, startLoad6 } from '../kit/perfdhcp6.js'

const pools = {
  pools: [{ pool: '2001:db8:1::/80' }],
  'pd-pools': [{ prefix: '2001:db9::', 'prefix-len': 32, 'delegated-len': 56 }],
}

describe.runIf(needs('root', 'netns', 'ip', 'tshark', 'perfdhcp'))('perfdhcp -6', () => {
  for (const [wish, leases] of [
    ['address-only', 1],
    ['prefix-only', 1],
    ['address-and-prefix', 2],
  ] as const) {
    // Once more when it fails: this machine's other work may take both cores for longer than perfdhcp waits
    test(`loses nothing of 1,000 exchanges a second (${wish})`, { retry: 1 }, async () => {
      const network = await DirectNetwork6.open()
      onTestFinished(() => network.close())
      // Lines about single leases would be most of the work
      const loggers = ['kea-dhcp6', 'kea-dhcp6.leases'].map((name, i) => {
        return { name, severity: i === 0 ? 'INFO' : 'WARN', output_options: [{ output: 'stdout' }] }
      })
      const server = await network.serve(oneSubnet6(pools, { loggers }))
      const load = { namespace: network.clients, device: 'eth0', wish, rate: 1000, seconds: 2 }
      const report = await reportOf(startLoad6(load))
      expect(report, report.text).toMatchObject({ code: 0, drops: [0, 0], twice: [0, 0] })
      const [, replies = 0] = report.received
      expect(replies).toBeGreaterThan(1800)
      expect(server.leases6().current.size).toBe(replies * leases)
    })
  }
})
