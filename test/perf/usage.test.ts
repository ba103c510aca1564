import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { type PerfFlags, PerfUsage, planOf } from '../../src/perf/usage.js'

const flags: PerfFlags = {
  v6: false,
  server: '192.0.2.1',
  local: undefined,
  'local-port': 0,
  'remote-port': 0,
  relay: [],
  link: [],
  direct: false,
  'encapsulation-level': undefined,
  scenario: 'basic',
  rate: 0,
  'renew-rate': 0,
  'release-rate': 0,
  requests: [],
  period: [],
  clients: undefined,
  base: [],
  'mac-list': undefined,
  'server-list': undefined,
  'drop-time': [],
  'max-drop': [],
  'exit-wait': 0,
  preload: 0,
  'lease-type': 'address-only',
  initial: false,
  'rapid-commit': false,
  broadcast: false,
  'first-server': false,
  option: [],
  'relay-option': [],
  template: [],
  'xid-offset': [],
  'random-offset': [],
  'time-offset': undefined,
  'server-offset': undefined,
  'ip-offset': undefined,
  'elapsed-from': undefined,
  'elapsed-for': undefined,
  seed: undefined,
  diagnostics: '',
  'thread-mode': undefined,
  threads: undefined,
  'in-flight': 64,
  spread: '1',
  'ramp-to': 500000,
  'ramp-step': '3',
  'ramp-loss': '0.1',
  stay: '20',
  'renew-every': '0',
  rebinds: '10',
  releases: '80',
  replay: undefined,
  speed: '1',
  'expect-subnet': [],
  'expect-option': [],
  'expect-prefix-length': 0,
  validation: true,
}
const address = (...bytes: number[]) => ({
  bytes: Uint8Array.from(bytes),
  prefixLength: 24,
  usable: true,
  secondary: false,
})
const linkLocal = address(0xfe, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9)
const eth1 = {
  name: 'eth1',
  index: 7,
  up: true,
  running: true,
  loopback: false,
  broadcast: true,
  multicast: true,
  mtu: 1500,
  hardwareType: 1,
  hardware: new Uint8Array(6),
  addresses: [address(192, 0, 2, 9), linkLocal],
}
const around = { interfaces: [eth1], addressTowards: async () => '192.0.2.77', now: 1 }
const planned = (different: Partial<PerfFlags>) => planOf({ ...flags, ...different }, around)

describe('what the flags ask for', () => {
  test('nothing but a server: one exchange, relayed by the address that reaches it', async () => {
    expect(await planned({})).toMatchObject({
      family: 4,
      mode: 'relayed',
      servers: ['192.0.2.1'],
      serverPort: 67,
      localPort: 67,
      relays: ['192.0.2.77'],
      count: 1,
      clients: 1,
      dropTime: [1000, 1000],
      identity: { hardware: '000c01020304' },
      threads: 1,
    })
  })

  test('every run ends: a rate alone for a minute', async () => {
    expect(await planned({ rate: 10 })).toMatchObject({ count: 0, period: 60_000 })
    expect(await planned({ rate: 10, requests: [5] })).toMatchObject({ count: 5, period: 0 })
  })

  test('all and servers are the multicast addresses of RFC 8415 7.1', async () => {
    const six = { v6: true, local: 'eth1' }
    expect(await planned({ ...six, server: undefined })).toMatchObject({
      mode: 'direct',
      servers: ['ff02::1:2'],
      localPort: 546,
      device: 'eth1',
    })
    expect(await planned({ ...six, server: 'servers' })).toMatchObject({ servers: ['ff05::1:3'], serverPort: 547 })
    const relayed = await planned({
      ...six,
      server: '2001:db8::1',
      'encapsulation-level': '1',
      relay: ['2001:db8::2', '2001:db8::3'],
    })
    expect(relayed).toMatchObject({ mode: 'relayed', localPort: 547, relays: ['2001:db8::2', '2001:db8::3'] })
  })

  test('what may be given twice is for the first and the second message', async () => {
    expect(await planned({ 'drop-time': ['0.5', '2'], 'max-drop': ['10', '5%'] })).toMatchObject({
      dropTime: [500, 2000],
      maxDrop: [
        { value: 10, percent: false },
        { value: 5, percent: true },
      ],
    })
    expect((await planned({ 'drop-time': ['3'] })).dropTime).toEqual([3000, 3000])
  })

  test('lists of hardware addresses and servers, and templates, come from files', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'keats-perf-'))
    onTestFinished(() => rmSync(folder, { recursive: true }))
    const file = (name: string, text: string): string => {
      writeFileSync(join(folder, name), text)
      return join(folder, name)
    }
    const made = await planned({
      'mac-list': file('macs', '02:00:00:00:00:01\n02:00:00:00:00:02\n'),
      'server-list': file('servers', '192.0.2.1\n192.0.2.2\n'),
      template: [file('t', '0101 0600\n')],
      'xid-offset': [4],
    })
    expect(made.identity.list).toEqual(['020000000001', '020000000002'])
    expect(made).toMatchObject({
      clients: 2,
      servers: ['192.0.2.1', '192.0.2.2'],
      message: { templates: ['01010600'], offsets: [{ xid: 4 }] },
    })
    await expect(planned({ template: [file('bad', 'xyz')] })).rejects.toThrow(PerfUsage)
    await expect(planned({ 'mac-list': join(folder, 'none') })).rejects.toThrow(/cannot be read/)
  })

  test.each<[Partial<PerfFlags>, RegExp]>([
    [{ 'renew-rate': 5 }, /need a rate/],
    [{ rate: 10, 'renew-rate': 6, 'release-rate': 5 }, /must not exceed/],
    [{ 'lease-type': 'prefix-only' }, /need -6/],
    [{ 'rapid-commit': true }, /-c needs -6/],
    [{ v6: true, server: '2001:db8::1', broadcast: true }, /-B needs -4/],
    [{ 'mac-list': 'x', base: ['mac=02:00:00:00:00:01'] }, /exclude/],
    [{ base: ['mac=02:00'] }, /mac=00:0c/],
    [{ option: ['12'] }, /code,hexstring/],
    [{ 'drop-time': ['soon'] }, /number/],
    [{ 'max-drop': ['0'] }, /positive/],
    [{ server: 'somewhere' }, /no IPv4 address/],
    [{ server: undefined }, /which server/],
    [{ 'expect-subnet': ['192.0.2.0'] }, /ADDRESS\/LENGTH/],
    [{ scenario: 'replay' }, /--replay FILE/],
    [{ scenario: 'churn' }, /needs -r/],
    [{ diagnostics: 'az' }, /aeilstT/],
    [{ direct: true }, /need an interface/],
  ])('refuses %j', async (different, text) => {
    const refusal = planned(different)
    await expect(refusal).rejects.toThrow(PerfUsage)
    await expect(refusal).rejects.toThrow(text)
  })
})
