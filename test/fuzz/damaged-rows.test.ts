import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Address } from '../../src/server/lease/lease.js'
import { type AddressKind, ipv4, ipv6 } from '../../src/wire/address.js'
import { leaseFor } from '../conformance/lease-store.js'
import { MemoryIo } from '../server/store/memfile/memory-io.js'
import { PATH, StoreRoom } from '../server/store/memfile/store-room.js'

/** What no reader may take for a lease, whatever the family. */
const damages: readonly ((row: string) => string)[] = [
  row => row.slice(0, row.indexOf(',', 3)),
  row => `\u0000${row.slice(1)}`,
  row => row.replace(/^[^,]*/, 'nobody'),
  row => row.replace(/^(.*?),(\d+),(\d+)/, '$1,$2x,$3'),
  row => `${row},,,,,,,,,,`,
  () => '\u0000'.repeat(40),
]

/** A file of forty leases, as the server writes it, and the same as bare lines. */
async function written<A extends Address>(kind: AddressKind<A>): Promise<string[]> {
  const room = new StoreRoom<A>(new MemoryIo(), kind)
  const store = await room.open()
  for (let n = 10; n < 50; n++) store.apply([{ was: undefined, is: leaseFor(kind, n) }])
  store.flush()
  return room.io.text(PATH).trimEnd().split('\n')
}

function suite<A extends Address>(name: string, kind: AddressKind<A>): void {
  describe(name, () => {
    test('every damaged row is reported by its line, and costs nobody else a lease', async () => {
      const lines = await written(kind)
      const places = fc.uniqueArray(
        fc.tuple(fc.integer({ min: 1, max: lines.length - 1 }), fc.nat(damages.length - 1)),
        {
          selector: ([line]) => line,
          maxLength: 12,
        },
      )
      await fc.assert(
        fc.asyncProperty(places, async chosen => {
          const damaged = [...lines]
          for (const [line, how] of chosen) damaged[line] = damages[how]!(lines[line]!)
          const room = new StoreRoom<A>(new MemoryIo(), kind)
          room.io.put(PATH, `${damaged.join('\n')}\n`)
          const store = await room.open()
          const said = room.logger.of('KEATS_MEMFILE_BAD_ROW_LINE').map(line => Number(line.split(' ')[1]))
          // lines are counted from 1
          expect(said).toEqual(chosen.map(([line]) => line + 1).sort((a, b) => a - b))
          expect(room.logger.of('DHCPSRV_MEMFILE_LEASE_LOAD_ROW_ERROR')).toHaveLength(chosen.length)
          const bad = new Set(chosen.map(([line]) => line))
          const expected = lines.flatMap((line, at) => (at === 0 || bad.has(at) ? [] : [line.split(',')[0]!]))
          const leases = await store.page({}, undefined, 1000)
          expect(leases.map(({ address }) => kind.format(address)).sort()).toEqual(expected.sort())
        }),
        { numRuns: 100 },
      )
    })

    test('rows in any order and any number: one owner an address, the one of its last row', async () => {
      const [header, ...rows] = await written(kind)
      // the rows of one half hand their addresses to the clients of the other
      const half = rows.length / 2
      const stolen = rows.slice(half).map((row, n) => row.replace(/^[^,]*/, rows[n]!.split(',')[0]!))
      await fc.assert(
        fc.asyncProperty(fc.array(fc.constantFrom(...rows.slice(0, half), ...stolen), { maxLength: 60 }), async all => {
          const room = new StoreRoom<A>(new MemoryIo(), kind)
          room.io.put(PATH, [header, ...all, ''].join('\n'))
          const store = await room.open()
          const last = new Map(all.map(row => [row.split(',')[0]!, row]))
          expect(store.size).toBe(last.size)
          expect(await room.compact(store)).toBe(true)
          const kept = room.io.text(`${PATH}.2`).trimEnd().split('\n').slice(1)
          expect(kept.sort()).toEqual([...last.values()].sort())
        }),
        { numRuns: 100 },
      )
    })
  })
}

suite('a damaged DHCPv4 lease file', ipv4)
suite('a damaged DHCPv6 lease file', ipv6)
