import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../../kit/engine4.js'
import { ask, askText } from '../asked.js'

const base = {
  'interfaces-config': { interfaces: ['eth0'] },
  'lease-database': { type: 'memfile', persist: false },
}
const dhcp4 = (more: object): object => ({ Dhcp4: { ...base, ...more } })

describe('config-set', () => {
  it('puts another configuration in force', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const reply = await ask(engine, 'config-set', dhcp4({ 'valid-lifetime': 1234, subnet4: [subnet()] }))
    expect(reply).toMatchObject({ result: 0, text: 'Configuration successful.' })
    const ack = await engine.client({ hardware: '02:00:00:00:00:01' }).bind()
    expect(ack.leaseTime).toBe(1234)
  })

  it('leaves leases and statistics of subnets that stay alone', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const client = engine.client({ hardware: '02:00:00:00:00:01' })
    await client.bind()
    const received = engine.statistic('pkt4-received')
    const more = { id: 2, subnet: '198.51.100.0/24' }
    expect((await ask(engine, 'config-set', dhcp4({ subnet4: [subnet(), more] }))).result).toBe(0)
    expect(engine.statistic('pkt4-received')).toBe(received)
    expect(engine.statistic('subnet[1].cumulative-assigned-addresses')).toBe(1)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(1)
    expect((await engine.leases()).size).toBe(1)
    expect(engine.statistic('subnet[2].total-addresses')).toBe(0)
    expect((await ask(engine, 'config-set', dhcp4({ subnet4: [subnet()] }))).result).toBe(0)
    expect(engine.statistic('subnet[2].total-addresses')).toBeUndefined()
  })

  it.each([
    ['a bad keyword', { foo: 1 }],
    ['a bad class', { 'client-classes': [{ name: 'a', test: 'option[1].hexx == 1' }] }],
    ['a library that there is not', { 'hooks-libraries': [{ library: '/nope.so' }] }],
    ['parameters that are wrong', { 'hooks-libraries': [{ library: 'libdhcp_flex_id.so', parameters: {} }] }],
    [
      'a control socket that cannot be',
      { 'control-sockets': [{ 'socket-type': 'unix', 'socket-name': '/nonexistent-folder/a/s' }] },
    ],
    ['a lease file that cannot be', { 'lease-database': { type: 'memfile', name: '/proc/nowhere/leases.csv' } }],
  ])('that fails for %s leaves the old one serving', async (_, wrong) => {
    const engine = await Engine4.start({ 'valid-lifetime': 999, subnet4: [subnet()] })
    const client = engine.client({ hardware: '02:00:00:00:00:01' })
    await client.bind()
    const before = await askText(engine, 'config-get')
    const statistics = engine.statistic('subnet[1].assigned-addresses')
    const reply = await ask(engine, 'config-set', dhcp4({ subnet4: [], ...wrong }))
    expect(reply.result).toBe(1)
    expect(reply.text).not.toBe('')
    expect(await askText(engine, 'config-get')).toBe(before)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(statistics)
    expect((await engine.client({ hardware: '02:00:00:00:00:02' }).bind()).leaseTime).toBe(999)
  })

  it('takes one after the other', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const replies = await Promise.all(
      [100, 200, 300].map(seconds =>
        ask(engine, 'config-set', dhcp4({ 'valid-lifetime': seconds, subnet4: [subnet()] })),
      ),
    )
    expect(replies.map(({ result }) => result)).toEqual([0, 0, 0])
    expect((await engine.client({ hardware: '02:00:00:00:00:01' }).bind()).leaseTime).toBe(300)
  })
})

describe('config-get', () => {
  it('tells the hash of what it tells', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const text = await askText(engine, 'config-get')
    const [, shown, hash] = /^\{ "arguments": (\{ .*), "hash": "([0-9A-F]{64})" \}, "result": 0 \}$/.exec(text)!
    expect(createHash('sha256').update(`${shown} }`).digest('hex').toUpperCase()).toBe(hash)
    expect(await ask(engine, 'config-hash-get')).toEqual({ result: 0, arguments: { hash } })
  })

  it('gives what config-set takes, to the same effect', async () => {
    const engine = await Engine4.start({ 'valid-lifetime': 777, subnet4: [subnet()] })
    const { hash, ...shown } = (await ask(engine, 'config-get')).arguments!
    const reply = await ask(engine, 'config-set', shown)
    expect(reply).toEqual({ result: 0, text: 'Configuration successful.', arguments: { hash } })
  })

  it('of Kea 2.2 tells no hash', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '2.2')
    expect(Object.keys((await ask(engine, 'config-get')).arguments!)).toEqual(['Dhcp4'])
  })
})

describe('config-reload', () => {
  it('reads the file, and tells what is wrong with it', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] }, '2.2')
    expect(await ask(engine, 'config-reload')).toEqual({ result: 0, text: 'Configuration successful.' })
    expect(await engine.reload({ foo: 1 })).toContain('foo')
    const reply = await ask(engine, 'config-reload')
    expect(reply.result).toBe(1)
    expect(reply.text).toContain('unsupported global configuration parameter: foo (test.conf:1:')
  })
})

describe('config-write', () => {
  it('writes beside the configuration file only, as Kea 3', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect(await ask(engine, 'config-write', { filename: '/tmp/test2.json' })).toEqual({
      result: 1,
      text: 'not allowed to write config into /tmp/test2.json: file /tmp/test2.json must be in the same directory as the config file (test.conf)',
    })
  })
})
