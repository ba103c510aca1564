import { describe, expect, it } from 'vitest'
import { codesOf, decided, errorsOf, load } from './loaded.js'

const nested = (global: object, network: object, subnet: object): object => ({
  ...global,
  'shared-networks': [{ name: 'n', ...network, subnet4: [{ subnet: '10.0.0.0/24', ...subnet }] }],
  subnet4: [{ subnet: '10.9.0.0/24' }],
})

describe('lifetimes', () => {
  it('are 7200 without a word, and one value is all three', () => {
    expect(decided({ subnet4: [{ subnet: '10.0.0.0/24' }] }).subnets[0]!.valid).toEqual({
      min: 7200,
      default: 7200,
      max: 7200,
    })
  })

  it('are inherited one by one, as kea-dhcp4 shows them in config-get', () => {
    const global = { 'min-valid-lifetime': 1000, 'valid-lifetime': 2000, 'max-valid-lifetime': 5000 }
    const { subnets } = decided(
      nested(global, { 'valid-lifetime': 3000 }, { 'valid-lifetime': 4000, 'max-valid-lifetime': 9000 }),
    )
    expect(subnets[0]!.valid).toEqual({ min: 1000, default: 4000, max: 9000 })
    expect(subnets[1]!.valid).toEqual({ min: 1000, default: 2000, max: 5000 })
  })

  it('are checked where they are written, against what is inherited', () => {
    const global = { 'min-valid-lifetime': 1000, 'valid-lifetime': 2000 }
    const text = JSON.stringify({ Dhcp4: nested(global, {}, { 'valid-lifetime': 100 }) })
    expect(errorsOf(load(text))).toEqual([
      `1:${text.lastIndexOf('100') + 1} the value of min-valid-lifetime (1000) is not less than (default) valid-lifetime (100)`,
    ])
  })

  it('of a class come all together, from whichever is written', () => {
    const { classes } = decided({
      'client-classes': [
        { name: 'a', 'min-valid-lifetime': 50 },
        { name: 'b', 'valid-lifetime': 70, 'max-valid-lifetime': 100 },
        { name: 'c' },
      ],
    })
    expect(classes.map(c => c.valid)).toEqual([
      { min: 50, default: 50, max: 50 },
      { min: 70, default: 70, max: 100 },
      {},
    ])
  })
})

describe('renewal', () => {
  it('needs T1 before T2', () => {
    expect(codesOf({ 'renew-timer': 500, 'rebind-timer': 100 })).toEqual(['timer-order'])
    expect(codesOf({ 'calculate-tee-times': true, 't1-percent': 0.9, 't2-percent': 0.2 })).toEqual(['timer-order'])
    expect(codesOf({ 't1-percent': 0.9, 't2-percent': 0.2 })).toEqual([])
  })

  it('warns of timers that the lease does not live to see', () => {
    const { ok, problems } = load(JSON.stringify({ Dhcp4: { 'rebind-timer': 8000 } }))
    expect(ok).toBe(true)
    expect(problems.map(p => p.text)).toEqual([
      'the value of rebind-timer (8000) is not less than valid-lifetime (7200), it will not be sent',
    ])
  })
})

describe('reservation-mode', () => {
  it.each([
    ['disabled', [false, false, false]],
    ['out-of-pool', [false, true, true]],
    ['global', [true, false, false]],
    ['all', [false, true, false]],
  ])('%s is what kea-dhcp4 2.2 makes of it', (mode, switches) => {
    const [subnet] = decided({ subnet4: [{ subnet: '10.0.0.0/24', 'reservation-mode': mode }] }).subnets
    expect([subnet!.reservationsGlobal, subnet!.reservationsInSubnet, subnet!.reservationsOutOfPool]).toEqual(switches)
  })
})

describe('boot fields', () => {
  it('are inherited; an empty text hides nothing, 0.0.0.0 does', () => {
    const global = { 'next-server': '192.0.2.77', 'boot-file-name': 'g', 'server-hostname': 'h' }
    const { subnets } = decided(
      nested(global, { 'boot-file-name': 'n' }, { 'next-server': '0.0.0.0', 'boot-file-name': '' }),
    )
    expect(subnets[0]!.boot).toEqual({ nextServer: 0, bootFileName: 'n', serverHostname: 'h' })
    expect(subnets[1]!.boot).toEqual({ nextServer: 0xc000024d, bootFileName: 'g', serverHostname: 'h' })
  })
})

describe('names', () => {
  it('are inherited one by one, and the old places in dhcp-ddns count', () => {
    const global = { 'dhcp-ddns': { 'enable-updates': false, 'qualifying-suffix': 'old.example.' } }
    const { subnets, global: all } = decided(
      nested(global, { 'ddns-generated-prefix': 'n' }, { 'ddns-send-updates': false }),
    )
    expect(subnets[0]!.ddns).toMatchObject({
      qualifyingSuffix: 'old.example.',
      generatedPrefix: 'n',
      sendUpdates: false,
    })
    expect(subnets[1]!.ddns).toBe(all.ddns)
  })

  it('keep POSIX character classes', () => {
    const { global } = decided({ 'hostname-char-set': '[^[:alnum:].-]', 'hostname-char-replacement': 'x' })
    expect('a_b.c-d e1'.replaceAll(global.ddns.hostnameCharSet!, 'x')).toBe('axb.c-dxe1')
    expect(decided({ 'hostname-char-set': '' }).global.ddns.hostnameCharSet).toBeUndefined()
    expect(codesOf({ 'hostname-char-set': '[' })).toEqual(['wrong-value'])
  })
})

describe('generations', () => {
  it('differ in the caching of leases', () => {
    const threshold = (generation: '2.2' | '3', more: object = {}): number | undefined =>
      decided({ ...more, subnet4: [{ subnet: '10.0.0.0/24' }] }, { generation }).subnets[0]!.cacheThreshold
    expect(threshold('2.2')).toBeUndefined()
    expect(threshold('3')).toBe(0.25)
    expect(threshold('3', { 'cache-threshold': 0 })).toBeUndefined()
  })

  it('are chosen by the command line, else by the file, else 3', () => {
    const file = { compatibility: { kea: '2.2' } }
    expect(decided(file).behaviours.generation).toBe('2.2')
    expect(decided(file, { generation: '3' }).behaviours.generation).toBe('3')
    expect(decided({ 'valid-lifetime': 1 }).behaviours.generation).toBe('3')
  })

  it('take the keywords of both; the old ones bring a warning in 3', () => {
    const old = {
      'control-socket': { 'socket-type': 'unix', 'socket-name': '/run/kea.sock' },
      subnet4: [{ subnet: '10.0.0.0/24', 'client-class': 'KNOWN', relay: { 'ip-address': '10.0.0.1' } }],
    }
    expect(codesOf(old, { generation: '2.2' })).toEqual([])
    const { problems } = load(JSON.stringify({ Dhcp4: old }), { generation: '3' })
    expect(problems.filter(p => p.code === 'old-keyword').map(p => p.text)).toEqual([
      'control-socket is an old keyword of Dhcp4, write control-sockets instead',
      'client-class is an old keyword of subnet4, write client-classes instead',
      'ip-address is an old keyword of relay, write ip-addresses instead',
    ])
    const [subnet] = decided(old).subnets
    expect(subnet!.guards).toEqual(['KNOWN'])
    expect(subnet!.relays).toEqual([0x0a000001])
  })
})
