import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LinkType, PcapWriter } from '../../../src/net/pcap-file.js'
import { explain } from '../../../src/server/explain/explain.js'
import { passes } from '../../../src/server/explain/filter.js'
import { explanationTexts } from '../../../src/server/explain/text.js'
import { encodeFrame } from '../../kit/frame.js'
import { addressOption, encodePacket4, option } from '../../kit/packet4.js'

const folder = mkdtempSync(join(tmpdir(), 'keats-explain-test-'))
const file = (name: string, content: string | Buffer): string => {
  const path = join(folder, name)
  writeFileSync(path, content)
  return path
}
const config = file(
  'kea.conf',
  JSON.stringify({
    Dhcp4: {
      'interfaces-config': { interfaces: ['eth0/192.0.2.1'] },
      'lease-database': { type: 'memfile', name: join(folder, 'never.csv') },
      'client-classes': [
        {
          name: 'phones',
          test: "substring(option[60].hex, 0, 5) == 'phone'",
          'option-data': [{ name: 'ntp-servers', data: '192.0.2.5' }],
        },
        { name: 'others', test: "not member('phones')" },
      ],
      'option-data': [{ name: 'domain-name', data: 'global.example' }],
      subnet4: [
        {
          id: 1,
          subnet: '192.0.2.0/24',
          pools: [{ pool: '192.0.2.10-192.0.2.20' }],
          'option-data': [{ name: 'routers', data: '192.0.2.1' }],
          reservations: [{ 'hw-address': '02:00:00:00:00:09', 'ip-address': '192.0.2.77', hostname: 'desk' }],
        },
        { id: 2, subnet: '203.0.113.0/24', pools: [{ pool: '203.0.113.10-203.0.113.20' }] },
      ],
    },
  }),
)
const discover = (chaddr: string, ...more: ReturnType<typeof option>[]): Buffer =>
  encodePacket4({ chaddr, xid: 7, options: [option(53, [1]), option(55, [1, 3, 15, 42]), ...more] })
const hex = (bytes: Buffer): string => bytes.toString('hex')

describe('explain', () => {
  it('tells classes, subnet, lease, options with their scopes, and the answer', async () => {
    const packet = hex(discover('02:00:00:00:00:01', option(60, 'phone 1')))
    const { packets, heard, assumed } = await explain({ files: [config], packet })
    expect([heard, assumed]).toEqual(['eth0/192.0.2.1', false])
    const [told] = packets
    expect(told).toMatchObject({
      message: 'DHCPDISCOVER',
      from: '0.0.0.0:68',
      to: '255.255.255.255',
      'other-classes': [{ name: 'others' }],
      subnet: { id: 1, prefix: '192.0.2.0/24', because: 'it came in on eth0, which has the address 192.0.2.1' },
      lease: { decision: 'take', address: '192.0.2.10', pool: '192.0.2.10-192.0.2.20', lifetime: 7200 },
      changes: [],
      answer: { message: 'DHCPOFFER', to: '192.0.2.10', port: 68, hardware: '02:00:00:00:00:01' },
      ended: 'answered',
    })
    expect(told?.classes.map(({ name }) => name)).toContain('phones')
    expect(told?.options.map(({ code, from }) => `${code} ${from}`)).toEqual([
      '1 the prefix of the subnet',
      '3 subnet 1',
      '15 the global options',
      '42 class phones',
      '51 the lifetime of the lease',
      '54 the server',
    ])
    const text = explanationTexts({ packets, heard, assumed }, true).join('\n')
    expect(text).toContain("phones: substring(option[60].hex, 0, 5) == 'phone'")
    expect(text).toContain('DHCP4_SUBNET_SELECTED')
  })

  it('tells which reservation counts, and by which identifier it was found', async () => {
    const { packets } = await explain({ files: [config], packet: hex(discover('02:00:00:00:00:09')) })
    expect(packets[0]?.reservations).toEqual([
      {
        identifier: 'hw-address',
        value: '02:00:00:00:00:09',
        found: { 'subnet-id': 1, address: '192.0.2.77', hostname: 'desk', counts: true },
      },
    ])
    expect(packets[0]?.lease?.because).toBe('it is reserved for the client by its hw-address')
  })

  it('tells where the walk ended without an answer', async () => {
    const nowhere = encodePacket4({ chaddr: '02:00:00:00:00:01', giaddr: '198.18.0.1', options: [option(53, [1])] })
    const { packets } = await explain({ files: [config], packet: hex(nowhere) })
    expect(packets[0]).toMatchObject({ subnet: undefined, ended: 'no answer: the walk ended at "decided"' })
    const torn = await explain({ files: [config], packet: '010106' })
    expect(torn.packets[0]?.ended).toBe('no answer: the packet was not taken in')
    expect(torn.packets[0]?.log[0]?.lines.join()).toContain('DHCP4_PACKET_DROP_0001')
  })

  it('takes the source, and with it the subnet, from --from', async () => {
    const inform = encodePacket4({ chaddr: '02:00:00:00:00:01', options: [option(53, [8])] })
    const { packets } = await explain({ files: [config], packet: hex(inform), from: '203.0.113.33' })
    expect(packets[0]?.subnet).toMatchObject({ id: 2, because: 'it was sent from 203.0.113.33' })
    expect(packets[0]?.answer?.to).toBe('203.0.113.33')
  })

  it('walks every client packet of a capture, each after the other', async () => {
    const pieces: Buffer[] = []
    const writer = new PcapWriter(piece => pieces.push(Buffer.from(piece)), LinkType.ethernet)
    const frame = (payload: Buffer): Buffer =>
      encodeFrame({
        sourceHardware: '02:00:00:00:00:01',
        destinationHardware: 'ff:ff:ff:ff:ff:ff',
        source: '0.0.0.0',
        sourcePort: 68,
        destination: '255.255.255.255',
        destinationPort: 67,
        payload,
      })
    const request = encodePacket4({
      chaddr: '02:00:00:00:00:01',
      options: [option(53, [3]), addressOption(50, '192.0.2.10'), addressOption(54, '192.0.2.1')],
    })
    for (const payload of [discover('02:00:00:00:00:01'), request]) writer.record(frame(payload), 0)
    const capture = file('client.pcap', Buffer.concat(pieces))
    const { packets } = await explain({ files: [config], packet: capture })
    expect(packets.map(({ answer }) => answer?.message)).toEqual(['DHCPOFFER', 'DHCPACK'])
    expect(packets[1]?.changes).toEqual([
      { address: '192.0.2.10', was: 'none', is: '7200 s of 02:00:00:00:00:01 in subnet 1' },
    ])
  })

  it('begins with a copy of a lease file, which it leaves alone', async () => {
    const header =
      'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id\n'
    const text = `${header}192.0.2.15,02:00:00:00:00:01,,7200,4000000000,1,0,0,,0,,0\n`
    const leases = file('leases.csv', text)
    const { packets } = await explain({ files: [config], packet: hex(discover('02:00:00:00:00:01')), leases })
    expect(packets[0]?.lease).toMatchObject({
      decision: 'extend',
      address: '192.0.2.15',
      because: 'the client has it already, by its hardware address',
    })
    expect(readFileSync(leases, 'utf8')).toBe(text)
  })

  it('refuses what it cannot explain', async () => {
    const wrong = file('wrong.conf', '{ "Dhcp4": { "subnet4": [ { "subnet": "nonsense" } ] } }')
    await expect(explain({ files: [wrong], packet: '00' })).rejects.toThrow('wrong.conf:1')
    await expect(explain({ files: [config], packet: 'no packet' })).rejects.toThrow('neither hexadecimal digits')
    await expect(explain({ files: [config], packet: '00', from: 'x' })).rejects.toThrow('x is no IPv4 address')
  })
})

describe('a filter of those who follow live traffic', () => {
  it('asks for the client, the subnet it was served from, and its classes', async () => {
    const { packets } = await explain({ files: [config], packet: hex(discover('02:00:00:00:00:01')) })
    const packet = packets[0]!
    expect(passes({}, packet)).toBe(true)
    expect(passes({ client: '02:00:00:00:00:01', subnet: 1, class: 'others' }, packet)).toBe(true)
    expect(passes({ client: '02:00:00:00:00:02' }, packet)).toBe(false)
    expect(passes({ subnet: 2 }, packet)).toBe(false)
    expect(passes({ class: 'phones' }, packet)).toBe(false)
  })
})
