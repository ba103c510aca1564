import { execFileSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { cleanUpAsKea, compactInPlace, compactTo } from '../../src/lease-tools/compact.js'
import { sideFiles } from '../../src/server/store/memfile/side-files.js'
import { needs } from '../kit/gate.js'
import { HEADER4, HEADER6, LeaseFiles, progress } from './lease-files.js'

const files = new LeaseFiles()
afterAll(() => files.remove())
const options = { maxErrors: 100, progress }

/** Rows with whatever is odd: each is of an address of its own. */
const ODD4 = [
  '192.0.2.9,02:00:00:00:00:09,,3600,1800003600,1,0,0,A.Example,0,{ "b": 1&#x2c  "a": [ 1&#x2c2.50&#x2ctrue&#x2cnull ] }',
  '192.0.2.5,0A:0:00:00:00:05,,3600,1800003600,1,0,0,A&#x2CB.Example,0,{ "b": "/\\u00e9&#xe9&#x7f"&#x2c  "a": "x\\n&#x26" }',
  '192.0.2.4,,01:AA:B,4294967295,6094967295,1,1,1,,0,',
  '192.0.2.3,,,3600,1800003600,1,0,0,,1,',
  '192.0.2.200,,ff:00,3600,1800003600,4294967294,0,0,,2,{ }',
  '192.0.2.7,02:00:00:00:00:06,,3600,3600,1,0,0,,0,',
  '192.0.2.8,02:00:00:00:00:06,,3600,1800003600,1,0,0,a&b&#xe9&#x7f,0,',
  '10.0.0.1,02:00:00:00:00:07,01:02:00:00:00:00:07,1,1800003600,1,0,1,,0,{ "ISC": { "relay-agent-info": "0x52" } }',
]
const ODD6 = [
  '2001:db8::9,00:01:02:03,3600,1800003600,1,1800,0,7,128,0,0,,,0,,,',
  '2001:DB8:0:0::8,00:01:02:03,3600,1800003600,1,1800,0,4294967295,128,1,0,H.,01:02:03:04:05:06,0,{ "a": 1 },6,32',
  '2001:db8::a,00:00:00,3600,1800003600,1,0,0,0,128,0,0,,,1,,,',
  '2001:db8:1::,00:01:02,4294967295,6094967295,1,1800,2,1,56,0,1,a&#x2cb,,0,,,',
  '::ffff:192.0.2.1,00:01:04,3600,1800003600,1,1800,0,7,128,0,0,,,2,,,',
  '2001:db8:ffff::1,00:01:02:03,3600,1800003600,1,1800,0,7,128,0,0,,02:00:00:00:00:01,0,,,',
]

/** Runs kea-lfc in a directory that has F.2 and F.1; what it makes of them. */
function byKea(family: '-4' | '-6', directory: string): string {
  const { previous, input, output, completed, pid } = sideFiles(join(directory, 'F'))
  const names = ['-x', previous, '-i', input, '-o', output, '-f', completed, '-p', pid, '-c', 'none']
  execFileSync('/usr/sbin/kea-lfc', [family, ...names], {
    stdio: 'ignore',
    env: { ...process.env, KEA_LOCKFILE_DIR: directory, KEA_PIDFILE_DIR: directory },
  })
  return readFileSync(previous, 'latin1')
}

/** The same two files for both, in directories of their own. */
async function compared(family: '-4' | '-6', previous: string | undefined, input: string) {
  const [theirs, ours] = ['theirs', 'ours'].map(name => {
    const directory = files.path(`${name}-${readdirSync(files.directory).length}`)
    mkdirSync(directory)
    if (previous !== undefined) writeFileSync(join(directory, 'F.2'), previous, 'latin1')
    writeFileSync(join(directory, 'F.1'), input, 'latin1')
    return directory
  }) as [string, string]
  const expected = byKea(family, theirs)
  const width = family === '-4' ? 4 : 16
  await cleanUpAsKea(width, sideFiles(join(ours, 'F')), { ...options, generation: '2.2' })
  expect(readdirSync(ours).sort()).toEqual(['F.2'])
  return { expected, found: readFileSync(join(ours, 'F.2'), 'latin1') }
}

function text(header: string, rows: readonly string[]): string {
  return `${header}\n${rows.map(row => `${row}\n`).join('')}`
}

// its log lock is root's
if (needs('root', 'kea-lfc')) {
  describe('the same bytes as kea-lfc', () => {
    test.each([
      ['-4', HEADER4, ODD4],
      ['-6', HEADER6, ODD6],
    ] as const)('odd values (%s)', async (family, header, rows) => {
      const { expected, found } = await compared(family, undefined, text(header, rows))
      expect(expected.split('\n').length).toBe(rows.length + 2)
      expect(found).toBe(expected)
    })

    test('leases extended, deleted and made anew over two files', async () => {
      const row = (n: number, valid: number, expire = 1800000000 + valid) =>
        `192.0.2.${n},02:00:00:00:00:0${n},,${valid},${expire},1,0,0,h${n},0,`
      const previous = text(HEADER4, [row(1, 60), row(2, 60), row(3, 60)])
      const input = text(HEADER4, [row(2, 0), row(1, 90), row(4, 60), row(4, 0), row(5, 0), row(3, 0), row(3, 30)])
      const { expected, found } = await compared('-4', previous, input)
      expect(expected).toContain('192.0.2.3,')
      expect(expected).not.toContain('192.0.2.2,')
      expect(found).toBe(expected)
    })

    test('bad rows, blank lines, a torn last row and a schema of 2013', async () => {
      const old = HEADER4.split(',').slice(0, 9).join(',')
      const previous = `${old}\n192.0.2.1,02:00:00:00:00:01,,60,1800000000,1,0,0,x\n\n`
      const input = `${text(HEADER4, ['192.0.2.1,nonsense,,60,1800000099,1,0,0,,0,', '', ...ODD4])}192.0.2.77,02:00:00`
      const { expected, found } = await compared('-4', previous, input)
      expect(found).toBe(expected)
    })

    test('any history', async () => {
      const row = fc.record({
        n: fc.nat(12),
        valid: fc.constantFrom(0, 60, 4294967295),
        at: fc.nat(1000),
        state: fc.nat(2),
      })
      await fc.assert(
        fc.asyncProperty(fc.array(row, { maxLength: 60 }), fc.array(row, { maxLength: 60 }), async (before, after) => {
          const lines = (rows: typeof before) =>
            text(
              HEADER4,
              rows.map(({ n, valid, at, state }) => {
                const expire = 1800000000 + at + valid
                return `10.0.${n % 3}.${n},02:00:00:00:00:${n.toString(16).padStart(2, '0')},,${valid},${expire},1,0,0,,${state},`
              }),
            )
          const { expected, found } = await compared('-4', lines(before), lines(after))
          expect(found).toBe(expected)
        }),
        { numRuns: 8 },
      )
    })
  })
}

describe('in place', () => {
  const rows = (...numbers: number[]) => numbers.map(n => `192.0.2.${n},02:00:00:00:00:01,,60,1800000000,1,0,0,,0,`)

  test('file and side files become one file with the columns that they had', async () => {
    const path = files.write('whole.csv', HEADER4, ...rows(9, 9))
    files.write('whole.csv.1', HEADER4, ...rows(7, 7))
    files.write('whole.csv.2', HEADER4, ...rows(8))
    const done = await compactInPlace(path, options)
    expect(done).toMatchObject({ rows: 5, leases: 3, errors: 0, beside: false })
    expect(readFileSync(path, 'latin1')).toBe(text(HEADER4, rows(7, 8, 9)))
    expect(readdirSync(files.directory).filter(name => name.startsWith('whole'))).toEqual(['whole.csv'])
  })

  test('a file that another process has open is left alone, its side files are compacted', async () => {
    const path = files.write('held.csv', HEADER4, ...rows(1))
    files.write('held.csv.1', HEADER4, ...rows(3, 3))
    files.write('held.csv.2', HEADER4, ...rows(2))
    const holder = openSync(path, 'r')
    const { spawn } = await import('node:child_process')
    const child = spawn('sleep', ['60'], { stdio: [holder, 'ignore', 'ignore'] })
    await new Promise(resolve => child.once('spawn', resolve))
    closeSync(holder)
    try {
      const done = await compactInPlace(path, options)
      expect(done.beside).toBe(true)
      expect(readFileSync(path, 'latin1')).toBe(text(HEADER4, rows(1)))
      expect(readFileSync(`${path}.2`, 'latin1')).toBe(text(HEADER4, rows(2, 3)))
      expect(existsSync(`${path}.1`)).toBe(false)
      await expect(compactInPlace(files.write('x.csv', HEADER4), options)).resolves.toMatchObject({ leases: 0 })
    } finally {
      child.kill()
    }
  })

  test('while somebody else cleans up, nothing is touched', async () => {
    const path = files.write('busy.csv', HEADER4, ...rows(1, 1))
    writeFileSync(`${path}.pid`, `${process.ppid}\n`)
    await expect(compactInPlace(path, options)).rejects.toThrow(`process ${process.ppid} cleans up`)
    expect(readFileSync(path, 'latin1')).toBe(text(HEADER4, rows(1, 1)))
  })

  test('more bad rows than allowed: nothing is changed', async () => {
    const path = files.write('bad.csv', HEADER4, 'x', 'y', ...rows(1, 1))
    await expect(compactInPlace(path, { ...options, maxErrors: 1 })).rejects.toThrow(
      'exceeded maximum number of failures 1',
    )
    expect(readFileSync(path, 'latin1')).toBe(text(HEADER4, ['x', 'y', ...rows(1, 1)]))
  })
})

test('pool ids are kept, and left out for Kea 2.2', async () => {
  const row = '192.0.2.1,02:00:00:00:00:01,,60,1800000000,1,0,0,,0,'
  const path = files.write('pools.csv', `${HEADER4},pool_id`, `${row},7`)
  await compactTo([path], files.path('pools.out'), options)
  expect(readFileSync(files.path('pools.out'), 'latin1')).toBe(text(`${HEADER4},pool_id`, [`${row},7`]))
  await compactTo([path], files.path('pools.out'), { ...options, generation: '2.2' })
  expect(readFileSync(files.path('pools.out'), 'latin1')).toBe(text(HEADER4, [row]))
})

test('a result that is there already is put in its place, as kea-lfc does', async () => {
  const { completed, previous, input } = sideFiles(files.path('F'))
  files.write('F.completed', HEADER4)
  copyFileSync(completed, input)
  expect(await cleanUpAsKea(4, sideFiles(files.path('F')), options)).toBeUndefined()
  expect([completed, input, previous].map(existsSync)).toEqual([false, false, true])
})
