import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../../kit/engine4.js'
import { option } from '../../../kit/packet4.js'

const one = { hardware: '02:00:00:00:00:01', clientId: 'auto' }

/** Option 81: flags, two result codes, the name as labels when E (4) is set, else as text (RFC 4702 2). */
function fqdn(flags: number, name: string) {
  const labels = (name === '' ? [] : name.split('.')).map(label => String.fromCharCode(label.length) + label)
  const text = (flags & 4) === 0 ? name : labels.join('')
  return option(81, Buffer.concat([Buffer.from([flags, 0, 0]), Buffer.from(text, 'latin1')]))
}

async function bound(config: object, options: readonly ReturnType<typeof option>[]) {
  const engine = await Engine4.start({ 'ddns-qualifying-suffix': 'Example.org', subnet4: [subnet()], ...config })
  const ack = await engine.client(one).bind({ parameters: [12, 81], options })
  const lease = (await engine.leases()).get(ack.address)!
  return { engine, ack, lease }
}

const ddns = (enabled: boolean, more: object = {}): object => ({
  'dhcp-ddns': { 'enable-updates': enabled },
  'ddns-send-updates': true,
  ...more,
})
const override = { 'ddns-override-client-update': true, 'ddns-override-no-update': true }

// Flags: S 1, O 2, E 4, N 8. What Kea 2.2.0 answers, which is RFC 4702 4; rows are client flags, updates, overriding
describe('option 81: who updates the DNS', () => {
  it.each([
    [0x04, false, false, 0x0c, [false, false]],
    [0x05, false, false, 0x0e, [false, false]],
    [0x0c, false, false, 0x0c, [false, false]],
    [0x05, false, true, 0x0e, [false, false]],
    [0x04, true, false, 0x04, [false, true]],
    [0x05, true, false, 0x05, [true, true]],
    [0x0c, true, false, 0x0c, [false, false]],
    [0x04, true, true, 0x07, [true, true]],
    [0x05, true, true, 0x05, [true, true]],
    [0x0c, true, true, 0x07, [true, true]],
    [0x07, true, false, 0x05, [true, true]],
    [0x01, true, false, 0x01, [true, true]],
  ] as const)(
    'flags %i, updates %s, overriding %s: %i',
    async (sent, enabled, overriding, answered, [forward, reverse]) => {
      const name = (sent & 4) === 0 ? 'host.example.com.' : 'host.example.com.'
      const { ack, lease } = await bound(ddns(enabled, overriding ? override : {}), [fqdn(sent, name)])
      expect(ack.option(81)?.[0]).toBe(answered)
      expect([lease.fqdnForward, lease.fqdnReverse]).toEqual([forward, reverse])
      expect(lease.hostname).toBe('host.example.com.')
    },
  )

  it('S and N together are no option 81 at all', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    expect(await engine.client(one).discover({ options: [fqdn(0x0d, 'host.example.com.')] })).toBeUndefined()
    expect(engine.statistic('pkt4-parse-failed')).toBe(1)
  })
})

describe('option 81: the name', () => {
  const labels = (name: string): string => fqdn(4, name).data.subarray(3).toString('latin1')

  it.each([
    ['whole', 'Host.Example.COM.', 'host.example.com.'],
    ["the host's part only", 'Host', 'host.example.org.'],
    ['none', '', 'myhost-192-0-2-10.example.org.'],
  ])('%s', async (_what, sent, name) => {
    const { ack, lease } = await bound({}, [fqdn(5, sent)])
    expect(ack.option(81)?.subarray(3).toString('latin1')).toBe(labels(name))
    expect(lease.hostname).toBe(name)
  })

  it('in the old form of text, for a client that speaks it', async () => {
    const { ack } = await bound({}, [fqdn(1, 'host')])
    expect(ack.option(81)?.subarray(3).toString()).toBe('host.example.org.')
  })

  it('stands over option 12, which is then not answered', async () => {
    const { ack, lease } = await bound({}, [option(12, 'twelve'), fqdn(5, 'host.example.com.')])
    expect(ack.option(12)).toBeUndefined()
    expect(lease.hostname).toBe('host.example.com.')
  })

  it('is replaced by a generated one where that is configured', async () => {
    const config = { 'ddns-replace-client-name': 'when-present', 'ddns-generated-prefix': 'dyn' }
    expect((await bound(config, [fqdn(5, 'host.example.com.')])).lease.hostname).toBe('dyn-192-0-2-10.example.org.')
  })
})

describe('option 12', () => {
  it.each([
    ['one label is qualified', 'Host', 'host.Example.org', 'host.example.org'],
    ['a whole name stays', 'Host.Example.COM', 'host.example.com', 'host.example.com'],
    ['with the dot at its end', 'host.example.com.', 'host.example.com.', 'host.example.com.'],
    ['NULs at the end do not count', 'host\0\0', 'host.Example.org', 'host.example.org'],
    ['nor do blanks around it', ' host ', 'host.Example.org', 'host.example.org'],
    ['what is no host name is taken out', 'a b_c!', 'abc.Example.org', 'abc.example.org'],
    ['a dot asks for a name', '.', 'myhost-192-0-2-10.Example.org', 'myhost-192-0-2-10.example.org'],
    ['an empty label is no name', 'a..b', undefined, ''],
    ['nor is one of 64 bytes', 'x'.repeat(64), undefined, ''],
    ['nor are blanks alone', '   ', undefined, ''],
  ])('%s', async (_what, sent, answered, kept) => {
    const { ack, lease } = await bound({}, [option(12, sent)])
    expect(ack.text(12)).toBe(answered)
    expect(lease.hostname).toBe(kept)
  })

  it.each([
    ['never', 'host.Example.org', undefined],
    ['always', 'dyn-192-0-2-10.Example.org', 'dyn-192-0-2-10.Example.org'],
    ['when-present', 'dyn-192-0-2-10.Example.org', undefined],
    ['when-not-present', 'host.Example.org', 'dyn-192-0-2-10.Example.org'],
  ])('ddns-replace-client-name %s', async (mode, present, absent) => {
    const config = { 'ddns-replace-client-name': mode, 'ddns-generated-prefix': 'dyn' }
    expect((await bound(config, [option(12, 'host')])).ack.text(12)).toBe(present)
    expect((await bound(config, [])).ack.text(12)).toBe(absent)
  })

  it('takes out and puts in what is configured', async () => {
    const config = { 'hostname-char-set': '[^a-z.]', 'hostname-char-replacement': 'x', 'ddns-qualifying-suffix': '' }
    expect((await bound(config, [option(12, 'a1b.c-d')])).lease.hostname).toBe('axb.cxd')
  })

  it('is marked for the DNS where updates are on', async () => {
    const { lease } = await bound(ddns(true), [option(12, 'host')])
    expect([lease.fqdnForward, lease.fqdnReverse]).toEqual([true, true])
  })
})

describe('a reserved host name', () => {
  const reserving = (hostname: string): object => ({
    subnet4: [subnet({ reservations: [{ 'hw-address': one.hardware, hostname }] })],
  })

  it('stands over what the client says, in either option', async () => {
    const twelve = await bound(reserving('Printer'), [option(12, 'mine')])
    expect(twelve.ack.text(12)).toBe('printer.Example.org')
    expect(twelve.lease.hostname).toBe('printer.example.org')
    const whole = await bound(reserving('Printer'), [fqdn(5, 'mine.example.com.')])
    expect(whole.lease.hostname).toBe('printer.example.org.')
  })

  it('is given to a client that says nothing', async () => {
    expect((await bound(reserving('printer'), [])).ack.text(12)).toBe('printer.Example.org')
  })
})
