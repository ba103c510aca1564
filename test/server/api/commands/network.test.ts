import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { callerOf } from './command-caller.js'

const five = { id: 5, subnet: '10.0.0.0/8', pools: [{ pool: '10.0.0.10-10.0.0.20' }] }

async function server4(config: object = { subnet4: [subnet(), five] }) {
  const engine = await Engine4.start(config, '3')
  return { engine, call: callerOf(engine.service, 'dhcp4', '3') }
}

const floor13 = {
  name: 'floor13',
  subnet4: [
    { id: 100, subnet: '192.0.3.0/24', pools: [{ pool: '192.0.3.2-192.0.3.99' }] },
    { id: 101, subnet: '192.0.4.0/24', pools: [{ pool: '192.0.4.2-192.0.4.99' }] },
  ],
}

describe('shared networks', () => {
  it('are added, listed, shown and deleted with their subnets', async () => {
    const { call } = await server4()
    expect(await call('network4-list')).toEqual({
      result: 3,
      text: '0 IPv4 networks found',
      arguments: { 'shared-networks': [] },
    })
    expect(await call('network4-add', { 'shared-networks': [floor13] })).toEqual({
      result: 0,
      text: "A new IPv4 shared network 'floor13' added",
      arguments: { 'shared-networks': [{ name: 'floor13' }] },
    })
    expect(await call('network4-list')).toEqual({
      result: 0,
      text: '1 IPv4 network found',
      arguments: { 'shared-networks': [{ name: 'floor13' }] },
    })
    const shown = await call('network4-get', { name: 'floor13' })
    expect(shown.text).toBe("Info about IPv4 shared network 'floor13' returned")
    expect(shown.arguments).toMatchObject({
      'shared-networks': [{ name: 'floor13', 'option-data': [], subnet4: [{ id: 100 }, { id: 101 }] }],
    })
    expect(await call('network4-del', { name: 'floor13', 'subnets-action': 'delete' })).toEqual({
      result: 0,
      text: "IPv4 shared network 'floor13' deleted",
      arguments: { 'shared-networks': [{ name: 'floor13' }] },
    })
    expect(await call('subnet4-list')).toMatchObject({ text: '2 IPv4 subnets found' })
  })

  it('leave their subnets behind unless told otherwise', async () => {
    const { call } = await server4()
    await call('network4-add', { 'shared-networks': [floor13] })
    await call('network4-del', { name: 'floor13' })
    expect(await call('subnet4-list')).toMatchObject({ text: '4 IPv4 subnets found' })
  })

  it('take subnets in, which then serve the clients of the link', async () => {
    const { engine, call } = await server4({
      subnet4: [five],
      'shared-networks': [
        {
          name: 'floor1',
          interface: 'eth0',
          subnet4: [{ id: 1, subnet: '192.0.2.0/24', pools: [{ pool: '192.0.2.10-192.0.2.10' }] }],
        },
      ],
    })
    const bind = (n: number) => engine.client({ hardware: `02:00:00:00:00:0${n}`, clientId: 'auto' }).bind()
    expect((await bind(1)).address).toBe('192.0.2.10')
    expect(await call('network4-subnet-add', { name: 'floor1', id: 5 })).toEqual({
      result: 0,
      text: "IPv4 subnet 10.0.0.0/8 (id 5) is now part of shared network 'floor1'",
    })
    expect((await bind(2)).address).toBe('10.0.0.10')
    expect((await bind(1)).address).toBe('192.0.2.10')
    expect(await call('network4-subnet-del', { name: 'floor1', id: 5 })).toEqual({
      result: 0,
      text: "IPv4 subnet 10.0.0.0/8 (id 5) is now removed from shared network 'floor1'",
    })
    expect(await engine.client({ hardware: '02:00:00:00:00:03' }).discover()).toBeUndefined()
    expect(engine.statistic('subnet[5].assigned-addresses')).toBe(1)
  })

  it('hand their values down to subnets that join', async () => {
    const { call } = await server4({
      subnet4: [five],
      'shared-networks': [{ name: 'floor1', 'valid-lifetime': 300 }],
    })
    await call('network4-subnet-add', { name: 'floor1', id: 5 })
    expect((await call('subnet4-get', { id: 5 })).arguments).toMatchObject({ subnet4: [{ 'valid-lifetime': 300 }] })
    await call('network4-subnet-del', { name: 'floor1', id: 5 })
    expect((await call('subnet4-get', { id: 5 })).arguments).toMatchObject({ subnet4: [{ 'valid-lifetime': 7200 }] })
  })

  it.each([
    ['network4-get', { name: 'floor2' }, 3, "No 'floor2' shared network found"],
    ['network4-get', { nome: 'floor2' }, 1, "missing 'name' argument for the 'network4-get' command"],
    ['network4-add', { 'shared-networks': [{ name: 'old' }] }, 1, "duplicate network 'old' found in the configuration"],
    [
      'network4-add',
      { 'shared-networks': [{ name: 'new', subnet4: [{ id: 5, subnet: '10.1.0.0/16' }] }] },
      1,
      "ID of the new IPv4 subnet '5' is already in use",
    ],
    [
      'network4-add',
      { 'shared-networks': { name: 'new' } },
      1,
      "'shared-networks' argument specified for the 'network4-add' command is not a list",
    ],
    [
      'network4-del',
      { name: 'old', 'subnets-action': 'maybe' },
      1,
      "Invalid value for subnets-action parameter: maybe, Supported values: 'keep' and 'delete'.",
    ],
    ['network4-del', { name: 'floor2' }, 3, "no IPv4 shared network with name 'floor2' found"],
    ['network4-subnet-add', { name: 'floor2', id: 5 }, 3, "no IPv4 shared network with name 'floor2' found"],
    ['network4-subnet-add', { name: 'old', id: 99 }, 3, 'no IPv4 subnet with id 99 found'],
    [
      'network4-subnet-del',
      { name: 'old', id: 5 },
      3,
      "The IPv4 subnet with id 5 is not part of the shared network with name 'old' found",
    ],
  ])('%s %j is refused', async (command, given, result, text) => {
    const { call } = await server4({ subnet4: [five], 'shared-networks': [{ name: 'old' }] })
    expect(await call(command, given)).toEqual({ result, text })
  })

  it('are the same in DHCPv6', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '3')
    const call = callerOf(engine.service, 'dhcp6', '3')
    const network = { name: 'floor13', subnet6: [{ id: 100, subnet: '2001:db8:7::/64' }] }
    expect(await call('network6-add', { 'shared-networks': [network] })).toMatchObject({
      text: "A new IPv6 shared network 'floor13' added",
    })
    expect(await call('network6-subnet-add', { name: 'floor13', id: 1 })).toMatchObject({
      text: "IPv6 subnet 2001:db8:1::/64 (id 1) is now part of shared network 'floor13'",
    })
    expect(await call('network6-get', { name: 'floor13' })).toMatchObject({
      arguments: { 'shared-networks': [{ subnet6: [{ id: 1 }, { id: 100 }] }] },
    })
  })
})
