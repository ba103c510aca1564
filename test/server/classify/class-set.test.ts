import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClassNames, ClassSet } from '../../../src/server/classify/class-set.js'

describe('class set', () => {
  it('is an ordered set of names, whether the configuration mentions them or not', () => {
    const name = fc.constantFrom<string>('ALL', 'a', 'b', 'c', 'HA_x', 'EXTERNAL_1', 'EXTERNAL_2', 'VENDOR_CLASS_y')
    fc.assert(
      fc.property(fc.array(name), fc.array(name), fc.array(name), (known, first, second) => {
        const names = new ClassNames()
        for (const each of known) names.number(each)
        const set = new ClassSet(names)
        const copy = new ClassSet(names)
        for (const added of [first, second]) {
          set.clear()
          for (const each of added) set.addName(each)
          const expected = [...new Set(added)]
          expect(set.list()).toEqual(expected)
          expect(set.count).toBe(expected.length)
          for (const each of ['ALL', 'a', 'HA_x', 'EXTERNAL_1']) expect(set.hasName(each)).toBe(expected.includes(each))
          copy.copy(set)
          expect(copy.list()).toEqual(expected)
        }
      }),
    )
  })

  it('takes numbers that were given after it was made', () => {
    const names = new ClassNames()
    const set = new ClassSet(names)
    for (let i = 0; i < 200; i++) names.number(`c${i}`)
    set.add(199)
    expect(set.has(199)).toBe(true)
    expect(set.has(198)).toBe(false)
    expect(set.list()).toEqual(['c199'])
  })

  it('lets everybody through without guards, else members of one of them', () => {
    const names = new ClassNames()
    const a = names.number('a')
    const b = names.number('b')
    const set = new ClassSet(names)
    set.add(b)
    expect(set.passes([])).toBe(true)
    expect(set.passes([a])).toBe(false)
    expect(set.passes([a, b])).toBe(true)
  })
})
