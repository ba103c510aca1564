import { describe, expect, it } from 'vitest'
import type { OptionDefinition } from '../../src/wire/option-space.js'
import { asStandard, layered, standardSpaces } from '../../src/wire/standard-options.js'

const custom = (space: string, code: number, name: string): OptionDefinition => ({
  space,
  code,
  name,
  type: 'uint8',
  array: false,
  recordTypes: [],
  encapsulates: '',
})

describe('standard options', () => {
  const v4 = standardSpaces(4)
  const v6 = standardSpaces(6)

  it.each([
    [v4, 'dhcp4', 125],
    [v4, 'dhcp-agent-options-space', 20],
    [v4, 'cablelabs-client-conf', 9],
    [v4, 'vendor-4491', 2],
    [v6, 'dhcp6', 76],
    [v6, 'vendor-4491', 10],
    [v6, 's46-cont-mape-options', 2],
  ] as const)('%#: space %s', (spaces, space, count) => {
    expect(spaces.of(space)).toHaveLength(count)
    const codes = spaces.of(space).map(definition => definition.code)
    expect(codes).toEqual([...codes].sort((a, b) => a - b))
  })

  it('are found by code and by name', () => {
    expect(v4.byCode('dhcp4', 6)).toMatchObject({ name: 'domain-name-servers', type: 'ipv4-address', array: true })
    expect(v4.byName('dhcp4', 'domain-name-servers')).toBe(v4.byCode('dhcp4', 6))
    expect(v6.byCode('dhcp6', 5)).toMatchObject({ type: 'record', recordTypes: ['ipv6-address', 'uint32', 'uint32'] })
    expect(v4.byCode('dhcp4', 43)?.encapsulates).toBe('vendor-encapsulated-options-space')
    expect(v4.byCode('dhcp6', 6)).toBeUndefined()
    expect(v4.byName('nowhere', 'x')).toBeUndefined()
    expect(v4.of('nowhere')).toEqual([])
  })

  it('know which are sent unasked and which the server alone may set', () => {
    const trait = (code: number) => asStandard(v4.byCode('dhcp4', code)!)!
    const unasked = v4.of('dhcp4').filter(d => asStandard(d)!.returnedIfNotRequested)
    expect(unasked.map(d => d.code)).toEqual([3, 6, 15, 54])
    expect(trait(51).adminConfigurable).toBe(false)
    expect(trait(3).adminConfigurable).toBe(true)
    expect(trait(43).lastResort).toBe(true)
  })

  it('are hidden by the definitions of a layer above, in that space only', () => {
    const own = [custom('dhcp4', 230, 'mine'), custom('dhcp4', 43, 'my-vendor'), custom('foo', 1, 'bar')]
    const spaces = layered(own, v4)
    expect(spaces.byCode('dhcp4', 43)?.name).toBe('my-vendor')
    expect(spaces.byName('foo', 'bar')?.code).toBe(1)
    expect(spaces.byName('dhcp4', 'routers')?.code).toBe(3)
    expect(spaces.of('dhcp4').map(d => d.code)).toEqual([...v4.of('dhcp4').map(d => d.code), 230].sort((a, b) => a - b))
    expect(spaces.of('dhcp-agent-options-space')).toBe(v4.of('dhcp-agent-options-space'))
    expect(v4.byCode('dhcp4', 43)?.name).toBe('vendor-encapsulated-options')
    expect(asStandard(spaces.byCode('dhcp4', 230)!)).toBeUndefined()
  })
})
