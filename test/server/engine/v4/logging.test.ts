import { describe, expect, it } from 'vitest'
import { messages as classify } from '../../../../src/server/classify/messages.js'
import { messages as engineMessages } from '../../../../src/server/engine/messages.js'
import { messages as leaseMessages } from '../../../../src/server/lease/messages.js'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { addressOption, option } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }
const two = { hardware: '02:00:00:00:00:02', clientId: 'auto' }

const rooms: Readonly<Record<string, readonly { id: string; severity: string }[]>>[] = [
  classify,
  engineMessages,
  leaseMessages,
]
const loggerOf = new Map<string, Set<string>>()
for (const room of rooms)
  for (const [logger, declared] of Object.entries(room))
    for (const { id, severity } of declared)
      loggerOf.set(`${severity} ${id}`, (loggerOf.get(`${severity} ${id}`) ?? new Set()).add(logger))

/** "SEVERITY", logger and id of every line. */
function heads(engine: Engine4): (readonly [string, string, string])[] {
  return engine.log.lines.flatMap(line => {
    const found = /^\S+ \S+ (\w+) +\[kea-dhcp4\.([\w-]+)\/\S+\] (\w+)/.exec(line)
    return found === null ? [] : [[found[1]!, found[2]!, found[3]!] as const]
  })
}

describe('the log of a walk', () => {
  it('says everything through the logger and with the severity that Kea says it', async () => {
    const engine = await Engine4.start({
      'client-classes': [{ name: 'DROP', test: "option[60].text == 'unwanted'" }],
      subnet4: [
        subnet({ reservations: [{ 'hw-address': two.hardware, 'ip-address': '192.0.2.50', hostname: 'two' }] }),
      ],
    })
    const client = engine.client(one)
    await client.bind({ options: [option(12, 'name')] })
    await client.renew()
    await client.initReboot()
    await client.initReboot('192.0.2.99')
    client.lease = { address: '192.0.2.10', serverId: '192.0.2.1' }
    await client.release()
    const second = engine.client(two)
    await second.bind({ options: [option(81, [5, 0, 0, 1, 0x61, 0])] })
    await second.decline()
    await client.inform('192.0.2.77')
    await client.discover({ options: [option(60, 'unwanted')] })
    await client.say('REQUEST', { requested: '192.0.2.50', options: [addressOption(54, '192.0.2.1')] })
    await client.say('REQUEST', { requested: '192.0.2.99', options: [addressOption(54, '192.0.2.2')] })
    const said = heads(engine)
    expect(said.length).toBeGreaterThan(50)
    const wrong = said.filter(([severity, logger, id]) => {
      const right = loggerOf.get(`${severity} ${id}`)
      return right !== undefined && !right.has(logger)
    })
    expect(wrong).toEqual([])
  })

  it('tells of a DISCOVER what Kea 2.2 tells, each once', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '2.2')
    engine.log.lines.length = 0
    await engine.client(one).discover()
    const ids = heads(engine).map(([, , id]) => id)
    const expected = [
      'DHCP4_BUFFER_RECEIVED',
      'DHCP4_BUFFER_UNPACK',
      'DHCP4_PACKET_RECEIVED',
      'DHCP4_QUERY_DATA',
      'DHCP4_SUBNET_SELECTED',
      'DHCP4_SUBNET_DATA',
      'ALLOC_ENGINE_V4_OFFER_NEW_LEASE',
      'DHCP4_CLASS_ASSIGNED',
      'DHCP4_CLIENT_HOSTNAME_PROCESS',
      'DHCP4_LEASE_ADVERT',
      'DHCP4_PACKET_PACK',
      'DHCP4_PACKET_SEND',
      'DHCP4_RESPONSE_DATA',
    ]
    expect(ids.filter(id => expected.includes(id)).sort()).toEqual([...expected].sort())
  })

  it('names the lease, its time and its client as scripts read it', async () => {
    const engine = await Engine4.start({ 'valid-lifetime': 3600, subnet4: [subnet()] })
    await engine.client(one).bind()
    const head = '[hwtype=1 02:00:00:00:00:01], cid=[01:02:00:00:00:00:01], tid=0x'
    const line = engine.log.lines.find(each => each.includes('DHCP4_LEASE_ALLOC'))
    expect(line).toContain(`DHCP4_LEASE_ALLOC ${head}`)
    expect(line).toContain(': lease 192.0.2.10 has been allocated for 3600 seconds')
  })

  it('tells by which fact a subnet was selected', async () => {
    const engine = await Engine4.start({
      subnet4: [
        subnet({ interface: '' }),
        { id: 2, subnet: '10.2.0.0/16' },
        { id: 3, subnet: '10.3.0.0/16', relay: { 'ip-addresses': ['10.9.0.1'] } },
      ],
    })
    const tells = async (relay?: { address: string }, options = [addressOption(118, '10.2.0.9')]) => {
      engine.log.lines.length = 0
      await engine.client(one, relay).discover(relay === undefined ? {} : { options })
      const selects = /DHCPSRV_(?:CFGMGR_|SUBNET4_SELECT_)?(\S+) (.*)/
      return engine.log.lines.flatMap(line => {
        const found = line.includes('SUBNET4') && line.includes('DHCPSRV_') ? selects.exec(line) : null
        return found === null ? [] : [found[2]!.trimEnd()]
      })
    }
    const noAgent = 'No RAI options found to use for subnet selection.'
    expect(await tells()).toEqual([
      noAgent,
      'Relay address (giaddr) in client packet is empty.',
      'No subnet matches interface: eth0',
      'selected subnet 192.0.2.0/24 for packet received by matching address 192.0.2.1',
    ])
    expect(await tells({ address: '10.9.0.1' })).toEqual([
      noAgent,
      'selected subnet 10.2.0.0/16 for packet received by matching address 10.2.0.9',
    ])
    expect(await tells({ address: '10.9.0.1' }, [])).toEqual([
      noAgent,
      'selected subnet 10.3.0.0/16, because of matching relay addr 10.9.0.1',
    ])
    expect(await tells({ address: '10.8.0.1' }, [])).toEqual([
      noAgent,
      'No subnet matches relay address: 10.8.0.1',
      'No subnet matches address: 10.8.0.1',
    ])
  })

  it('shows a reservation that was found as Kea shows it', async () => {
    const reservation = {
      'hw-address': one.hardware,
      'ip-address': '192.0.2.50',
      hostname: 'fixed',
      'client-classes': ['vip'],
    }
    const engine = await Engine4.start({
      'client-classes': [{ name: 'vip' }],
      subnet4: [subnet({ reservations: [reservation] })],
    })
    await engine.client(one).discover()
    const line = engine.log.lines.find(each => each.includes('HOSTS_CFG_GET_ONE_SUBNET_ID_IDENTIFIER_HOST'))
    expect(line).toContain(
      'using subnet id 1 and identifier hwaddr=020000000001, found host: hwaddr=020000000001 ipv4_subnet_id=1 ' +
        'hostname=fixed ipv4_reservation=192.0.2.50 siaddr=(no) sname=(empty) file=(empty) key=(empty) ' +
        'ipv6_reservations=(none) dhcp4_class0=vip',
    )
  })
})
