import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readLeaseFile6 } from './lease-csv6.js'

// Header and rows of kea-dhcp6 2.2
const HEADER =
  'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source\n'
const DUID = '00:03:00:01:02:00:5e:10:00:01'
const row = (address: string, type: number, length: number, lifetime = 600): string =>
  `${address},${DUID},${lifetime},1795192381,1,400,${type},7,${length},0,0,,02:00:5e:10:00:01,0,,1,2\n`

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lease-csv6-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('addresses and prefixes stand beside each other; lifetime 0 takes away the one it names', () => {
  const path = join(folder, 'leases6.csv')
  const rows = row('2001:db8::1', 0, 128) + row('2001:db8::', 2, 56) + row('2001:db8::', 2, 64)
  writeFileSync(path, HEADER + rows + row('2001:db8::', 2, 56, 0))
  const { current, bad } = readLeaseFile6(path)
  expect(bad).toEqual([])
  expect([...current.keys()]).toEqual(['2001:db8::1', '2001:db8::/64'])
  expect(current.get('2001:db8::1')).toMatchObject({ duid: DUID, iaid: 7, preferredLifetime: 400, leaseType: 0 })
})

test('a row without a client is reported', () => {
  const path = join(folder, 'leases6.csv')
  writeFileSync(path, HEADER + row('2001:db8::1', 0, 128).replace(DUID, ''))
  expect(readLeaseFile6(path)).toMatchObject({ rows: [], bad: [expect.stringContaining('2001:db8::1')] })
})
