import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { headerOf, schema4 } from '../../src/lease-file/schema.js'
import { revised } from '../../src/server/lease/found-lease.js'
import { ipv4 } from '../../src/wire/address.js'
import { leaseFor } from '../conformance/lease-store.js'
import { PATH, StoreRoom } from '../server/store/memfile/store-room.js'

const HEADER = headerOf(schema4)

/** Leases of a file, as text, by address. */
async function load(text: string): Promise<Map<string, string>> {
  const room = new StoreRoom()
  room.io.put(PATH, text)
  const store = await room.open()
  const leases = await store.page({}, undefined, 1000)
  expect(room.io.openFiles).toBe(1)
  return new Map(leases.map(l => [ipv4.format(l.address), `${l.cltt} ${l.hostname} ${l.userContext}`]))
}

/** A file that a store wrote: forty addresses, some extended, some deleted. */
async function written(): Promise<string> {
  const room = new StoreRoom()
  const store = await room.open()
  for (let n = 10; n < 50; n++)
    store.apply([
      { was: undefined, is: leaseFor(ipv4, n, { hostname: `h${n},&`, userContext: n % 7 ? '' : '{ "n": 1 }' }) },
    ])
  for (let n = 10; n < 50; n += 3) {
    const was = store.byAddress(leaseFor(ipv4, n).address, 3, 32)!
    store.apply([{ was, is: n % 2 ? undefined : revised(was, { cltt: was.cltt + n }) }])
  }
  store.flush()
  return room.io.text(PATH)
}

/** What lines of a file say, by a reader of ten lines. */
function addressesOf(lines: readonly string[]): Set<string> {
  const addresses = new Set<string>()
  for (const line of lines) {
    const fields = line.split(',')
    if (fields[3] === '0') addresses.delete(fields[0]!)
    else addresses.add(fields[0]!)
  }
  return addresses
}

describe('damaged lease files', () => {
  test('cut off anywhere: every whole row before is kept', async () => {
    const text = await written()
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: HEADER.length, max: text.length }), async length => {
        const cut = text.slice(0, length)
        const lines = cut.split('\n').slice(1, -1)
        const found = await load(cut)
        const torn = cut.slice(cut.lastIndexOf('\n') + 1).split(',')[0]!
        const expected = addressesOf(lines)
        for (const address of expected) if (address !== torn) expect(found.has(address)).toBe(true)
        for (const address of found.keys()) expect(expected.has(address) || address === torn).toBe(true)
      }),
      { numRuns: 150 },
    )
  })

  test('a bit flipped anywhere costs at most the rows it touches', async () => {
    const text = await written()
    const whole = await load(text)
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: HEADER.length, max: text.length - 1 }), fc.nat(7), async (at, bit) => {
        const bytes = Buffer.from(text, 'latin1')
        bytes[at] = bytes[at]! ^ (1 << bit)
        const touched = new Set<string>()
        // the row of the byte, and the one after it where the byte was (or became) a line end
        const start = text.lastIndexOf('\n', at - 1) + 1
        const end = text.indexOf('\n', at + 1)
        for (const line of [...text.slice(start, end).split('\n'), ...bytes.toString('latin1', start, end).split('\n')])
          touched.add(line.split(',')[0]!)
        const found = await load(bytes.toString('latin1'))
        for (const [address, says] of whole) if (!touched.has(address)) expect(found.get(address)).toBe(says)
        for (const address of found.keys()) if (!touched.has(address)) expect(whole.has(address)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('rows twice, or the whole file twice, say the same', async () => {
    const text = await written()
    const whole = await load(text)
    const lines = text.slice(HEADER.length)
    expect(await load(HEADER + lines + lines)).toEqual(whole)
    expect(await load(HEADER + lines.replace(/.*\n/g, '$&$&'))).toEqual(whole)
  })

  test('anything at all between good rows', async () => {
    const good = '192.0.2.1,02:01,,3600,1800003600,1,0,0,,0,,0\n'
    const last = '192.0.2.2,02:02,,3600,1800003600,1,0,0,,0,,0\n'
    const soup = fc.array(
      fc.constantFrom(
        ',',
        '\r',
        '\n',
        '&#x',
        '2c',
        '192.0.2.9',
        '0',
        '4294967295',
        ':',
        '{ }',
        '[',
        '"',
        '\u0000',
        '\u00ff',
      ),
      { maxLength: 60 },
    )
    await fc.assert(
      fc.asyncProperty(
        fc.oneof(
          soup.map(parts => parts.join('')),
          fc.string({ maxLength: 200 }),
        ),
        async middle => {
          const found = await load(`${HEADER}${good}${middle}\n${last}`)
          expect(found.has('192.0.2.1')).toBe(true)
          expect(found.has('192.0.2.2')).toBe(true)
        },
      ),
      { numRuns: 300 },
    )
  })
})
