import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLeaseFile } from './lease-csv.js'

const HEADER =
  'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n'
const row = (address: string, lifetime = 3600, state = 0, hostname = ''): string =>
  `${address},1a:1b:1c:1d:1e:1f,,${lifetime},1795192381,1,0,0,${hostname},${state},\n`

let folder: string
let path: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lease-csv-'))
  path = join(folder, 'leases4.csv')
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the last row of an address counts, and lifetime 0 takes it away', () => {
  const rows = row('192.0.2.1') + row('192.0.2.2') + row('192.0.2.1', 3600, 1) + row('192.0.2.2', 0)
  writeFileSync(path, HEADER + rows)
  const { rows: all, current, bad } = readLeaseFile(path)
  expect(all).toHaveLength(4)
  expect(bad).toEqual([])
  expect([...current.values()].map(({ address, state }) => [address, state])).toEqual([['192.0.2.1', 1]])
})

test('names are unescaped, and a later schema’s columns are passed over', () => {
  writeFileSync(path, `${HEADER.trimEnd()},pool_id\n${row('192.0.2.1', 3600, 0, 'a&#x2cb').trimEnd()},7\n`)
  expect(readLeaseFile(path).current.get('192.0.2.1')?.hostname).toBe('a,b')
})

test('half a row and a row in a row are reported', () => {
  const half = row('192.0.2.2').slice(0, 20)
  writeFileSync(path, HEADER + half + row('192.0.2.3') + half)
  expect(readLeaseFile(path).bad).toHaveLength(2)
})

test('what a compaction left is read first, the finished one instead of its sources', () => {
  writeFileSync(`${path}.2`, HEADER + row('192.0.2.1', 1000))
  writeFileSync(`${path}.1`, HEADER + row('192.0.2.1', 2000))
  writeFileSync(path, HEADER + row('192.0.2.3'))
  expect(readLeaseFile(path).current.get('192.0.2.1')?.validLifetime).toBe(2000)
  writeFileSync(`${path}.completed`, HEADER + row('192.0.2.4'))
  expect([...readLeaseFile(path).current.keys()]).toEqual(['192.0.2.4', '192.0.2.3'])
})
