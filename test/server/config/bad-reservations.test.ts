import { describe, expect, it } from 'vitest'
import { loading } from '../../../src/server/config/load.js'
import { runAtOnce } from '../../../src/server/config/slices.js'

const good = { 'hw-address': '02:00:00:00:00:01', 'ip-address': '192.0.2.8', hostname: 'good' }

function loaded(reservations: readonly object[], global: readonly object[] = [], skipBadReservations = true) {
  const text = JSON.stringify({
    Dhcp4: {
      'reservations-global': true,
      'shared-networks': [{ name: 'n', subnet4: [{ subnet: '192.0.2.0/24', id: 1, reservations }] }],
      reservations: global,
    },
  })
  const { ok, problems, services } = runAtOnce(
    loading([{ name: 'c.json', text }], { read: () => '', skipBadReservations }),
  )
  return { ok, texts: problems.map(p => `${p.severity}: ${p.text}`), hosts: services.dhcp4?.hosts }
}

describe('a bad reservation', () => {
  it.each<[string, object]>([
    ['with a keyword that is none', { 'hw-adress': '02:00:00:00:00:02', hostname: 'x' }],
    ['with a value of a wrong type', { 'hw-address': '02:00:00:00:00:02', hostname: 7 }],
    ['without an identifier', { hostname: 'x' }],
    ['of an address elsewhere', { 'hw-address': '02:00:00:00:00:02', 'ip-address': '192.0.3.8' }],
    ['of an address that another has', { 'hw-address': '02:00:00:00:00:02', 'ip-address': '192.0.2.8' }],
    ['of a client that has one', { 'hw-address': '02:00:00:00:00:01', hostname: 'x' }],
    ['with a wrong option', { 'hw-address': '02:00:00:00:00:02', 'option-data': [{ name: 'routers', data: 'x' }] }],
  ])('%s refuses the configuration, or is left out alone', (_, bad) => {
    expect(loaded([good, bad], [], false).ok).toBe(false)
    const { ok, texts, hosts } = loaded([good, bad])
    expect(ok).toBe(true)
    expect(texts.length).toBeGreaterThan(0)
    for (const text of texts) expect(text).toMatch(/^warning: .*\(the reservation is left out\)$/)
    expect(hosts!.map(host => host.hostname)).toEqual(['good'])
  })

  it('keeps nothing for itself: others may have its address', () => {
    const bad = { ...good, 'option-data': [{ name: 'routers', data: 'x' }] }
    expect(loaded([bad, good]).hosts!.map(host => host.hostname)).toEqual(['good'])
  })

  it('may be a global one', () => {
    const { ok, hosts } = loaded([good], [{ hostname: 1 }, { duid: '0102', hostname: 'other' }])
    expect(ok).toBe(true)
    expect(hosts!.map(host => host.hostname)).toEqual(['other', 'good'])
  })
})

it('what is wrong elsewhere still refuses the configuration', () => {
  const text = '{"Dhcp4":{"valid-lifetime":"x","reservations":[{"hostname":1}]}}'
  const { ok } = runAtOnce(loading([{ name: 'c.json', text }], { read: () => '', skipBadReservations: true }))
  expect(ok).toBe(false)
})
