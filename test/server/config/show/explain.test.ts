import { describe, expect, it } from 'vitest'
import { showFiles } from '../../../../src/server/config/show/show-files.js'

const text = `{ "Dhcp4": {
  "valid-lifetime": 3600,
  "dhcp-ddns": { "enable-updates": false, "qualifying-suffix": "example.org" },
  "shared-networks": [ { "name": "floor",
    "authoritative": true,
    "subnet4": [
      <?include "subnet.json"?>,
      { "subnet": "10.0.1.0/24", "reservation-mode": "global" } ] } ],
  "subnet4": [ { "subnet": "10.1.0.0/24", "id": 7, "option-data": [ { "name": "routers", "data": "10.1.0.1" } ] } ]
} }`
const files: Readonly<Record<string, string>> = {
  'c.json': text,
  'subnet.json':
    '{ "subnet": "10.0.0.0/24", "id": 3,\n  "pools": [ { "pool": "10.0.0.8/29", "client-class": "KNOWN" } ] }',
}

function explained(path: string): string[] {
  const request = { files: ['c.json'], generation: '2.2', form: 'kea', explain: path } as const
  const shown = showFiles(request, name => files[name]!)
  if ('wrong' in shown) return [...shown.wrong]
  if (!('explained' in shown)) throw new Error('nothing is explained')
  return shown.explained.map(({ path, value, text }) => `${path} = ${JSON.stringify(value)}: ${text}`)
}

it('is said of both services of a file', () => {
  const text = '{"Dhcp4":{"valid-lifetime":1},"Dhcp6":{"subnet6":[{"subnet":"2001:db8::/64"}]}}'
  const say = (path: string): unknown =>
    showFiles({ files: ['x'], generation: '2.2', form: 'kea', explain: path }, () => text)
  expect(say('valid-lifetime')).toMatchObject({ explained: [{ value: 1 }] })
  expect(say('Dhcp6.subnet6[0].preferred-lifetime')).toMatchObject({
    explained: [{ value: 3600, from: 'default', text: 'default of Kea 2.2' }],
  })
  expect(say('Dhcp6.subnet6[0].rapid-commit')).toMatchObject({ explained: [{ value: false, from: 'default' }] })
})

describe('where a value comes from', () => {
  it.each([
    ['valid-lifetime', 'valid-lifetime = 3600: c.json:2:21: written here'],
    [
      'Dhcp4.shared-networks[name=floor].subnet4[id=3].pools[0].pool',
      'shared-networks[name=floor].subnet4[id=3].pools[0].pool = "10.0.0.8/29": subnet.json:2:24: written here',
    ],
    [
      'subnet4[id=3].valid-lifetime',
      'shared-networks[0].subnet4[id=3].valid-lifetime = 3600: c.json:2:21: inherited from the global scope, written there',
    ],
    [
      'subnet4[id=3].authoritative',
      'shared-networks[0].subnet4[id=3].authoritative = true: c.json:5:22: inherited from shared-networks[0], written there',
    ],
    [
      'subnet4[id=3].max-valid-lifetime',
      'shared-networks[0].subnet4[id=3].max-valid-lifetime = 3600: not set, so it is valid-lifetime; that is: c.json:2:21: inherited from the global scope, written there',
    ],
    ['subnet4[0].t1-percent', 'subnet4[0].t1-percent = 0.5: default of Kea 2.2'],
    [
      'subnet4[0].ddns-qualifying-suffix',
      'subnet4[0].ddns-qualifying-suffix = "example.org": c.json:3:64: inherited from the global scope, written there as dhcp-ddns.qualifying-suffix',
    ],
    [
      'shared-networks[0].subnet4[1].reservations-global',
      'shared-networks[0].subnet4[1].reservations-global = true: c.json:8:54: written here as reservation-mode',
    ],
    [
      'subnet4[subnet=10.0.1.0/24].id',
      'shared-networks[0].subnet4[subnet=10.0.1.0/24].id = 1: subnets without an id are numbered in order, those of shared networks first',
    ],
    [
      'subnet4[id=3].pools[0].client-class',
      'shared-networks[0].subnet4[id=3].pools[0].client-classes = ["KNOWN"]: subnet.json:2:55: written here as client-class',
    ],
    ['subnet4[0].renew-timer', 'subnet4[0].renew-timer = undefined: not configured, and without a default'],
    [
      'subnet4[0].option-data[name=routers].data',
      'subnet4[0].option-data[name=routers].data = "10.1.0.1": c.json:9:98: written here',
    ],
    ['multi-threading.packet-queue-size', 'multi-threading.packet-queue-size = 64: default of Kea 2.2'],
  ])('%s', (path, line) => {
    expect(explained(path)).toEqual([line])
  })

  it('of every keyword of a map', () => {
    expect(explained('sanity-checks')).toEqual(['sanity-checks.lease-checks = "warn": default of Kea 2.2'])
    expect(explained('subnet4[0]').length).toBeGreaterThan(20)
  })

  it.each([
    ['subnet4[9].id', 'there are 1 subnet4, counted from 0'],
    ['subnet4[id=99].id', 'no map of subnet4 has id 99'],
    ['valid-lifetme', 'Dhcp4 has no keyword valid-lifetme, did you mean valid-lifetime?'],
    ['subnet4.id', 'say which of the subnet4, e.g. subnet4[0]'],
    ['valid-lifetime[0]', 'valid-lifetime is no list of maps'],
    ['valid-lifetime.x', 'valid-lifetime holds no other keywords'],
    ['a..b', 'a..b is not a path, expected e.g. subnet4[0].valid-lifetime'],
  ])('%s leads nowhere, which is said', (path, words) => {
    expect(explained(path)).toEqual([words])
  })
})
