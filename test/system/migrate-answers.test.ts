import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { migrate } from '../../src/migrate/migrate.js'
import type { Client4Options } from '../kit/client4.js'
import { DirectNetwork } from '../kit/direct-network.js'
import { needs } from '../kit/gate.js'
import { option } from '../kit/packet4.js'
import type { Reply4 } from '../kit/reply4.js'
import { keatsCommand } from '../kit/server-process.js'

/**
 * dhcpd serves a fixture, Keats serves what it became: the same clients are offered the same. What they are offered
 * differently stands here, with the reason.
 */
const FIXTURES: Readonly<Record<string, readonly RegExp[]>> = {
  subnet: [],
  'lifetimes-global': [],
  'lifetimes-subnet': [],
  // dhcpd compresses names across the list (RFC 3397 2 allows it), Keats as Kea does not
  'options-types': [/: option 119 was/],
  'options-scopes': [],
  'option-definitions': [],
  'option-standard-redefined': [],
  'classless-routes': [],
  // sub-options in another order
  'option-space-encapsulated': [/: option 175 was 'b00101080101', is '080101b00101'$/],
  'option-space-vendor': [],
  'boot-fields': [],
  'boot-pool': [],
  'shared-network': [],
  // of two pools of a network that both will do, dhcpd begins with the last, Kea with the first
  'shared-network-pools': [/^phone: (address|option 3) was/],
  'group-subnets': [],
  'group-hosts': [],
  host: [],
  'host-without-address': [],
  'host-client-id': [],
  'host-in-subnet': [],
  'use-host-decl-names': [],
  'unknown-clients-denied': [],
  'class-options': [],
  subclasses: [],
  'subclasses-hardware': [],
  'if-global': [],
  'if-subnet': [],
  'if-nested': [],
  'if-before-scope': [],
  'if-class-pool-host': [],
  switch: [],
}

const vendor = (text: string) => option(60, text)
const user = (text: string) => option(77, text)

const PARAMETERS = [
  1, 2, 3, 6, 12, 15, 17, 19, 26, 28, 33, 40, 42, 43, 44, 46, 51, 66, 67, 119, 121, 150, 175, 249, 252,
].concat([224, 225, 226, 227, 228, 229, 230])
const mac = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`

/** Who asks: each is another client of dhcpd's and of Kea's. */
const CLIENTS: readonly (readonly [string, Partial<Client4Options>])[] = [
  ['plain', { hardware: mac(0x77) }],
  ['host 1', { hardware: mac(1) }],
  ['host 2', { hardware: mac(2) }],
  ['host 10', { hardware: mac(10) }],
  ['PXEClient', { hardware: mac(0x71), options: [vendor('PXEClient:Arch:00007'), option(93, Buffer.from([0, 7]))] }],
  ['iPXE', { hardware: mac(0x72), options: [vendor('PXEClient'), user('iPXE'), option(93, Buffer.from([0, 7]))] }],
  ['MSFT', { hardware: mac(0x73), options: [vendor('MSFT 5.0')] }],
  ['SUNW', { hardware: mac(0x74), options: [vendor('SUNW.x')] }],
  ['phone', { hardware: mac(0x75), options: [vendor('phone-7')] }],
  [
    'printer-7',
    {
      hardware: mac(0x76),
      clientId: Buffer.from('printer-7')
        .toString('hex')
        .replaceAll(/(..)(?=.)/g, '$1:'),
    },
  ],
]

describe.runIf(needs('root', 'netns', 'ip', 'tshark', 'dhcpd'))('Keats offers what dhcpd offered', () => {
  let network: DirectNetwork
  beforeAll(async () => {
    network = await DirectNetwork.open()
  })
  afterAll(() => network.close())

  async function offers(pools: readonly string[]): Promise<Map<string, Record<string, string>>> {
    const heard = new Map<string, Record<string, string>>()
    for (const [name, options] of CLIENTS) {
      const client = network.client({ parameters: PARAMETERS, clientId: 'none', patience: 1000, ...options })
      heard.set(name, answerOf(await client.discover().catch(() => undefined), pools))
    }
    return heard
  }

  test.each(Object.entries(FIXTURES))('%s', async (name, explained) => {
    const path = join('test/fixtures/migrate', `${name}.conf`)
    const text = readFileSync(path, 'utf8')
    const migrated = await migrate({ name: path, text }, { target: 'keats', read: () => '', interfaces: ['eth0'] })
    if (!migrated.ok) throw new Error(migrated.problems.join('\n'))
    const pools = [...migrated.converted.text.matchAll(/"pool": "([^"]*)"/g)].map(match => match[1]!)
    const folder = network.lab.folder(`data-${name}`)
    const leases = network.lab.file(`${name}.leases`, '')
    const theirs = network.lab.file(`${name}.dhcpd`, `ping-check false;\n${text}`)
    const dhcpd = network.server.spawn(['dhcpd', '-f', '-d', '--no-pid', '-cf', theirs, '-lf', leases, 'eth0'])
    await dhcpd.line('Server starting service', 5000)
    const before = await offers(pools)
    dhcpd.signal('SIGTERM')
    await dhcpd.ended()
    const ours = network.lab.file(`${name}.json`, migrated.converted.text.replace('/var/lib/kea', folder))
    const keats = network.server.spawn([...keatsCommand(), '-c', resolve(ours), '--data-dir', folder])
    await keats.line('DHCP4_STARTED', 15_000)
    const after = await offers(pools)
    keats.signal('SIGTERM')
    await keats.ended()
    const found = differences(before, after)
    expect(found.filter(text => !explained.some(one => one.test(text)))).toEqual([])
    for (const one of explained) expect(found.some(text => one.test(text))).toBe(true)
  })
})

/** The fields and options of an offer as texts; an address of a pool is that pool. */
function answerOf(reply: Reply4 | undefined, pools: readonly string[]): Record<string, string> {
  if (reply === undefined) return { answer: 'none' }
  const { siaddr, file, sname } = reply.packet
  const found: Record<string, string> = { address: poolOf(reply.address, pools), siaddr, file, sname }
  // who answers, and when to come back, is each server's own; RFC 6842: the client's identifier is sent back, which dhcpd does not do
  for (const code of reply.codes)
    if (![53, 54, 58, 59, 61].includes(code)) found[`option ${code}`] = reply.option(code)!.toString('hex')
  return found
}

function poolOf(address: string, pools: readonly string[]): string {
  const number = (text: string): number =>
    text
      .trim()
      .split('.')
      .reduce((sum, octet) => sum * 256 + Number(octet), 0)
  return (
    pools.find(
      pool => number(address) >= number(pool.split('-')[0]!) && number(address) <= number(pool.split('-').at(-1)!),
    ) ?? address
  )
}

function differences(
  before: Map<string, Record<string, string>>,
  after: Map<string, Record<string, string>>,
): string[] {
  const found: string[] = []
  for (const [name] of CLIENTS) {
    const [one, other] = [before.get(name)!, after.get(name)!]
    for (const field of new Set([...Object.keys(one), ...Object.keys(other)]))
      if ((one[field] ?? '') !== (other[field] ?? ''))
        found.push(`${name}: ${field} was '${one[field] ?? ''}', is '${other[field] ?? ''}'`)
  }
  return found
}
