import { describe, expect, it } from 'vitest'
import { checkLeases, formatOrphan, leaseCheckTexts } from '../../../src/server/config/orphans.js'
import { MemoryIo } from '../store/memfile/memory-io.js'
import { decided, decided6 } from './loaded.js'

const HEADER =
  'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n'
const NOW = 1_800_000_000

const configuration = decided({
  subnet4: [
    {
      id: 1,
      subnet: '192.0.2.0/24',
      pools: [{ pool: '192.0.2.10-192.0.2.19' }],
      reservations: [{ 'hw-address': '02:00:00:00:00:42', 'ip-address': '192.0.2.42' }],
    },
    { id: 2, subnet: '198.51.100.0/24' },
  ],
})

/** A row of a client whose lease ends in an hour. */
const row = (address: string, subnetId: number, { valid = 3600, expire = NOW + 3600, state = 0 } = {}): string =>
  `${address},02:00:00:00:00:07,,${valid},${expire},${subnetId},0,0,printer,${state},,0\n`

function check(files: Readonly<Record<string, string>>) {
  const io = new MemoryIo()
  for (const [path, text] of Object.entries(files)) io.writeText(path, text)
  return checkLeases(configuration, 'leases.csv', io, NOW)
}

describe('leases that a configuration has no place for', () => {
  it('are those of subnets that went, of addresses outside, and in no pool', () => {
    const { orphans, failures } = check({
      'leases.csv':
        HEADER +
        row('192.0.2.10', 1) +
        row('192.0.2.42', 1) +
        row('192.0.2.77', 1) +
        row('198.51.100.7', 2) +
        row('192.0.2.11', 2) +
        row('203.0.113.9', 3, { valid: 0xffffffff, expire: NOW + 0xffffffff }),
    })
    expect(failures).toEqual([])
    expect(orphans.map(({ address, why }) => `${address} ${why}`)).toEqual([
      '192.0.2.11 outside-subnet',
      '192.0.2.77 outside-pools',
      '198.51.100.7 outside-pools',
      '203.0.113.9 no-subnet',
    ])
    expect(formatOrphan(orphans[1]!)).toBe(
      '192.0.2.77 (02:00:00:00:00:07, printer) is leased until 2027-01-15 09:00:00 UTC in subnet 1, where no pool holds it any more and no reservation keeps it',
    )
    expect(formatOrphan(orphans[3]!)).toContain('is leased for ever in subnet 3, which is not configured any more')
  })

  it('are active: not ended, given back, declined or deleted', () => {
    const ended = row('203.0.113.1', 3, { expire: NOW })
    const declined = row('203.0.113.2', 3, { state: 1 })
    const deleted = row('203.0.113.3', 3) + row('203.0.113.3', 3, { valid: 0 })
    const moved = row('192.0.2.12', 3) + row('192.0.2.12', 1)
    expect(check({ 'leases.csv': HEADER + ended + declined + deleted + moved }).orphans).toEqual([])
  })

  it('are looked for in what a clean-up left beside the file, too', () => {
    const files = {
      'leases.csv.2': HEADER + row('203.0.113.1', 3) + row('203.0.113.2', 3),
      'leases.csv': HEADER + row('203.0.113.1', 3, { valid: 0 }),
    }
    expect(check(files).orphans.map(({ address }) => address)).toEqual(['203.0.113.2'])
  })

  it('are counted for people, and what cannot be read is said', () => {
    const many = Array.from({ length: 60 }, (_, i) => row(`203.0.113.${i + 1}`, 3)).join('')
    const texts = leaseCheckTexts(check({ 'leases.csv': `${HEADER}${many}rubbish\n` }))
    expect(texts).toHaveLength(53)
    expect(texts.slice(-3)).toEqual([
      '... and 10 more',
      '1 rows of the lease file cannot be read',
      '60 active leases have no place in the configuration.',
    ])
    expect(leaseCheckTexts(check({ 'leases.csv': HEADER }))).toEqual([
      'Every active lease has its place in the configuration.',
    ])
    expect(leaseCheckTexts(check({}))).toEqual(['Unable to open file leases.csv'])
    expect(check({ 'leases.csv': 'a,b\n' }).failures).toHaveLength(1)
  })
})

it('of DHCPv6 are addresses and prefixes, each looked for in pools of its kind', () => {
  const header =
    'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source,pool_id\n'
  const lease = (address: string, type: 0 | 2, length: number): string =>
    `${address},01:02:03,3600,${NOW + 3600},1,3000,${type},7,${length},0,0,,,0,,,,0\n`
  const config = decided6({
    subnet6: [
      {
        id: 1,
        subnet: '2001:db8::/64',
        pools: [{ pool: '2001:db8::/120' }],
        'pd-pools': [{ prefix: '3000::', 'prefix-len': 48, 'delegated-len': 64 }],
        reservations: [{ duid: '01:02', 'ip-addresses': ['2001:db8::1:1'], prefixes: ['3001::/64'] }],
      },
    ],
  })
  const io = new MemoryIo()
  const good = [lease('2001:db8::9', 0, 128), lease('2001:db8::1:1', 0, 128), lease('3000:0:0:5::', 2, 64)]
  const bad = [lease('2001:db8::2:1', 0, 128), lease('3000:0:0:6::', 0, 128), lease('3002::', 2, 64)]
  io.writeText('leases.csv', [header, ...good, lease('3001::', 2, 64), ...bad].join(''))
  const { orphans, badRows } = checkLeases(config, 'leases.csv', io, NOW)
  expect(badRows).toBe(0)
  expect(orphans.map(({ address, why }) => `${address} ${why}`)).toEqual([
    '2001:db8::2:1 outside-pools',
    '3000:0:0:6:: outside-subnet',
    '3002:: outside-pools',
  ])
})
