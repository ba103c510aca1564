import { afterAll, expect, test } from 'vitest'
import { leaseStats, type Stats } from '../../src/lease-tools/stats.js'
import { statsTexts } from '../../src/lease-tools/stats-text.js'
import { HEADER4, LeaseFiles, progress } from './lease-files.js'

const files = new LeaseFiles()
afterAll(() => files.remove())
const NOW = 1800000000
const DAY = 86400

const row = (n: number, heard: number, valid = DAY, state = 0, subnet = 1) =>
  `192.0.2.${n},02:00:00:00:00:${`${n}`.padStart(2, '0')},,${valid},${NOW + heard + valid},${subnet},0,0,h${n},${state},`

const config = files.write(
  'kea.conf',
  `{ "Dhcp4": { "subnet4": [ { "id": 1, "subnet": "192.0.2.0/24",
    "pools": [ { "pool": "192.0.2.10 - 192.0.2.19" }, { "pool": "192.0.2.20 - 192.0.2.29" } ] } ] } }`,
)
const earlier = files.write('earlier.csv', HEADER4, row(10, -2 * DAY), row(11, -2 * DAY))
const now = files.write(
  'now.csv',
  HEADER4,
  row(10, -DAY),
  row(10, -3600, 7200),
  row(11, -2 * DAY),
  row(12, 0, DAY, 1),
  row(20, 0, 60),
  row(21, 0, DAY, 2),
  row(40, 0, 4294967295),
  row(50, 0, DAY, 0, 9),
)

function stats(options: { earlier?: string } = {}): Promise<Stats> {
  return leaseStats([now], { config: [config], earlier: options.earlier, top: 1, now: NOW, progress })
}

test('subnets and pools, what is declined, has ended, or stands outside', async () => {
  const { subnets, leases, rows } = await stats()
  expect([leases, rows]).toEqual([7, 8])
  expect(subnets).toEqual([
    {
      id: 1,
      subnet: '192.0.2.0/24',
      used: 5,
      declined: 1,
      ended: 2,
      capacity: 20,
      outside: 1,
      pools: [
        { pool: '192.0.2.10 - 192.0.2.19', used: 3, declined: 1, ended: 1, capacity: 10 },
        { pool: '192.0.2.20 - 192.0.2.29', used: 1, declined: 0, ended: 1, capacity: 10 },
      ],
    },
    { id: 9, subnet: '', used: 1, declined: 0, ended: 0, capacity: 0, outside: 1, pools: [] },
  ])
})

test('when leases end, and who wrote most rows', async () => {
  const { expiry, talkers } = await stats()
  expect(expiry.filter(bar => bar.leases > 0)).toEqual([
    { within: 0, leases: 1 },
    { within: 3600, leases: 2 },
    { within: DAY, leases: 1 },
    { within: Number.POSITIVE_INFINITY, leases: 1 },
  ])
  expect(talkers).toEqual([{ client: '02:00:00:00:00:10', hostname: 'h10', rows: 2 }])
})

test('from two files, when a subnet will be full', async () => {
  // 2 leases two days ago, 5 of 20 now: 1.5 a day, so ten days from now
  const { forecast } = await stats({ earlier })
  expect(forecast).toEqual([{ id: 1, growth: 1.5, full: NOW + 10 * DAY }])
})

test('for people', async () => {
  const text = [...statsTexts(await stats({ earlier }))].join('\n')
  expect(text).toContain('[#####---------------]  25.0 %  5 of 20 (1 declined, 2 have ended), 1 outside its pools')
  expect(text).toContain('+1.5 leases a day: full on ')
})
