import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, expect, test } from 'vitest'
import { Engine4 } from '../../../kit/engine4.js'
import { LeaseCommands } from '../../../kit/lease-commands.js'
import { readLeaseFile } from '../../../kit/lease-csv.js'

const folders: string[] = []
const folder = (): string => {
  folders.push(mkdtempSync(join(tmpdir(), 'keats-lease-commands-')))
  return folders.at(-1)!
}
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true })
})

const config = (path: string) => ({
  'lease-database': { type: 'memfile', persist: true, name: path, 'lfc-interval': 0 },
  'valid-lifetime': 3600,
  subnet4: [
    { id: 1, subnet: '192.0.2.0/24', interface: 'eth0', pools: [{ pool: '192.0.2.10-192.0.2.17' }] },
    { id: 2, subnet: '192.0.3.0/24', pools: [{ pool: '192.0.3.10-192.0.3.17' }] },
  ],
})
const hardware = (n: number): string => `02:00:00:00:00:0${n}`

test('whatever clients and commands do, statistics equal a recount, and the file says what memory does', async () => {
  const place = fc.record({ subnet: fc.integer({ min: 1, max: 2 }), n: fc.integer({ min: 10, max: 18 }) })
  const operation = fc.oneof(
    fc.record({ what: fc.constantFrom('add', 'update', 'force'), place, host: fc.nat(4), state: fc.nat(3) }),
    fc.record({ what: fc.constantFrom('del'), place, host: fc.nat(4), state: fc.nat(1) }),
    fc.record({ what: fc.constantFrom('wipe', 'packet'), place, host: fc.nat(4), state: fc.nat(1) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(operation, { maxLength: 40 }), async operations => {
      const path = join(folder(), 'leases.csv')
      const engine = await Engine4.start(config(path), '3')
      const server = LeaseCommands.of4(engine, '3')
      let cumulative = 0
      for (const { what, place: at, host, state } of operations) {
        const lease = { 'ip-address': `192.0.${at.subnet + 1}.${at.n}`, 'hw-address': hardware(host), state }
        if (what === 'add') await server.ask('lease4-add', lease)
        else if (what === 'update') await server.ask('lease4-update', lease)
        else if (what === 'force') await server.ask('lease4-update', { ...lease, 'force-create': true })
        else if (what === 'wipe') await server.ask('lease4-wipe', { 'subnet-id': at.subnet })
        else if (what === 'packet') {
          const before = await inUse(engine)
          const client = engine.client({ hardware: hardware(host) })
          const offer = await client.discover()
          if (offer !== undefined) await client.request(offer)
          // a client whose lease lies outside the pools is given another one, and loses that
          cumulative += [...(await inUse(engine))].filter(address => !before.has(address)).length
        } else if (state === 1) await server.ask('lease4-del', { 'ip-address': lease['ip-address'] })
        else {
          const named = { 'identifier-type': 'hw-address', identifier: hardware(host), 'subnet-id': at.subnet }
          await server.ask('lease4-del', named)
        }
      }
      const leases = [...(await engine.leases()).values()]
      const count = (subnet: number, ...states: number[]) =>
        leases.filter(({ subnetId, state }) => subnetId === subnet && states.includes(state)).length
      for (const subnet of [1, 2]) {
        expect(engine.statistic(`subnet[${subnet}].assigned-addresses`)).toBe(count(subnet, 0, 1))
        expect(engine.statistic(`subnet[${subnet}].declined-addresses`)).toBe(count(subnet, 1))
        const { arguments: given } = await server.ask('stat-lease4-get', { 'subnet-id': subnet })
        const rows = (given!['result-set'] as { rows: number[][] }).rows
        expect(rows[0]!.slice(3)).toEqual([count(subnet, 0), count(subnet, 1)])
      }
      expect(engine.statistic('cumulative-assigned-addresses')).toBe(cumulative)
      const { current } = readLeaseFile(path)
      const written = [...current.values()].map(row => [row.address, row.hwaddr, row.subnetId, row.state, row.hostname])
      expect(written.sort()).toEqual((await inMemory(engine)).sort())
      await engine.service.stop()
    }),
    { numRuns: 60 },
  )
}, 60_000)

async function inUse(engine: Engine4): Promise<ReadonlySet<string>> {
  return new Set([...(await engine.leases())].filter(([, { state }]) => state < 2).map(([address]) => address))
}

async function inMemory(engine: Engine4): Promise<unknown[][]> {
  return [...(await engine.leases())].map(([address, lease]) => [
    address,
    Buffer.from(lease.hardware)
      .toString('hex')
      .replace(/..(?=.)/g, '$&:'),
    lease.subnetId,
    lease.state,
    lease.hostname,
  ])
}

test('a reply to a change leaves once the change is in the file', async () => {
  const path = join(folder(), 'leases.csv')
  const server = LeaseCommands.of4(await Engine4.start(config(path), '3'), '3')
  const lease = { 'ip-address': '192.0.2.10', 'hw-address': hardware(1) }
  await server.ask('lease4-add', { ...lease, 'user-context': { a: [1, 'b,c'] } })
  expect(readFileSync(path, 'utf8')).toContain(`192.0.2.10,${hardware(1)},,3600,`)
  expect(readFileSync(path, 'utf8')).toContain('{ "a": [ 1&#x2c "b&#x2cc" ] }')
  await server.ask('lease4-del', { 'ip-address': '192.0.2.10' })
  expect(readLeaseFile(path).current.size).toBe(0)
})

test('a change that cannot be written is told and undone', async () => {
  const engine = await Engine4.start(config(join(folder(), 'leases.csv')), '3')
  const { site } = engine
  const server = LeaseCommands.of4(engine, '3')
  const lease = { 'ip-address': '192.0.2.10', 'hw-address': hardware(1) }
  const store = site.store()
  const failing = Object.create(store, { settle: { value: () => 'unwritten' as const } }) as typeof store
  const text = 'the lease could not be written, see the log; nothing was changed'
  engine.site = { ...site, store: () => failing }
  const unable = LeaseCommands.of4(engine, '3')
  expect(await unable.ask('lease4-add', lease)).toEqual({ result: 1, text })
  expect((await server.ask('lease4-get', { 'ip-address': '192.0.2.10' })).result).toBe(3)
  await server.ask('lease4-add', lease)
  expect(await unable.ask('lease4-del', lease)).toEqual({ result: 1, text })
  expect(await unable.ask('lease4-update', lease)).toEqual({ result: 1, text })
  expect(await unable.ask('lease4-wipe')).toEqual({ result: 1, text })
})

test('lease4-write copies all leases to a file beside the lease file, nowhere else', async () => {
  const path = join(folder(), 'leases.csv')
  const server = LeaseCommands.of4(await Engine4.start(config(path), '3'), '3')
  for (const n of [10, 11, 12])
    await server.ask('lease4-add', { 'ip-address': `192.0.2.${n}`, 'hw-address': hardware(1), hostname: `h${n}` })
  await server.ask('lease4-del', { 'ip-address': '192.0.2.11' })
  const write = (filename: unknown) => server.ask('lease4-write', { filename })
  expect(await write('copy.csv')).toEqual({ result: 0, text: "IPv4 lease database into 'copy.csv'." })
  expect([...readLeaseFile(join(path, '../copy.csv')).current.keys()]).toEqual(['192.0.2.10', '192.0.2.12'])
  expect(readLeaseFile(path).rows).toHaveLength(4)
  // the lease file itself is cleaned up
  expect((await write(path)).result).toBe(0)
  expect(readLeaseFile(path).rows).toHaveLength(2)
  for (const elsewhere of ['/etc/passwd', '../x.csv', `${path}.2`, 'sub/x.csv', '.hidden'])
    expect((await write(elsewhere)).text).toContain(`invalid path specified: '${elsewhere}'`)
  expect(existsSync(join(path, '../../x.csv'))).toBe(false)
  expect((await write('')).text).toBe("'filename' parameter is empty")
  expect((await write(5)).text).toBe("'filename' parameter must be a string")
  expect((await server.ask('lease4-write', {})).text).toBe("'filename' parameter not specified")
})
