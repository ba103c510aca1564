import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Holdings } from '../../src/perf/holdings.js'

const CLIENTS = 40
const step = fc.record({
  client: fc.nat(CLIENTS - 1),
  address: fc.nat(30),
  lasts: fc.integer({ min: 1, max: 50 }),
  release: fc.boolean(),
})

describe('who holds what', () => {
  test('is known as a list of all takings would tell', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 400 }), steps => {
        const holdings = new Holdings(CLIENTS, 4)
        const model = new Map<number, { address: number; until: number }>()
        for (const [now, { client, address, lasts, release }] of steps.entries()) {
          if (release) {
            holdings.drop(client)
            model.delete(client)
            continue
          }
          const others = [...model].filter(
            ([other, held]) => other !== client && held.address === address && held.until > now,
          )
          const found = holdings.take(client, Uint8Array.of(10, 0, 0, address), 0, now, now + lasts)
          expect(found >= 0).toBe(others.length > 0)
          // one that was overtaken has been reported: who holds it now is the one who took it last
          for (const [other] of others) {
            holdings.drop(other)
            model.delete(other)
          }
          model.set(client, { address, until: now + lasts })
          expect(holdings.holds(client, now)).toBe(true)
        }
      }),
    )
  })

  test('grows with what is held, and forgets what is not', () => {
    const holdings = new Holdings(5000, 16)
    const address = Buffer.alloc(16)
    for (let round = 0; round < 5; round++)
      for (let client = 0; client < 5000; client++) {
        address.writeUInt32BE(round, 0)
        address.writeUInt32BE(client, 12)
        expect(holdings.take(client, address, 0, round, 1000)).toBe(-1)
      }
    address.writeUInt32BE(4, 0)
    address.writeUInt32BE(17, 12)
    expect(holdings.take(18, address, 0, 5, 1000)).toBe(17)
  })
})
