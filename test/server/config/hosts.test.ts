import { describe, expect, it } from 'vitest'
import { codesOf, decided } from './loaded.js'

const inSubnet = (...reservations: object[]): object => ({ subnet4: [{ id: 9, subnet: '10.0.0.0/24', reservations }] })

describe('reservations', () => {
  it('know their client by one identifier, in any of the notations for bytes', () => {
    const { hosts } = decided(
      inSubnet(
        { 'hw-address': '1:2:3:4:5:6', 'ip-address': '10.0.0.5' },
        { 'client-id': '01aabb', hostname: 'b' },
        { 'circuit-id': "'abc'", hostname: 'c' },
        { 'flex-id': '0x0102', hostname: 'd' },
        { duid: '00:01:00:01', hostname: 'e' },
      ),
    )
    expect(hosts.map(h => [h.identifier, Buffer.from(h.identifierBytes).toString('hex')])).toEqual([
      ['hw-address', '010203040506'],
      ['client-id', '01aabb'],
      ['circuit-id', '616263'],
      ['flex-id', '0102'],
      ['duid', '00010001'],
    ])
    expect(hosts[0]).toMatchObject({ subnetId: 9, addresses: [0x0a000005], hostname: '', options: undefined })
  })

  it('at global level belong to subnet 0 and come first', () => {
    const { hosts } = decided({
      ...inSubnet({ duid: '0102', hostname: 'b' }),
      reservations: [{ duid: '0102', 'ip-address': '192.0.2.1' }],
    })
    expect(hosts.map(h => h.subnetId)).toEqual([0, 9])
  })

  it('carry options, boot fields, classes and a context with the comment in it', () => {
    const { hosts } = decided(
      inSubnet({
        duid: '0102',
        'option-data': [{ name: 'routers', data: '10.0.0.1' }],
        'next-server': '10.0.0.2',
        'boot-file-name': 'f',
        'client-classes': ['a'],
        'user-context': { floor: 2 },
        comment: 'x',
      }),
    )
    expect(hosts[0]).toMatchObject({
      classes: ['a'],
      boot: { nextServer: 0x0a000002, bootFileName: 'f', serverHostname: undefined },
      userContext: '{"floor":2,"comment":"x"}',
    })
    expect(hosts[0]!.options!.bySpace.get('dhcp4')).toHaveLength(1)
  })

  it('reserve an address once in a subnet, unless told otherwise', () => {
    const twice = inSubnet({ duid: '01', 'ip-address': '10.0.0.1' }, { duid: '02', 'ip-address': '10.0.0.1' })
    expect(codesOf(twice)).toEqual(['duplicate-reservation'])
    expect(codesOf({ ...twice, 'ip-reservations-unique': false })).toEqual([])
  })

  it('are looked up by the identifiers of the file, or by the usual four', () => {
    expect(decided({ 'valid-lifetime': 1 }).hostIdentifiers).toEqual(['hw-address', 'duid', 'circuit-id', 'client-id'])
    expect(decided({ 'host-reservation-identifiers': ['flex-id', 'duid'] }).hostIdentifiers).toEqual([
      'flex-id',
      'duid',
    ])
    expect(codesOf({ 'host-reservation-identifiers': ['duid', 'duid'] })).toEqual(['duplicate-identifier'])
  })
})
