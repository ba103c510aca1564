import { execFileSync } from 'node:child_process'
import {
  closeSync,
  copyFileSync,
  createReadStream,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse'
import type { LeaseRecord } from '../../src/lease-file/lease-record.js'
import { schema4Kea22 } from '../../src/lease-file/schema.js'
import { LeaseScan } from '../../src/lease-tools/lease-scan.js'
import { openLeases } from '../../src/lease-tools/open-leases.js'

// npm run build && npx tsx test/bench/lease-tools.bench.ts [ROWS]
// A million rows, a tenth of them live: the reader of Kea's rows beside csv-parse, compaction beside kea-lfc.

const ROWS = Number(process.argv[2] ?? 1_000_000)
const directory = mkdtempSync(join(tmpdir(), 'keats-bench-'))
process.on('exit', () => rmSync(directory, { recursive: true, force: true }))
const file = join(directory, 'leases.csv')

function generate(): void {
  const fd = openSync(file, 'w')
  let text = `${schema4Kea22.columns.join(',')}\n`
  let random = 1
  for (let i = 0; i < ROWS; i++) {
    random = (Math.imul(random, 1664525) + 1013904223) >>> 0
    const n = i < ROWS / 10 ? i : random % (ROWS / 10)
    const octets = `${(n >>> 16) & 255}.${(n >>> 8) & 255}.${n & 255}`
    const mac = `02:00:00:${[n >>> 16, n >>> 8, n].map(byte => (byte & 255).toString(16).padStart(2, '0')).join(':')}`
    text += `10.${octets},${mac},01:${mac},3600,${1_800_000_000 + (i >>> 8)},1,0,0,host-${n}.example.org,0,\n`
    if (text.length > 1 << 20) {
      writeSync(fd, text)
      text = ''
    }
  }
  writeSync(fd, text)
  closeSync(fd)
}

/** Seconds by the clock and of the processor, this process and its children. */
async function measure(label: string, work: () => Promise<unknown> | unknown): Promise<number> {
  const started = performance.now()
  await work()
  const seconds = (performance.now() - started) / 1000
  console.log(
    `${label.padEnd(44)} ${seconds.toFixed(2)} s  ${Math.round(ROWS / seconds / 1000)} thousand rows a second`,
  )
  return seconds
}

async function read(): Promise<void> {
  const set = await openLeases([file])
  let sum = 0
  new LeaseScan(set, {
    row: (record: LeaseRecord) => {
      sum += record.subnetId
    },
  }).run()
  set.close()
  if (sum !== ROWS) throw new Error('rows are missing')
}

/** As little as can be done with csv-parse: fields as texts, not one of them read. */
async function readWithCsvParse(): Promise<void> {
  let rows = 0
  for await (const _ of createReadStream(file, { highWaterMark: 1 << 20 }).pipe(parse({ quote: null }))) rows++
  if (rows !== ROWS + 1) throw new Error('rows are missing')
}

generate()
await measure('own reader, rows into records', read)
const ours = await measure('own reader, again', read)
const general = await measure('csv-parse, fields as texts', readWithCsvParse)
console.log(`own reader ${(general / ours).toFixed(1)} times as fast as csv-parse\n`)

const program = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const result = join(directory, 'result.csv')
const compact = await measure('keats lease compact, start of node included', () =>
  execFileSync(process.execPath, [program, 'lease', 'compact', file, '-o', result], { stdio: 'ignore' }),
)
if (existsSync('/usr/sbin/kea-lfc')) {
  const at = (name: string) => join(directory, name)
  copyFileSync(file, at('F.1'))
  const names = ['-x', at('F.2'), '-i', at('F.1'), '-o', at('out'), '-f', at('done'), '-p', at('pid'), '-c', 'none']
  const env = { ...process.env, KEA_LOCKFILE_DIR: directory, KEA_PIDFILE_DIR: directory }
  const kea = await measure('kea-lfc', () =>
    execFileSync('/usr/sbin/kea-lfc', ['-4', ...names], { stdio: 'ignore', env }),
  )
  const same = readFileSync(result).equals(readFileSync(at('F.2')))
  console.log(
    `keats lease compact ${(kea / compact).toFixed(1)} times as fast as kea-lfc, results ${same ? 'equal' : 'DIFFER'}`,
  )
}
