import { readFileSync } from 'node:fs'
import { afterAll, expect, test } from 'vitest'
import { type ShowOptions, showLeases } from '../../src/lease-tools/show.js'
import { HEADER4, HEADER6, LeaseFiles, progress } from './lease-files.js'

const files = new LeaseFiles()
afterAll(() => files.remove())

const NOW = 1800000000
const four = files.write(
  'four.csv',
  HEADER4,
  `192.0.2.1,02:00:00:00:00:01,01:02:00:00:00:00:01,3600,${NOW - 10},1,0,0,old,0,`,
  `192.0.2.2,02:00:00:00:00:02,,3600,${NOW + 60},1,0,0,printer.example,0,`,
  `192.0.2.3,,,3600,${NOW + 30},2,0,0,,1,`,
  `192.0.2.2,02:00:00:00:00:02,,3600,${NOW + 600},1,0,1,printer.example,0,{ "a": 1 }`,
  `192.0.2.4,02:00:00:00:00:04,,4294967295,${NOW + 4294967295},2,0,0,x&#x1b[2J,0,`,
  `192.0.2.5,02:00:00:00:00:05,,60,${NOW},1,0,0,,0,`,
  `192.0.2.5,02:00:00:00:00:05,,0,${NOW},1,0,0,,0,`,
)

async function show(names: readonly string[], options: Partial<ShowOptions>): Promise<string> {
  const output = files.path('shown')
  const usual = {
    filter: {},
    form: 'csv',
    columns: 'address',
    count: false,
    all: false,
    output,
    now: NOW,
    progress,
  } as const
  await showLeases(names, { ...usual, ...options })
  return readFileSync(output, 'utf8')
}

/** The last octets of the addresses shown. */
async function octets(options: Partial<ShowOptions>): Promise<string> {
  const lines = (await show([four], options)).trim().split('\n').slice(1)
  return lines.map(line => line.slice(line.lastIndexOf('.') + 1)).join(' ')
}

test.each([
  [{}, '1 3 2 4'],
  [{ subnet: [1] }, '1 2'],
  [{ address: ['192.0.2.2/31'] }, '3 2'],
  [{ address: ['192.0.2.3-192.0.2.9', '192.0.2.1'] }, '1 3 4'],
  [{ client: '02:00:00:00:00:02' }, '2'],
  [{ client: '01-02-00-00-00-00-01' }, '1'],
  [{ client: '...0004' }, '4'],
  [{ hostname: '*.EXAMPLE' }, '2'],
  [{ hostname: 'o.d' }, ''],
  [{ state: 'declined' }, '3'],
  [{ expired: true }, '1'],
  [{ expiresBefore: '+1m' }, '1 3'],
])('filter %j', async (filter, expected) => {
  expect(await octets({ filter })).toBe(expected)
})

test('sorted by a column, either way, and no more than asked for', async () => {
  expect(await octets({ sort: 'address' })).toBe('1 2 3 4')
  expect(await octets({ sort: '-expire' })).toBe('4 2 3 1')
  expect(await octets({ sort: 'hostname', limit: 2 })).toBe('3 1')
  expect(await octets({ limit: 1 })).toBe('1')
})

test('JSON has what the lease has; the last row of an address counts', async () => {
  const shown = JSON.parse(await show([four], { form: 'json', columns: undefined, filter: { address: ['192.0.2.2'] } }))
  expect(shown).toEqual([
    {
      'ip-address': '192.0.2.2',
      'hw-address': '02:00:00:00:00:02',
      'valid-lft': 3600,
      cltt: NOW - 3000,
      expire: NOW + 600,
      'subnet-id': 1,
      'fqdn-fwd': false,
      'fqdn-rev': true,
      hostname: 'printer.example',
      state: 0,
      'user-context': { a: 1 },
    },
  ])
  expect(JSON.parse(await show([four], { form: 'json', filter: { subnet: [9] } }))).toEqual([])
})

test('a table does not let names of clients move the cursor', async () => {
  const text = await show([four], {
    form: 'table',
    columns: 'address,hostname,expire',
    filter: { address: ['192.0.2.4'] },
  })
  expect(text).toMatch(/^ip-address {2}hostname +expire\n192\.0\.2\.4 +x\\x1b\[2j +never\n$/)
})

test('DHCPv6: a prefix in a wider one; several files are one history', async () => {
  const row = (address: string, expire: number) => `${address},00:01:02,60,${expire},1,30,2,7,56,0,0,,,0,,,`
  const first = files.write('six-1.csv', HEADER6, row('2001:db8:1::', 1000), row('2001:db8:2::', 1000))
  const second = files.write('six-2.csv', HEADER6, row('2001:db8:1::', 2000))
  const text = await show([first, second], { columns: 'address,cltt', filter: { address: ['2001:db8:1::/48'] } })
  expect(text.trim().split('\n').slice(1)).toEqual([`2001:db8:1::,${new Date(1940_000).toISOString()}`])
})

test('side files of a clean-up are read as a starting server reads them', async () => {
  const row = (n: number, valid = 60) => `192.0.2.${n},02:00:00:00:00:01,,${valid},1000,1,0,0,,0,`
  const path = files.write('side.csv', HEADER4, row(3), row(1, 0))
  files.write('side.csv.2', HEADER4, row(1), row(2))
  files.write('side.csv.1', HEADER4, row(2, 0), row(4))
  expect(await show([path], { columns: 'address', sort: 'address' })).toBe('ip-address\n192.0.2.3\n192.0.2.4\n')
})

test.each([
  [{ filter: { address: ['nonsense'] } }, '"nonsense" is no IPv4 address'],
  [{ filter: { state: 'gone' } }, 'there is no state "gone"'],
  [{ filter: { client: 'xyz' } }, '"xyz" is no identifier'],
  [{ filter: { expiresBefore: 'soon' } }, '"soon" is no time'],
  [{ columns: 'colour' }, 'there is no column "colour"'],
])('a question that cannot be understood: %j', async (options, message) => {
  await expect(show([four], options)).rejects.toThrow(message)
})

test('files that are none', async () => {
  await expect(show([files.path('missing')], {})).rejects.toThrow('no such file or directory')
  await expect(show([files.directory], {})).rejects.toThrow('is a directory')
  await expect(show([files.write('text', 'Hello')], {})).rejects.toThrow('neither a lease file of Kea')
  await expect(show([four, files.write('6.csv', HEADER6)], {})).rejects.toThrow('of the other family')
})
