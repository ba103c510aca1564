import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { explain } from '../../../src/server/explain/explain.js'
import { explanationTexts } from '../../../src/server/explain/text.js'
import { encodePacket6, encodeRelay6, iaAddressOption6, iaOption6, option6, packed6 } from '../../kit/packet6.js'

const folder = mkdtempSync(join(tmpdir(), 'keats-explain6-test-'))
const config = join(folder, 'kea.conf')
const duid = [0, 3, 0, 1, 2, 0, 0, 0, 0, 1]
writeFileSync(
  config,
  JSON.stringify({
    Dhcp6: {
      'interfaces-config': { interfaces: ['eth0/2001:db8:1::1'] },
      'lease-database': { type: 'memfile', persist: false },
      'option-data': [{ name: 'dns-servers', data: '2001:db8::53' }],
      'client-classes': [
        { name: 'routers', test: 'option[25].exists' },
        { name: 'phones', test: 'option[16].exists' },
      ],
      'relay-supplied-options': ['65'],
      subnet6: [
        {
          id: 1,
          subnet: '2001:db8:1::/64',
          interface: 'eth0',
          pools: [{ pool: '2001:db8:1::10-2001:db8:1::1f' }],
          'option-data': [{ name: 'domain-search', data: 'one.example' }],
          reservations: [{ duid: '00:03:00:01:02:00:00:00:00:09', 'ip-addresses': ['2001:db8:1::77'] }],
        },
        { id: 2, subnet: '2001:db8:2::/64', pools: [{ pool: '2001:db8:2::10-2001:db8:2::1f' }] },
      ],
    },
  }),
)
const oro = option6(6, [0, 23, 0, 24])
const solicit = (id: readonly number[], hint = '2001:db8:1::15') =>
  encodePacket6({
    type: 1,
    xid: 7,
    options: [
      option6(1, id),
      iaOption6({ code: 3, iaid: 5, options: [iaAddressOption6({ address: hint })] }),
      iaOption6({ code: 25, iaid: 6 }),
      oro,
    ],
  })
const told = async (packet: Buffer) => (await explain({ files: [config], packet: packet.toString('hex') })).packets[0]!

describe('explain of DHCPv6', () => {
  it('tells classes, subnet, associations, options with their scopes, and the answer', async () => {
    const packet = await told(solicit(duid))
    expect(packet).toMatchObject({
      message: 'SOLICIT',
      from: '[fe80::1]:546',
      to: 'ff02::1:2',
      'other-classes': [{ name: 'phones' }],
      subnet: { id: 1, prefix: '2001:db8:1::/64', because: 'it came in on eth0, which the subnet names' },
      lease: undefined,
      associations: [
        {
          kind: 'IA_NA',
          iaid: 5,
          hints: ['2001:db8:1::15'],
          grants: [{ address: '2001:db8:1::15', because: 'the client asks for it, and it is free' }],
          status: '',
        },
        { kind: 'IA_PD', iaid: 6, grants: [] },
      ],
      answer: { message: 'ADVERTISE', to: 'fe80::1', port: 546, interface: 'eth0' },
      ended: 'answered',
    })
    expect(packet.associations[1]!.status).toContain('NoPrefixAvail: ')
    expect(packet.classes.find(({ name }) => name === 'routers')?.because).toBe('option[25].exists')
    expect(packet.options.map(({ code, from }) => [code, from])).toEqual([
      [23, 'the global options'],
      [24, 'subnet 1'],
    ])
  })

  it('tells what is reserved', async () => {
    const packet = await told(solicit([...duid.slice(0, -1), 9]))
    expect(packet.reservations).toMatchObject([
      // the DUID holds a hardware address
      { identifier: 'hw-address', found: undefined },
      { identifier: 'duid', found: { address: '2001:db8:1::77', counts: true } },
    ])
    expect(packet.associations[0]!.grants).toMatchObject([
      { address: '2001:db8:1::77', pool: '', because: 'it is reserved for the client by its duid' },
    ])
  })

  it('tells what relays say: the link, and options they supply', async () => {
    const relayed = encodeRelay6(
      {
        type: 12,
        hops: 0,
        link: '2001:db8:2::1',
        peer: 'fe80::9',
        options: [option6(66, packed6(option6(65, '\x03erp\0')))],
      },
      encodePacket6({ type: 11, xid: 8, options: [option6(1, duid), oro] }),
    )
    const packet = await told(relayed)
    expect(packet.subnet).toMatchObject({ id: 2, because: 'the link-address of relay 0 is 2001:db8:2::1' })
    expect(packet.options.map(({ code, from }) => [code, from])).toEqual([
      [23, 'the global options'],
      [65, 'a relay (option 66)'],
    ])
    expect(packet.answer).toMatchObject({ message: 'REPLY', port: 547, fields: { relays: '1' } })
  })

  it('in words', async () => {
    const lines = explanationTexts(
      await explain({ files: [config], packet: solicit(duid).toString('hex'), family: 6 }),
      false,
    )
    expect(lines).toContain(
      '              2001:db8:1::15 from pool 2001:db8:1::10-2001:db8:1::1f for 7200 s (preferred 4500 s): ' +
        'the client asks for it, and it is free',
    )
    expect(lines.at(-1)).toBe('  answer      ADVERTISE to fe80::1 port 546 on eth0')
  })

  it('says when the configuration is of the other family', async () => {
    await expect(explain({ files: [config], packet: '00', family: 4 })).rejects.toThrow(
      'the configuration holds no Dhcp4',
    )
  })
})
