import { describe, expect, it } from 'vitest'
import { LeaseDraft } from '../../../src/server/lease/draft.js'
import { INFINITE, type Lease, LeaseKind, LeaseState } from '../../../src/server/lease/lease.js'
import { grantedLifetime, overridden, reusableFor } from '../../../src/server/lease/lifetime.js'

const bounds = { min: 100, default: 200, max: 300 }

describe('the lifetime that is granted', () => {
  it.each([
    [undefined, 200],
    [0, 200],
    [1, 100],
    [250, 250],
    [301, 300],
    [INFINITE, 300],
  ])('a wish for %s brings %i', (wish, granted) => expect(grantedLifetime(bounds, wish)).toBe(granted))

  it("is that of a class where the class says one; its bounds are then the class's too", () => {
    expect(overridden(bounds, undefined)).toEqual(bounds)
    expect(overridden(bounds, { max: 900 })).toEqual(bounds)
    expect(overridden(bounds, { default: 50 })).toEqual({ min: 50, default: 50, max: 50 })
    expect(overridden(bounds, { min: 10, default: 50, max: 90 })).toEqual({ min: 10, default: 50, max: 90 })
  })
})

describe('the time that is left of a lease that is handed out again', () => {
  function lease(validLifetime: number, state: LeaseState = LeaseState.default): Lease<number> {
    const draft = new LeaseDraft<number>(LeaseKind.v4, 1, 32)
    draft.cltt = 1000
    draft.validLifetime = validLifetime
    draft.state = state
    return draft
  }

  it.each([
    ['a quarter of its time', 1000, 250, 0.25, undefined, 750],
    ['more than that', 1000, 251, 0.25, undefined, 0],
    ['cache-max-age', 1000, 100, undefined, 100, 900],
    ['more than that', 1000, 101, undefined, 100, 0],
    ['the smaller of both', 1000, 101, 0.25, 100, 0],
    ['nothing: it is off', 1000, 0, undefined, undefined, 0],
    ['cache-max-age 0 switches off', 1000, 0, 0.25, 0, 0],
    ['cache-threshold 0 switches off', 1000, 0, 0, undefined, 0],
    ['a share above 1 switches off', 1000, 0, 1.5, undefined, 0],
    ['a lease without end stays without end', INFINITE, 5000, 0.25, undefined, INFINITE],
    ['a clock that was set back', 1000, -1, 0.25, undefined, 0],
  ])('%s', (_what, lifetime, age, threshold, maxAge, left) => {
    expect(reusableFor(lease(lifetime), lifetime, 1000 + age, threshold, maxAge)).toBe(left)
  })

  it('is none for a lease of another lifetime, or in another state', () => {
    expect(reusableFor(lease(1000), 2000, 1000, 0.25, undefined)).toBe(0)
    expect(reusableFor(lease(1000, LeaseState.released), 1000, 1000, 0.25, undefined)).toBe(0)
  })
})
