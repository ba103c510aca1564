import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { captureOutput } from '@oclif/test'
import { afterAll, afterEach, expect, test } from 'vitest'
import LeaseCheck from '../../src/commands/lease/check.js'
import LeaseCompact from '../../src/commands/lease/compact.js'
import LeaseConvert from '../../src/commands/lease/convert.js'
import LeaseDiff from '../../src/commands/lease/diff.js'
import LeaseGrep from '../../src/commands/lease/grep.js'
import LeaseMerge from '../../src/commands/lease/merge.js'
import LeaseShow from '../../src/commands/lease/show.js'
import LeaseSplit from '../../src/commands/lease/split.js'
import LeaseStats from '../../src/commands/lease/stats.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'lease-command-'))
const path = (name: string) => join(folder, name)
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  process.exitCode = 0
})

const HEADER = 'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context'
const row = (n: number) => `192.0.2.${n},02:00:00:00:00:0${n},,3600,1800003600,1,0,0,h${n},0,`
const file = path('leases.csv')
writeFileSync(file, `${[HEADER, row(2), row(1)].join('\n')}\n`)
const damaged = path('damaged.csv')
writeFileSync(damaged, `${[HEADER, row(1), 'oops'].join('\n')}\n`)

type Runnable = { run(argv: string[], root: string): Promise<unknown> }

async function run(command: Runnable, ...argv: string[]) {
  const { stdout, stderr, result, error } = await captureOutput(() => command.run(argv, root))
  const code = process.exitCode ?? 0
  process.exitCode = 0
  return { stdout, stderr, result, code: error?.oclif?.exit ?? code, error: error?.message }
}

test('compact -o', async () => {
  const { stdout, code } = await run(LeaseCompact, file, '-o', path('compact.csv'))
  expect(stdout).toContain('2 leases of 2 rows, 0 bad')
  expect(code).toBe(0)
  expect(readFileSync(path('compact.csv'), 'latin1')).toBe(`${[HEADER, row(1), row(2)].join('\n')}\n`)
})

test.each([
  [['-4', '-x', 'a'], 'Usage error: PID file not specified'],
  [['-x', 'a'], 'Usage error: DHCP version required'],
  [
    ['-4', '-x', 'a', '-i', 'b', '-o', 'c', '-f', 'd', '-p', 'e', '-c', 'f', 'g'],
    'Usage error: Extraneous parameters.',
  ],
])("compact in kea-lfc's form: %j", async (argv, message) => {
  expect(await run(LeaseCompact, ...argv)).toMatchObject({ code: 1, error: message })
})

test('check: exit status 1 and a line for each problem; --json has them', async () => {
  expect(await run(LeaseCheck, file)).toMatchObject({ code: 0, stdout: '2 rows, 2 leases: nothing is wrong\n' })
  const { stdout, code } = await run(LeaseCheck, damaged)
  expect(stdout).toContain(`${damaged}:3: Invalid number of columns: 1`)
  expect(code).toBe(1)
  const { result } = await run(LeaseCheck, damaged, '--json')
  expect(result).toMatchObject({ rows: 2, problems: [{ line: 3, kind: 'bad-row' }] })
})

test('show -o', async () => {
  await run(LeaseShow, file, '--count', '-o', path('count'))
  expect(readFileSync(path('count'), 'utf8')).toBe('2\n')
  expect(await run(LeaseShow, path('missing'))).toMatchObject({
    code: 1,
    error: `${path('missing')}: no such file or directory`,
  })
})

test('diff: exit status 1 when there is a difference', async () => {
  expect((await run(LeaseDiff, file, path('compact.csv'))).code).toBe(0)
  const { stdout, code } = await run(LeaseDiff, file, damaged)
  expect(stdout).toBe('- 192.0.2.2  02:00:00:00:00:02 h2\n1 the same, 0 added, 1 removed, 0 changed\n')
  expect(code).toBe(1)
})

test('grep: exit status 1 when nobody had it', async () => {
  const { result, code } = await run(LeaseGrep, file, '--address', '192.0.2.1', '--json')
  expect(result).toMatchObject([{ hostname: 'h1', from: 1800000000, until: 1800003600 }])
  expect(code).toBe(0)
  expect((await run(LeaseGrep, file, '--address', '192.0.2.9')).code).toBe(1)
})

test('merge, split, convert and stats give what they did as data', async () => {
  const merged = await run(LeaseMerge, file, damaged, '-o', path('merged.csv'), '--json')
  expect(merged.result).toMatchObject({ leases: 2, errors: 1 })
  const split = await run(LeaseSplit, file, '--prefix', path('part'), '--json')
  expect(split.result).toEqual([{ file: path('part-1.csv'), leases: 2 }])
  const converted = await run(LeaseConvert, file, '--to', 'csv', '-o', path('table.csv'), '--json')
  expect(converted.result).toEqual({ leases: 2, notes: [] })
  expect((await run(LeaseStats, file, '--json')).result).toMatchObject({ leases: 2, subnets: [{ id: 1, used: 2 }] })
})

test('standard output is for one of them', async () => {
  const { stdout } = await run(LeaseMerge, file, '--json')
  expect(JSON.parse(stdout)).toMatchObject({
    error: { message: expect.stringContaining('say with -o where the result goes') },
  })
})
