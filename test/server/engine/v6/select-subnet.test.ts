import { describe, expect, it, test } from 'vitest'
import { Engine6 } from '../../../kit/engine6.js'
import { option6 } from '../../../kit/packet6.js'
import { RelayChain6, type RelayHop6 } from '../../../kit/relay6.js'
import { grantedIn } from '../../../kit/reply6.js'

const subnet = (id: number, more: object = {}): object => ({
  id,
  subnet: `2001:db8:${id}::/64`,
  pools: [{ pool: `2001:db8:${id}::10 - 2001:db8:${id}::1f` }],
  ...more,
})
const config = {
  'client-classes': [{ name: 'big', test: 'option[38].exists' }],
  subnet6: [
    subnet(1),
    subnet(2, { 'interface-id': 'port2' }),
    subnet(3, { relay: { 'ip-addresses': ['2001:db8:9::3', 'fe80::33'] } }),
    subnet(4, { interface: 'eth0' }),
  ],
  'shared-networks': [
    {
      name: 'n',
      'interface-id': 'port5',
      relay: { 'ip-addresses': ['2001:db8:9::5'] },
      subnet6: [subnet(5), subnet(6)],
    },
  ],
}
const duid = '00:03:00:01:02:00:00:00:00:01'

/** The subnet that a client gets an address of; the relays stand in the order of the packet, nearest to the client first. */
async function given(
  relays: readonly RelayHop6[],
  from = 'fe80::1',
  more: object = config,
): Promise<number | undefined> {
  const engine = await Engine6.start(more)
  const [first, ...rest] = relays
  const chain = first === undefined ? undefined : new RelayChain6(first, ...rest)
  const answer = await engine.client({ duid, address: from }, chain).solicit()
  const ia = answer?.ias[0]
  const address = ia && grantedIn(ia)[0]?.address
  return address === undefined ? undefined : Number(address.split(':')[2])
}

const hop = (link: string, id?: string): RelayHop6 => ({
  address: 'fe80::77',
  link,
  ...(id === undefined ? {} : { options: [option6(18, id)] }),
})

// Which subnet kea-dhcp6 2.2.0 took for such packets under this configuration
const observed: readonly (readonly [string, readonly RelayHop6[], number | undefined])[] = [
  ['link-address', [hop('2001:db8:1::1')], 1],
  ['link-address and interface-id', [hop('2001:db8:1::1', 'port2')], 2],
  ['no link-address, interface-id', [hop('::', 'port2')], 4],
  ['no link-address, another interface-id', [hop('::', 'nope')], 4],
  ['no link-address', [hop('::')], 4],
  ['unknown link-address, interface-id', [hop('2001:db8:99::1', 'port2')], 2],
  ['unknown link-address', [hop('2001:db8:99::1')], undefined],
  ['link-address and unknown interface-id', [hop('2001:db8:1::1', 'nope')], 1],
  ['relay of a subnet', [hop('2001:db8:9::3')], 3],
  ['relay of a network', [hop('2001:db8:9::5')], 5],
  ['relay of a network, interface-id of another', [hop('2001:db8:9::5', 'port2')], 2],
  ['interface-id nearest, link-address behind it', [hop('::', 'port2'), hop('2001:db8:1::1')], 2],
  ['nothing nearest, link-address behind it', [hop('::'), hop('2001:db8:1::1')], 1],
  ['link-address nearest, interface-id behind it', [hop('2001:db8:1::1'), hop('::', 'port2')], 1],
  ['two link-addresses', [hop('2001:db8:9::3'), hop('2001:db8:1::1')], 3],
  ['link-local nearest', [hop('fe80::1'), hop('2001:db8:1::1')], 1],
  ['link-local that a subnet names', [hop('fe80::33')], 4],
  ['unknown link-address nearest', [hop('2001:db8:99::1'), hop('2001:db8:1::1')], undefined],
  ['two interface-ids', [hop('::', 'port5'), hop('2001:db8:1::1', 'port2')], 5],
]

describe('the subnet of a DHCPv6 packet', () => {
  test.each(observed)('%s: as kea-dhcp6', async (_, relays, id) => {
    expect(await given(relays)).toBe(id)
  })

  it('of a direct client is that of the interface, else that of its address', async () => {
    expect(await given([])).toBe(4)
    const elsewhere = { subnet6: [subnet(1), subnet(2)] }
    expect(await given([], '2001:db8:2::77', elsewhere)).toBe(2)
    expect(await given([], 'fe80::1', elsewhere)).toBe(undefined)
  })

  it('admits the client', async () => {
    const guarded = {
      ...config,
      subnet6: [subnet(1, { 'interface-id': 'p', 'client-class': 'big' }), subnet(2, { 'interface-id': 'p' })],
      'shared-networks': [],
    }
    expect(await given([hop('2001:db8:1::1', 'p')], 'fe80::1', guarded)).toBe(2)
    expect(await given([hop('2001:db8:1::1')], 'fe80::1', guarded)).toBe(undefined)
  })
})
