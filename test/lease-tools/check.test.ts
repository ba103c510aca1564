import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import type { CheckProblem } from '../../src/lease-tools/check.js'
import { checkFile } from '../../src/lease-tools/check-file.js'
import { HEADER4, HEADER6, LeaseFiles, progress } from './lease-files.js'

const files = new LeaseFiles()
afterAll(() => files.remove())
const NOW = 1800000000

async function check(name: string, options: { config?: readonly string[]; fix?: string } = {}) {
  const problems: CheckProblem[] = []
  const checked = await checkFile(name, {
    config: options.config,
    format: undefined,
    fix: options.fix,
    now: NOW,
    progress,
    problem: problem => problems.push(problem),
  })
  return { checked, found: problems.map(({ line, kind }) => `${line} ${kind}`), problems }
}

const row = (n: number, client: number, begin = 0, subnet = 1) =>
  `192.0.2.${n},02:00:00:00:00:0${client},,3600,${NOW + begin + 3600},${subnet},0,0,,0,`

test('a file as a server writes it is right: renewals, a return, an address given on after its lease', async () => {
  const back = `192.0.2.1,02:00:00:00:00:01,,0,${NOW + 900},1,0,0,,0,`
  const path = files.write('good.csv', HEADER4, row(1, 1), row(1, 1, 600), back, row(1, 2, 1000), row(1, 3, 4600))
  const { checked, found } = await check(path)
  expect(found).toEqual([])
  expect(checked).toMatchObject({ rows: 5, leases: 1, problems: 0 })
})

test('every kind of problem, by line; the repair has the rest', async () => {
  const config = files.write(
    'kea.conf',
    '{ "Dhcp4": { "subnet4": [ { "id": 1, "subnet": "192.0.2.0/24" }, { "id": 2, "subnet": "198.51.100.0/24" } ] } }',
  )
  const lines = [
    row(1, 1),
    'torn,02:00',
    row(2, 2),
    row(2, 3, 60), // while 02 has it
    row(3, 4, 0, 2), // subnet 2 is elsewhere
    row(4, 4, 0, 9), // there is no subnet 9
    row(1, 1), // says it again
    row(5, 1), // has 192.0.2.1 already
  ]
  const path = files.write('bad.csv', HEADER4, ...lines)
  const fix = files.path('fixed.csv')
  const { checked, found, problems } = await check(path, { config: [config], fix })
  expect(found).toEqual(['3 bad-row', '5 two-owners', '6 outside', '7 outside', '8 duplicate', '9 two-leases'])
  expect(problems[2]!.reason).toBe('192.0.2.3: not in its subnet 2; the address is in subnet 1')
  expect(problems[3]!.reason).toBe('192.0.2.4: there is no subnet 9; the address is in subnet 1')
  expect(checked).toMatchObject({ rows: 8, leases: 3, problems: 6, counts: { outside: 2 } })
  const good = [0, 2, 3, 7].map(i => lines[i]!)
  const left = [1, 4, 5, 6].map(i => lines[i]!)
  expect(readFileSync(fix, 'latin1')).toBe(`${[HEADER4, ...good].join('\n')}\n`)
  expect(readFileSync(`${fix}.rejected`, 'latin1')).toBe(`${[HEADER4, ...left].join('\n')}\n`)
})

test('a delegated prefix is in the subnet whose pool has it', async () => {
  const config = files.write(
    'kea6.conf',
    `{ "Dhcp6": { "subnet6": [ { "id": 3, "subnet": "2001:db8:1::/64",
      "pd-pools": [ { "prefix": "2001:db8:8000::", "prefix-len": 40, "delegated-len": 56 } ] } ] } }`,
  )
  const line = (address: string, kind: number) => `${address},00:01:02,60,${NOW},3,30,${kind},7,56,0,0,,,0,,,`
  const path = files.write(
    'six.csv',
    HEADER6,
    line('2001:db8:8000:100::', 2),
    line('2001:db8:9000::', 2),
    line('2001:db8:1::7', 0),
  )
  expect((await check(path, { config: [config] })).found).toEqual(['3 outside'])
})

test('a configuration that is wrong is said to be', async () => {
  const config = files.write('wrong.conf', '{ "Dhcp4": { "subnet4": 7 } }')
  await expect(check(files.write('any.csv', HEADER4), { config: [config] })).rejects.toThrow(/wrong\.conf:1:\d+: error/)
})
