import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkConfiguration } from '../../src/server/check-configuration.js'

/** Checks one configuration, with a lease file if there is one. */
function check(configuration: object, leases?: string) {
  const folder = mkdtempSync(join(tmpdir(), 'keats-check-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'keats.conf')
  writeFileSync(file, JSON.stringify(configuration))
  const csv = join(folder, 'leases.csv')
  if (leases !== undefined) writeFileSync(csv, leases)
  return checkConfiguration({ files: [file], leases: leases === undefined ? undefined : csv })
}

const Dhcp4 = { subnet4: [{ id: 1, subnet: '192.0.2.0/24', pools: [{ pool: '192.0.2.10-192.0.2.19' }] }] }
const Dhcp6 = { subnet6: [{ id: 1, subnet: '2001:db8::/64', pools: [{ pool: '2001:db8::10-2001:db8::1f' }] }] }

const leases4 =
  'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n' +
  '192.0.2.77,02:00:00:00:00:07,,4294967295,4000000000,1,0,0,,0,\n'
const leases6 =
  'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source\n' +
  '2001:db8::77,00:03:00:01:02:00:00:00:00:07,4294967295,4000000000,1,4294967295,0,1,128,0,0,,,0,,,\n'

const orphans = (...given: Parameters<typeof check>) => check(...given).leases?.orphans.map(({ address }) => address)

describe('a check of both services', () => {
  it('lists the problems of each', () => {
    const { checked } = check({
      Dhcp4: { ...Dhcp4, 'valid-lifetime': 'long' },
      Dhcp6: { ...Dhcp6, 'hooks-libraries': [{ library: '/x/libdhcp_none.so' }], 'valid-lifetimes': 1 },
    })
    expect(checked.ok).toBe(false)
    const all = checked.texts.join()
    expect(all).toContain('valid-lifetimes')
    expect(all).toContain('valid-lifetime:')
  })

  it('knows the hook libraries of each', () => {
    const hooks = { 'hooks-libraries': [{ library: '/x/libdhcp_none.so' }] }
    const { texts, ok } = check({ Dhcp4, Dhcp6: { ...Dhcp6, ...hooks } }).checked
    expect(ok).toBe(true)
    expect(texts.filter(text => text.includes('failed to validate'))).toHaveLength(1)
  })

  it('holds a lease file against the service that it is of', () => {
    expect(orphans({ Dhcp4, Dhcp6 }, leases4)).toEqual(['192.0.2.77'])
    expect(orphans({ Dhcp4, Dhcp6 }, leases6)).toEqual(['2001:db8::77'])
    expect(orphans({ Dhcp6 }, leases6)).toEqual(['2001:db8::77'])
  })

  it('refuses a lease file of a family that is not configured', () => {
    expect(check({ Dhcp6 }, leases4).leases?.failures).toHaveLength(1)
    expect(check({ Dhcp4 }, leases6).leases?.failures).toHaveLength(1)
  })
})
