import { describe, expect, it } from 'vitest'
import { codesOf, decided } from './loaded.js'

const options = (data: object[], definitions: object[] = []): Map<string, [number, string][]> => {
  const { global } = decided({ 'option-def': definitions, 'option-data': data })
  return new Map(
    [...global.options.bySpace].map(([space, list]) => [space, list.map(o => [o.code, o.payload.toString('hex')])]),
  )
}

describe('option-data', () => {
  it('stands by space, ascending by code, the first of a code first', () => {
    const scope = options([
      { name: 'domain-name-servers', data: '192.0.2.1, 192.0.2.2' },
      { name: 'routers', data: '192.0.2.3' },
      { code: 3, data: '192.0.2.4' },
      { code: 222, 'csv-format': false, data: 'ab cd' },
    ])
    expect(scope.get('dhcp4')).toEqual([
      [3, 'c0000203'],
      [3, 'c0000204'],
      [6, 'c0000201c0000202'],
      [222, 'abcd'],
    ])
  })

  it('carries its flags and classes', () => {
    const { global } = decided({
      'client-classes': [{ name: 'a' }],
      'option-data': [
        { name: 'routers', data: '192.0.2.3', 'always-send': true, 'client-classes': ['a'] },
        { name: 'time-servers', data: '192.0.2.3', 'never-send': true },
      ],
    })
    expect(global.options.bySpace.get('dhcp4')).toMatchObject([
      { alwaysSend: true, neverSend: false, classes: ['a'], definition: { name: 'routers' } },
      { alwaysSend: false, neverSend: true, classes: [] },
    ])
  })
})

describe('sub-options', () => {
  const one = { name: 'one', code: 1, space: 'vendor-encapsulated-options-space', type: 'uint8' }

  it('follow the value of the option that encapsulates their space (RFC 2132 8.4)', () => {
    const scope = options(
      [
        { name: 'vendor-encapsulated-options' },
        { name: 'one', space: 'vendor-encapsulated-options-space', data: '7' },
        { code: 9, space: 'vendor-encapsulated-options-space', 'csv-format': false, data: '0102' },
      ],
      [one],
    )
    expect(scope.get('dhcp4')).toEqual([[43, '01010709020102']])
  })

  it('nest, and a circle of spaces ends', () => {
    const scope = options(
      [
        { name: 'box', data: '5' },
        { name: 'inner', space: 'a', data: '6' },
        { name: 'innermost', space: 'b', data: '7' },
      ],
      [
        { name: 'box', code: 222, type: 'uint8', encapsulate: 'a' },
        { name: 'inner', code: 1, space: 'a', type: 'uint8', encapsulate: 'b' },
        { name: 'innermost', code: 2, space: 'b', type: 'uint8', encapsulate: 'a' },
      ],
    )
    // 222: 5, then option 1 of a: 6, then option 2 of b: 7
    expect(scope.get('dhcp4')).toEqual([[222, '0501040602' + '0107']])
  })

  it('of an enterprise follow its number and their length (RFC 3925 4)', () => {
    const scope = options([
      { name: 'vivso-suboptions', data: '4491' },
      { name: 'tftp-servers', space: 'vendor-4491', data: '10.0.0.1' },
    ])
    expect(scope.get('dhcp4')).toEqual([[125, '0000118b06' + '02040a000001']])
    expect(scope.get('vendor-4491')).toEqual([[2, '0a000001']])
  })

  it('come from the same scope only, as a kea-dhcp4 2.2 sends them', () => {
    const { global, subnets } = decided({
      'option-def': [
        { name: 'box', code: 230, type: 'uint8', encapsulate: 'bx' },
        { name: 'inside', code: 1, space: 'bx', type: 'uint8' },
      ],
      'option-data': [
        { name: 'box', data: '9' },
        { name: 'inside', space: 'bx', data: '1' },
      ],
      subnet4: [{ subnet: '127.0.0.0/8', 'option-data': [{ name: 'inside', space: 'bx', data: '2' }] }],
    })
    expect(global.options.bySpace.get('dhcp4')![0]!.payload.toString('hex')).toBe('09010101')
    expect(subnets[0]!.options.bySpace.has('dhcp4')).toBe(false)
  })

  it('of an enterprise that has none are an empty list', () => {
    expect(options([{ name: 'vivso-suboptions', data: '25' }]).get('dhcp4')).toEqual([[125, '0000001900']])
  })
})

describe('option-def', () => {
  it('of a class counts for its own data, and for option 43 and the private ones only', () => {
    const own = { name: 'own', code: 43, type: 'uint16' }
    const { classes } = decided({
      'client-classes': [{ name: 'a', 'option-def': [own], 'option-data': [{ name: 'own', data: '258' }] }],
    })
    expect(classes[0]!.options.bySpace.get('dhcp4')!.map(o => o.payload.toString('hex'))).toEqual(['0102'])
    expect(codesOf({ 'client-classes': [{ name: 'a', 'option-def': [{ ...own, code: 222 }] }] })).toEqual([
      'wrong-definition',
    ])
  })

  it('is in the spaces of the decided configuration, beside the standard ones', () => {
    const { spaces } = decided({
      'option-def': [{ name: 'mine', code: 222, type: 'record', 'record-types': 'uint8, string' }],
    })
    expect(spaces.byName('dhcp4', 'mine')).toMatchObject({ code: 222, recordTypes: ['uint8', 'string'] })
    expect(spaces.byCode('dhcp4', 3)!.name).toBe('routers')
  })
})
