import { afterAll, expect, test } from 'vitest'
import { type GrepOptions, grepLeases, type Holding } from '../../src/lease-tools/grep.js'
import { HEADER4, LeaseFiles, progress } from './lease-files.js'

const files = new LeaseFiles()
afterAll(() => files.remove())
const T = 1800000000

const row = (n: number, client: number, heard: number, valid = 100, state = 0) =>
  `192.0.2.${n},02:00:00:00:00:0${client},,${valid},${T + heard + valid},1,0,0,h${client},${state},`

// 7: client 1 from 0, renewed at 50, runs out at 150; client 2 from 200, gives it back at 230; client 3 from 300,
// while it has it client 1 gets it at 350 and keeps it until 450
const old = files.write('old.csv', HEADER4, row(7, 1, 0), row(8, 2, 10), row(7, 1, 50))
const recent = files.write(
  'recent.csv',
  HEADER4,
  row(7, 2, 200),
  row(7, 2, 230, 0),
  row(7, 3, 300),
  row(7, 1, 350),
  row(8, 2, 400, 4294967295),
  row(9, 4, 400),
  row(9, 4, 400, 100, 2),
)

async function grep(options: Partial<GrepOptions>): Promise<string[]> {
  const found: Holding[] = []
  const usual = { filter: {}, at: undefined, after: undefined, before: undefined, now: T, progress }
  await grepLeases([old, recent], { ...usual, ...options, holding: one => found.push(one) })
  return found.map(
    h => `${h.address.slice(8)} ${h.hostname} ${h.from - T}-${h.until === null ? '' : h.until - T} ${h.end} ${h.rows}`,
  )
}

test('who had an address, one after the other, over several files', async () => {
  expect(await grep({ filter: { address: ['192.0.2.7'] } })).toEqual([
    '7 h1 0-150 expired 2',
    '7 h2 200-230 deleted 2',
    '7 h3 300-350 taken 1',
    '7 h1 350-450 expired 1',
  ])
})

test.each([
  [`${T + 149}`, ['7 h1 0-150 expired 2']],
  [`${T + 150}`, []],
  [`${T + 349}`, ['7 h3 300-350 taken 1']],
  [`${T + 350}`, ['7 h1 350-450 expired 1']],
])('who had it at %s', async (at, expected) => {
  expect(await grep({ filter: { address: ['192.0.2.7'] }, at })).toEqual(expected)
})

test('which addresses a client had', async () => {
  expect(await grep({ filter: { client: '02:00:00:00:00:02' } })).toEqual([
    '7 h2 200-230 deleted 2',
    // told when the address is given again
    '8 h2 10-110 expired 1',
    '8 h2 400- expired 1',
  ])
  expect(await grep({ filter: { client: '02:00:00:00:00:02' }, after: `${T + 120}`, before: `${T + 300}` })).toEqual([
    '7 h2 200-230 deleted 2',
  ])
})

test('a lease that was reclaimed ended when it ran out', async () => {
  expect(await grep({ filter: { hostname: 'h4' } })).toEqual(['9 h4 400-500 reclaimed 2'])
})

test('a question without anything to look for', async () => {
  await expect(grep({ at: 'now' })).rejects.toThrow('Who or what is looked for?')
})
