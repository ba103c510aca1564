import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { LeaseCsvReader } from '../../src/lease-file/csv-reader.js'
import type { LeaseRecord } from '../../src/lease-file/lease-record.js'
import { RowWriter } from '../../src/lease-file/row-writer.js'
import { headerOf, type LeaseFileSchema, schema4, schema6 } from '../../src/lease-file/schema.js'
import { needs } from '../kit/gate.js'

const LFC = '/usr/sbin/kea-lfc'

/** What Kea's own clean-up makes of a file, where Kea is installed. */
function cleanedByKea(family: '-4' | '-6', text: string): { result: string; errors: string[] } {
  const directory = mkdtempSync(join(tmpdir(), 'keats-lfc-'))
  try {
    const path = (name: string) => join(directory, name)
    writeFileSync(path('in'), text)
    const names = ['-x', path('result'), '-i', path('in'), '-o', path('out'), '-f', path('done'), '-p', path('pid')]
    const log = execFileSync(LFC, [family, ...names, '-c', 'none', '-d'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
      env: { ...process.env, KEA_LOCKFILE_DIR: directory, KEA_PIDFILE_DIR: directory },
    })
    const errors = log.split('\n').filter(line => line.includes('ROW_ERROR'))
    return { result: readFileSync(path('result'), 'latin1'), errors }
  } finally {
    rmSync(directory, { recursive: true, force: true })
  }
}

/** Read a file and write every row of it again. */
function rewritten(schema: LeaseFileSchema, text: string): string {
  const out = Buffer.alloc(text.length * 4 + 4096)
  let at = out.write(headerOf(schema))
  const writer = new RowWriter(schema)
  const sink = {
    row: (record: LeaseRecord) => {
      at = writer.write(record, out, at)
    },
    bad: (bad: object) => expect.fail(JSON.stringify(bad)),
  }
  const bytes = Buffer.from(text, 'latin1')
  new LeaseCsvReader(schema, sink, { file: 'f', maxErrors: 0 }).end(bytes, 0, bytes.length)
  return out.toString('latin1', 0, at)
}

const rows4 = [
  '192.0.2.1,1a:1b:1c:1d:1e:1f,,3600,1795192381,1,0,0,,0,',
  '192.0.2.2,,01:02:ff,4294967295,6090192381,4294967295,1,1,a&#x2cb&#x26c.example.,2,{ "a": "b&#x2cc" }',
  '192.0.2.3,,,86400,1795192381,1,0,0,,1,',
]
const rows6 = [
  '2001:db8::1,00:01:02:03,3600,1900000000,1,1800,0,7,128,0,0,,,0,,,',
  '2001:db8::2,00:00:00,3600,1900000000,1,0,0,0,128,0,0,,,1,,,',
  '2001:db8:1::,00:01:02,3600,1900000000,1,1800,2,4294967295,56,1,0,h.,01:02:03:04:05:06,0,{ "a": 1 },6,32',
]

// its log lock is root's
if (needs('root', 'kea-lfc')) {
  test.each([
    ['-4', schema4, rows4, 11],
    ['-6', schema6, rows6, 17],
  ] as const)('Kea 2.2 keeps every row that we write (%s)', (family, schema, rows, columns) => {
    const before = `${schema.columns.slice(0, columns).join(',')}\n${rows.join('\n')}\n`
    const ours = rewritten(schema, before)
    const { result, errors } = cleanedByKea(family, ours)
    expect(errors).toEqual([])
    // Kea 2.2 knows no pool_id and drops it
    const said = result.trim().split('\n').slice(1)
    expect(said).toEqual([...rows])
  })

  test('rows of Kea come back as they were, pool id added', () => {
    const before = `${schema4.columns.slice(0, 11).join(',')}\n${rows4.join('\n')}\n`
    const { result } = cleanedByKea('-4', before)
    expect(rewritten(schema4, result).trim().split('\n').slice(1)).toEqual(rows4.map(row => `${row},0`))
  })
}
