import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { compactTo } from '../../src/lease-tools/compact.js'
import { differenceText, diffLeases } from '../../src/lease-tools/diff.js'
import { mergeLeases } from '../../src/lease-tools/merge.js'
import { splitLeases } from '../../src/lease-tools/split.js'
import { HEADER4, LeaseFiles, progress } from './lease-files.js'

const files = new LeaseFiles()
afterAll(() => files.remove())

const row = (n: number, client: number, heard: number, valid = 1000, subnet = 1) =>
  `192.0.2.${n},02:00:00:00:00:0${client},,${valid},${heard + valid},${subnet},0,0,,0,`

async function merge(...names: string[]) {
  const conflicts: string[] = []
  const output = files.path('merged')
  const options = { output, generation: undefined, progress, conflict: (text: string) => conflicts.push(text) }
  const merged = await mergeLeases(names, options)
  return { rows: readFileSync(output, 'latin1').trim().split('\n').slice(1), conflicts, merged }
}

describe('merge', () => {
  test('between files the client that was heard last, in one file the last row', async () => {
    const a = files.write('a.csv', HEADER4, row(1, 1, 100), row(2, 2, 900), row(3, 3, 100), row(4, 4, 100, 0))
    const b = files.write(
      'b.csv',
      HEADER4,
      row(1, 1, 500),
      row(2, 2, 100),
      row(3, 3, 200, 0),
      row(4, 4, 50),
      row(5, 5, 10),
    )
    const expected = [row(1, 1, 500), row(2, 2, 900), row(5, 5, 10)]
    expect((await merge(a, b)).rows).toEqual(expected)
    expect((await merge(b, a)).rows).toEqual(expected)
  })

  test('an address that two clients have at one time is told', async () => {
    const a = files.write('c.csv', HEADER4, row(1, 1, 100), row(2, 1, 100))
    const b = files.write('d.csv', HEADER4, row(1, 2, 200), row(2, 2, 1100))
    const { conflicts, merged } = await merge(a, b)
    expect(merged.conflicts).toBe(1)
    expect(conflicts).toEqual([`192.0.2.1: two clients have it; taken from ${b}:2`])
  })
})

test('split and merged again it is what it was', async () => {
  const path = files.write('whole.csv', HEADER4, row(3, 1, 5, 60, 2), row(1, 1, 5), row(2, 1, 5, 60, 10), row(1, 1, 9))
  const parts = await splitLeases([path], { by: 'subnet', prefix: files.path('part'), generation: undefined, progress })
  expect(parts.map(({ file, leases }) => [file.slice(files.directory.length + 1), leases])).toEqual([
    ['part-1.csv', 1],
    ['part-2.csv', 1],
    ['part-10.csv', 1],
  ])
  await compactTo([path], files.path('compact'), { maxErrors: 0, progress })
  await merge(...parts.map(({ file }) => file))
  expect(readFileSync(files.path('merged'), 'latin1')).toBe(readFileSync(files.path('compact'), 'latin1'))
})

describe('diff', () => {
  async function diff(a: string, b: string, ignore: string[] = []) {
    const found: string[] = []
    const counts = await diffLeases(a, b, { ignore, progress, difference: one => found.push(differenceText(one)) })
    return { counts, found }
  }

  test('what is new, gone and changed', async () => {
    const a = files.write('e.csv', HEADER4, row(1, 1, 5), row(2, 2, 5), row(3, 3, 5), row(3, 3, 5, 0), row(4, 4, 5))
    const b = files.write('f.csv', HEADER4, row(4, 4, 5), row(1, 1, 7), row(5, 5, 5))
    const { counts, found } = await diff(a, b)
    expect(counts).toEqual({ same: 1, added: 1, removed: 1, changed: 1 })
    expect(found).toEqual([
      '~ 192.0.2.1  cltt: 5 -> 7, expire: 1005 -> 1007',
      '+ 192.0.2.5  02:00:00:00:00:05',
      '- 192.0.2.2  02:00:00:00:00:02',
    ])
    expect((await diff(a, b, ['expire', 'cltt'])).counts).toMatchObject({ same: 2, changed: 0 })
  })

  test('a file does not differ from what a clean-up makes of it', async () => {
    const one = fc.record({
      n: fc.integer({ min: 1, max: 9 }),
      client: fc.nat(9),
      heard: fc.nat(99),
      valid: fc.constantFrom(0, 60),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 40 }), async history => {
        const rows = history.map(({ n, client, heard, valid }) => row(n, client, heard, valid))
        writeFileSync(files.path('g.csv'), `${[HEADER4, ...rows].join('\n')}\n`)
        await compactTo([files.path('g.csv')], files.path('h.csv'), { maxErrors: 0, progress })
        const { counts } = await diff(files.path('g.csv'), files.path('h.csv'))
        expect(counts).toMatchObject({ added: 0, removed: 0, changed: 0 })
      }),
      { numRuns: 40 },
    )
  })
})
