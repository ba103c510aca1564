import { describe, expect, it } from 'vitest'
import { Engine4 } from '../../../../kit/engine4.js'
import { Engine6 } from '../../../../kit/engine6.js'
import { ask } from '../asked.js'

const none = { result: 3, text: 'no subnet selected' }
const bad = (text: string) => ({ result: 1, text })
const selected = (text: string) => ({ result: 0, text: `selected ${text}` })

describe('subnet4-select-test', () => {
  const engine = Engine4.start({
    'client-classes': [{ name: 'foobar' }],
    subnet4: [
      { id: 1, subnet: '192.0.2.0/24', interface: 'eth0', relay: { 'ip-addresses': ['192.0.3.1'] } },
      { id: 2, subnet: '192.168.51.0/24', 'client-class': 'foobar' },
    ],
    'shared-networks': [{ name: 'foo', subnet4: [{ id: 3, subnet: '10.1.0.0/16' }] }],
  })

  it.each([
    [{}, none],
    [[], bad('arguments must be a map')],
    [undefined, bad('empty arguments')],
    [{ foo: 'bar' }, bad("unknown entry 'foo'")],
    [{ interface: 1 }, bad("'interface' entry must be a string")],
    [{ address: '2001:db8:1::1' }, bad("bad 'address' entry: not IPv4")],
    [{ relay: 'foobar' }, bad("bad 'relay' entry: Failed to convert string to address 'foobar': Invalid argument")],
    [{ classes: 'foo' }, bad("'classes' entry must be a list")],
    [{ classes: [1] }, bad("'classes' entry must be a list of strings")],
    [{ interface: 'eth0' }, selected("subnet '192.0.2.0/24' id 1")],
    [{ relay: '192.0.3.1' }, selected("subnet '192.0.2.0/24' id 1")],
    [{ address: '192.168.51.1' }, none],
    [{ address: '192.168.51.1', classes: ['foobar'] }, selected("subnet '192.168.51.0/24' id 2")],
    [{ subnet: '10.1.2.3' }, selected("shared network 'foo' starting with subnet '10.1.0.0/16' id 3")],
    [{ link: '10.9.2.3', relay: '192.0.3.1' }, none],
  ])('%j', async (given, reply) => {
    expect(await ask(await engine, 'subnet4-select-test', given)).toEqual(reply)
  })

  it('knows no interface that is not there', async () => {
    expect((await ask(await engine, 'subnet4-select-test', { interface: 'foo' })).text).toBe(
      "Error during command processing: interface foo doesn't exist and therefore it is impossible to find a suitable subnet for its IPv4 address",
    )
  })
})

describe('subnet4o6-select-test', () => {
  it.each([
    [{ remote: '2001:db8:2::2' }, none],
    [{ remote: '2001:db8:1::1' }, selected("subnet '192.0.2.0/24' id 1")],
    [{ interface: 'eth0' }, selected("subnet '192.0.2.0/24' id 1")],
    [{ local: '192.168.1.200' }, bad("bad 'local' entry: not IPv6")],
  ])('%j', async (given, reply) => {
    const engine = await Engine4.start({
      subnet4: [{ id: 1, subnet: '192.0.2.0/24', '4o6-subnet': '2001:db8:1::/64', '4o6-interface': 'eth0' }],
    })
    expect(await ask(engine, 'subnet4o6-select-test', given)).toEqual(reply)
  })
})

describe('subnet6-select-test', () => {
  it.each([
    [{ remote: 'fe80::abcd' }, none],
    [{ remote: '2001:db8:1::1' }, selected("subnet '2001:db8:1::/64' id 1")],
    [{ interface: 'bar' }, none],
    [{ interface: 'eth0' }, selected("subnet '2001:db8:1::/64' id 1")],
    [{ link: '2001:db8:2::2' }, selected("subnet '2001:db8:2::/64' id 2")],
    [{ 'interface-id': '' }, bad("'interface-id' must be not empty")],
    [{ 'interface-id': 'foo' }, bad("value of 'interface-id' was not recognized")],
    [{ 'interface-id': "'vlan7'" }, selected("subnet '2001:db8:2::/64' id 2")],
    [{ remote: '192.168.1.1' }, bad("bad 'remote' entry: not IPv6")],
  ])('%j', async (given, reply) => {
    const engine = await Engine6.start({
      subnet6: [
        { id: 1, subnet: '2001:db8:1::/64', interface: 'eth0' },
        { id: 2, subnet: '2001:db8:2::/64', 'interface-id': 'vlan7' },
      ],
    })
    expect(await ask(engine, 'subnet6-select-test', given)).toEqual(reply)
  })
})
