import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { Engine6, subnet6 } from '../../../kit/engine6.js'
import { callerOf } from './command-caller.js'

const ipxe = {
  name: 'ipxe_efi_x64',
  test: 'option[93].hex == 0x0009',
  'next-server': '192.0.2.254',
  'server-hostname': 'hal9000',
  'boot-file-name': '/dev/null',
}

async function server4(config: object = { subnet4: [subnet()] }) {
  const engine = await Engine4.start(config, '3')
  return { engine, call: callerOf(engine.service, 'dhcp4', '3') }
}

describe('client classes', () => {
  it('are added, shown, updated and deleted', async () => {
    const { call } = await server4()
    const none = { result: 3, text: '0 classes found', arguments: { 'client-classes': [] } }
    expect(await call('class-list')).toEqual(none)
    expect(await call('class-add', { 'client-classes': [ipxe] })).toEqual({
      result: 0,
      text: "Class 'ipxe_efi_x64' added",
    })
    expect(await call('class-list')).toEqual({
      result: 0,
      text: '1 class found',
      arguments: { 'client-classes': [{ name: 'ipxe_efi_x64' }] },
    })
    const shown = { ...ipxe, 'option-data': [], 'option-def': [] }
    expect(await call('class-get', { name: 'ipxe_efi_x64' })).toEqual({
      result: 0,
      text: "Class 'ipxe_efi_x64' definition returned",
      arguments: { 'client-classes': [shown] },
    })
    const test = 'option[93].hex == 0x0010'
    expect(await call('class-update', { 'client-classes': [{ ...ipxe, test }] })).toEqual({
      result: 0,
      text: "Class 'ipxe_efi_x64' updated",
    })
    expect((await call('class-get', { name: 'ipxe_efi_x64' })).arguments).toEqual({
      'client-classes': [{ ...shown, test }],
    })
    expect(await call('class-del', { name: 'ipxe_efi_x64' })).toEqual({
      result: 0,
      text: "Class 'ipxe_efi_x64' deleted",
    })
    expect(await call('class-list')).toEqual(none)
  })

  it('count for the next packet, and leases and free addresses stay', async () => {
    const guarded = subnet({ pools: [{ pool: '192.0.2.10-192.0.2.19', 'client-class': 'mine' }] })
    const { engine, call } = await server4({ subnet4: [guarded] })
    const client = () => engine.client({ hardware: '02:00:00:00:00:01', clientId: 'auto' })
    expect(await client().discover()).toBeUndefined()
    await call('class-add', { 'client-classes': [{ name: 'mine', test: 'pkt4.mac == 0x020000000001' }] })
    expect((await client().bind()).address).toBe('192.0.2.10')
    await call('class-update', { 'client-classes': [{ name: 'mine', test: 'pkt4.msgtype >= 0' }] })
    await call('class-update', { 'client-classes': [{ name: 'mine', test: "substring('a',0,1) == 'a'" }] })
    const other = engine.client({ hardware: '02:00:00:00:00:02', clientId: 'auto' })
    expect((await other.bind()).address).toBe('192.0.2.11')
  })

  const voip = { name: 'voip', test: 'option[93].hex == 0x0009' }
  const words = (command: string) => [
    [
      command,
      { 'client-classes': [] },
      `invalid number of classes specified for the '${command}' command. Expected one class`,
    ],
    [command, { wrong: [] }, `missing 'client-classes' argument for the '${command}' command`],
    [
      command,
      { 'client-classes': {} },
      `'client-classes' argument specified for the '${command}' command is not a list`,
    ],
    [
      command,
      { 'client-classes': [voip], 'extra-wrong': 1 },
      `invalid number of arguments 2 for the '${command}' command. Expecting 'client-classes' list`,
    ],
    [
      command,
      { 'client-classes': ['x'] },
      `invalid class definition specified for the '${command}' command. Expected a map`,
    ],
    [command, { 'client-classes': [{ name: 'voip', unknown: '1' }] }, "unsupported client class parameter 'unknown'"],
  ]
  const named = (command: string) => [
    [command, { 'name-wrong': 'x' }, `missing 'name' argument for the '${command}' command`],
    [command, { name: ['x'] }, `'name' argument specified for the '${command}' command is not a string`],
    [
      command,
      { name: 'x', more: 1 },
      `invalid number of arguments 2 for the '${command}' command. Expecting 'name' string`,
    ],
  ]
  it.each([
    ...words('class-add'),
    ...words('class-update'),
    ...named('class-get'),
    ...named('class-del'),
    ['class-add', { 'client-classes': [voip] }, "Class 'voip' already exists"],
    ['class-del', { name: 'voip' }, "Class 'voip' is used by class 'phones'"],
    [
      'class-update',
      { 'client-classes': [{ name: 'voip', test: "member('KNOWN')" }] },
      "modification of the class 'voip' would affect its dependency on the KNOWN and/or UNKNOWN built-in classes. Such modification is not allowed because there may be other classes depending on those built-ins via the updated class",
    ],
  ] as [string, unknown, string][])('%s %j is refused', async (command, given, text) => {
    const { engine, call } = await server4({
      subnet4: [subnet()],
      'client-classes': [voip, { name: 'phones', test: "member('voip')" }],
    })
    const before = engine.service.edits.tree
    expect(await call(command, given)).toEqual({ result: 1, text })
    expect(engine.service.edits.tree).toBe(before)
  })

  it.each([
    ['class-get', { name: 'x' }, "Class 'x' not found"],
    ['class-del', { name: 'x' }, "Class 'x' not found"],
    ['class-update', { 'client-classes': [{ name: 'x' }] }, "Class 'x' is not found"],
  ])('%s of a class that is not there finds nothing', async (command, given, text) => {
    const { call } = await server4()
    expect(await call(command, given)).toEqual({ result: 3, text })
  })

  it('must not ask for classes that are not there', async () => {
    const { call } = await server4()
    const { result, text } = await call('class-add', {
      'client-classes': [{ name: 'a', test: "member('missing_class')" }],
    })
    expect(result).toBe(1)
    expect(text).toMatch(
      /^expression: \[member\('missing_class'\)\] error: <string>:1.8-22: Not defined client class 'missing_class'.* \(<wire>:0:\d+\)$/,
    )
  })

  it('are the same in DHCPv6, without what only DHCPv4 has', async () => {
    const engine = await Engine6.start({ subnet6: [subnet6()] }, '3')
    const call = callerOf(engine.service, 'dhcp6', '3')
    const test = 'option[1].hex == 0x0009'
    await call('class-add', { 'client-classes': [{ name: 'a', test }] })
    expect((await call('class-get', { name: 'a' })).arguments).toEqual({
      'client-classes': [{ name: 'a', 'option-data': [], test }],
    })
  })
})
