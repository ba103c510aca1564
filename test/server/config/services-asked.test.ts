import { describe, expect, it } from 'vitest'
import { loading } from '../../../src/server/config/load.js'
import { servicesAsked } from '../../../src/server/config/services-asked.js'
import { runAtOnce } from '../../../src/server/config/slices.js'

const files: Readonly<Record<string, string>> = {
  'four.conf': '{ "Dhcp4": { "subnet4": [] } }',
  'both.conf':
    '// "Dhcp9"\n{ "Dhcp6": { "user-context": { "Dhcp4": [{}, {"Dhcp4":1}] } }, "Control-agent": {}, "Dhcp4": {} }',
  'nested.conf': '{ "Dhcp6": { "user-context": { "a": ["Dhcp4"], "Dhcp4": {} } }, "comment": "Dhcp4" }',
  'includes.conf': '{ <?include "inner.conf"?> }',
  'inner.conf': '"Dhcp6": { "valid-lifetime": 600 }',
  'broken.conf': '{ "Dhcp4": { "valid-lifetime": 1200, ',
  'list.conf': '["Dhcp4"]',
}
const read = (path: string): string => {
  const text = files[path]
  if (text === undefined) throw new Error('ENOENT')
  return text
}
const asked = (...names: string[]) => [...runAtOnce(servicesAsked(names, read))].sort()

describe('the services that configuration files ask for', () => {
  it.each([
    [['four.conf'], ['dhcp4']],
    [['both.conf'], ['agent', 'dhcp4', 'dhcp6']],
    [['nested.conf'], ['dhcp6']],
    [
      ['four.conf', 'nested.conf'],
      ['dhcp4', 'dhcp6'],
    ],
    [['includes.conf'], ['dhcp6']],
    [['broken.conf'], ['dhcp4']],
    [['list.conf'], []],
    [['absent.conf'], []],
    [[], []],
  ])('%j: %j', (names, services) => {
    expect(asked(...names)).toEqual(services)
  })

  it('are read and decided one by one, each without what is wrong with the other', () => {
    const text = '{"Dhcp4":{"valid-lifetime":600},"Dhcp6":{"valid-lifetime":"long"}}'
    const load = (service: 'dhcp4' | 'dhcp6') => runAtOnce(loading([{ name: 'a', text }], { read, service }))
    expect(Object.keys(load('dhcp4').services)).toEqual(['dhcp4'])
    expect(load('dhcp6').ok).toBe(false)
  })
})
