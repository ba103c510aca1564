import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HashIndex } from '../../../src/server/lease/hash-index.js'

/** All slots the index leads to from a hash. */
function slotsOf(index: HashIndex, hash: number): number[] {
  const segment = index.segment(hash)
  const slots: number[] = []
  for (let at = segment.first(hash); at >= 0; at = segment.next(at, hash)) slots.push(segment.slot(at))
  return slots.sort((a, b) => a - b)
}

function remove(index: HashIndex, hash: number, slot: number): void {
  const segment = index.segment(hash)
  let at = segment.first(hash)
  while (segment.slot(at) !== slot) at = segment.next(at, hash)
  segment.remove(at)
}

const anyHash = fc.integer({ min: 0, max: 0xffffffff })
/** Hashes of one segment that crowd at its end, some of them equal; in the upper half of the numbers and the lower. */
const crowded = fc
  .tuple(fc.constantFrom(0x7f, 0xff), fc.integer({ min: 0, max: 300 }))
  .map(([high, back]) => high * 2 ** 24 + 0xffffff - back)

describe('hash index', () => {
  it('leads to what was entered and not taken out, whatever the hashes are', () => {
    const step = fc.record({ hash: fc.oneof(anyHash, crowded), out: fc.boolean(), pick: fc.nat() })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 600, size: 'max' }), steps => {
        const index = new HashIndex()
        const model = new Map<number, number[]>()
        const entered: (readonly [hash: number, slot: number])[] = []
        let slot = 0
        for (const { hash, out, pick } of steps) {
          const [gone] = out && entered.length > 0 ? entered.splice(pick % entered.length, 1) : []
          if (gone !== undefined) {
            remove(index, gone[0], gone[1])
            model.set(
              gone[0],
              model.get(gone[0])!.filter(one => one !== gone[1]),
            )
            continue
          }
          index.segment(hash).add(hash, slot)
          model.set(hash, [...(model.get(hash) ?? []), slot])
          entered.push([hash, slot++])
        }
        for (const [hash, slots] of model) expect(slotsOf(index, hash)).toEqual(slots)
      }),
      { numRuns: 60 },
    )
  })

  it('holds thousands of equal hashes at the end of a segment', () => {
    const index = new HashIndex()
    for (let slot = 0; slot < 5000; slot++) index.segment(0xffffffff).add(0xffffffff, slot)
    expect(slotsOf(index, 0xffffffff)).toEqual(Array.from({ length: 5000 }, (_, slot) => slot))
    expect(slotsOf(index, 0xfffffffe)).toEqual([])
  })

  it('leads to another slot once it is told so', () => {
    const index = new HashIndex()
    const segment = index.segment(7)
    segment.add(7, 1)
    segment.redirect(segment.first(7), 2)
    expect(slotsOf(index, 7)).toEqual([2])
  })
})
