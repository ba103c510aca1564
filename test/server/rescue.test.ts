import { describe, expect, it } from 'vitest'
import { HardwareType, type Interface, parseAddress } from '../../src/net/interfaces.js'
import { rescuePools } from '../../src/server/rescue.js'

const eth1: Interface = {
  name: 'eth1',
  index: 2,
  up: true,
  running: true,
  loopback: false,
  broadcast: true,
  multicast: true,
  mtu: 1500,
  hardwareType: HardwareType.ethernet,
  hardware: new Uint8Array(6),
  addresses: (
    [
      ['192.0.2.1', 25],
      ['10.0.0.1', 8],
      ['fe80::1', 64],
      ['2001:db8:0:1::1', 64],
    ] as const
  ).map(([text, prefixLength]) => ({ bytes: parseAddress(text)!, prefixLength, usable: true, secondary: false })),
}

const pools = (...texts: string[]) => rescuePools('eth1', texts, [eth1])

describe('pools of the command line', () => {
  it.each([
    ['192.0.2.10-192.0.2.99', 'dhcp4', '192.0.2.0/25'],
    ['192.0.2.10 - 192.0.2.99', 'dhcp4', '192.0.2.0/25'],
    ['10.1.0.0/24', 'dhcp4', '10.0.0.0/8'],
    ['2001:db8:0:1::10-2001:db8:0:1::99', 'dhcp6', '2001:db8:0:1::/64'],
    ['2001:db8:0:1:2::/80', 'dhcp6', '2001:db8:0:1::/64'],
  ])('%s is %s in the subnet %s of the interface', (pool, service, subnet) => {
    expect(pools(pool)).toEqual([{ service, pool, subnet }])
  })

  it('come in any number', () => {
    expect(pools('10.0.0.5-10.0.0.9', '2001:db8:0:1::5-2001:db8:0:1::9')).toHaveLength(2)
  })

  it.each([
    [['198.51.100.1-198.51.100.9'], 'lies in no subnet of eth1, which has 192.0.2.1/25, 10.0.0.1/8;'],
    [['2001:db8:0:2::1-2001:db8:0:2::2'], 'which has fe80::1/64, 2001:db8:0:1::1/64;'],
    [['10.0.0.5-10.0.0.9', 'ten'], 'the pool ten lies in no subnet'],
    [[], '--interface wants --pool FIRST-LAST'],
  ])('%s cannot be served, and it is said why', (texts, words) => {
    expect(pools(...texts)).toContain(words)
  })

  it('on an interface that is not there are refused with those that are', () => {
    expect(rescuePools('eth9', ['10.0.0.5-10.0.0.9'], [eth1])).toBe('there is no interface eth9; there are: eth1')
  })
})
