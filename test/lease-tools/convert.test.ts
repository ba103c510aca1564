import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { type ConvertOptions, convertLeases } from '../../src/lease-tools/convert.js'
import { HEADER4, LeaseFiles, progress } from './lease-files.js'

const files = new LeaseFiles()
afterAll(() => files.remove())
const config = files.write(
  'kea.conf',
  '{ "Dhcp4": { "subnet4": [ { "id": 7, "subnet": "192.0.2.0/25" }, { "id": 8, "subnet": "192.0.2.128/25" } ] } }',
)

const lease = (n: number, state: string) =>
  `lease 192.0.2.${n} { cltt 6 2016/02/27 07:11:41; ends 6 2016/02/27 09:11:41; binding state ${state}; hardware ethernet 2:0:0:0:0:${n % 100}; }`
const isc = files.write(
  'dhcpd.leases',
  lease(1, 'active'),
  lease(200, 'active'),
  lease(2, 'active'),
  lease(2, 'free'),
  lease(3, 'released'),
  lease(1, 'active').replace('192.0.2.1', '198.51.100.1'),
)

async function convert(name: string, options: Partial<ConvertOptions>) {
  const output = files.path('converted')
  const usual = { from: undefined, to: 'kea-2.2', config: [], subnetId: undefined, lifetime: 60, all: false } as const
  const { notes } = await convertLeases([name], { ...usual, output, now: 0, progress, ...options })
  return {
    rows: readFileSync(output, 'utf8').trim().split('\n'),
    notes: notes.map(n => `${n.kind} ${n.what} ${n.count}`),
  }
}

test('subnet ids from the configuration; only what somebody has; what is left out is told', async () => {
  const { rows, notes } = await convert(isc, { config: [config] })
  expect(rows).toEqual([
    HEADER4,
    '192.0.2.1,02:00:00:00:00:01,,7200,1456564301,7,0,0,,0,',
    '192.0.2.200,02:00:00:00:00:00,,7200,1456564301,8,0,0,,0,',
  ])
  expect(notes).toEqual([
    'bad addresses in no subnet of the configuration 1',
    'left-out records of leases that have ended 2',
  ])
})

test('with --all also what has ended', async () => {
  const { rows } = await convert(isc, { config: [config], all: true })
  expect(
    rows
      .slice(1)
      .map(line => line.split(','))
      .map(f => `${f[0]} ${f[9]}`),
  ).toContain('192.0.2.3 3')
})

test('without a configuration the subnet has to be said', async () => {
  await expect(convert(isc, {})).rejects.toThrow('--subnet-id')
  expect((await convert(isc, { subnetId: 5 })).rows[1]).toContain(',5,0,0,')
})

test('the other family is refused', async () => {
  await expect(convert(files.write('k.csv', HEADER4), { to: 'kea6' })).rejects.toThrow('leases of DHCPv4')
})

test('Kea, JSON, table and back: nothing is lost', async () => {
  const lines = [
    '192.0.2.1,02:00:00:00:00:01,01:02:00:00:00:00:01,3600,1800000000,7,1,0,a&#x2cb "q",0,{ "a": "x&#x2cy" }',
    '192.0.2.2,,,4294967295,6094967295,7,0,0,,1,',
  ]
  const path = files.write('kea.csv', HEADER4, ...lines)
  const table = await convert(path, { to: 'csv' })
  const back = await convert(files.write('table.csv', ...table.rows), { from: 'csv' })
  expect(back.rows).toEqual([HEADER4, ...lines])
  const json = JSON.parse((await convert(path, { to: 'json' })).rows.join('\n')) as { hostname: string }[]
  expect(json.map(({ hostname }) => hostname)).toEqual(['a,b "q"', ''])
})
