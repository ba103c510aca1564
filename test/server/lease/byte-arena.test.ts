import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LeaseRecord } from '../../../src/lease-file/lease-record.js'
import { ByteArena } from '../../../src/server/lease/byte-arena.js'

const record = new LeaseRecord()

function store(arena: ByteArena, fields: readonly Buffer[]): number {
  const [client, hardware, hostname, context] = fields
  record.begin(fields.reduce((sum, f) => sum + f.length, 0) * 3)
  record.setClient(client!)
  record.setHardware(hardware!)
  record.setHostname(hostname!.toString('latin1'))
  record.setContext(context!.toString('latin1'))
  return arena.store(record)
}

function read(arena: ByteArena, ref: number): string[] {
  const into = new LeaseRecord(0)
  arena.open(ref, into)
  const part = (at: number, length: number) => into.bytes.toString('latin1', at, at + length)
  return [
    part(into.clientAt, into.clientLength),
    part(into.hardwareAt, into.hardwareLength),
    part(into.hostnameAt, into.hostnameLength),
    part(into.contextAt, into.contextLength),
  ]
}

test('blocks of every size keep their bytes while others come and go', () => {
  const ascii = (max: number) => fc.nat(max).map(n => Buffer.alloc(n, 97 + (n % 26)))
  const block = fc.tuple(ascii(300), ascii(255), ascii(400), fc.oneof(fc.constant(Buffer.alloc(0)), ascii(200_000)))
  fc.assert(
    fc.property(fc.array(fc.tuple(block, fc.nat(5)), { maxLength: 40 }), steps => {
      const arena = new ByteArena()
      const live = new Map<number, string[]>()
      for (const [fields, drop] of steps) {
        const ref = store(arena, fields)
        const written = fields.map(f => f.toString('latin1'))
        if (ref === 0) expect(written.join('')).toBe('')
        else {
          expect(live.has(ref)).toBe(false)
          live.set(ref, written)
        }
        const victim = [...live.keys()][drop]
        if (victim !== undefined && drop > 2) {
          arena.release(victim)
          live.delete(victim)
        }
      }
      for (const [ref, written] of live) expect(read(arena, ref)).toEqual(written)
    }),
    { numRuns: 60 },
  )
})

test('room that was given back is used again', () => {
  const arena = new ByteArena()
  const fields = [Buffer.alloc(7, 1), Buffer.alloc(6, 2), Buffer.alloc(0), Buffer.alloc(0)]
  const ref = store(arena, fields)
  arena.release(ref)
  expect(store(arena, fields)).toBe(ref)
  expect(store(arena, fields)).not.toBe(ref)
})
