import { describe, expect, test } from 'vitest'
import { CachedClock } from '../../../src/server/time/cached-clock.js'
import { VirtualTime } from '../../kit/virtual-time.js'

describe('virtual time', () => {
  test('due timers run in order of time, then of start, each at its own time', () => {
    const time = new VirtualTime(0)
    const seen: string[] = []
    time.after(20, () => seen.push(`b${time.now()}`))
    time.after(10, () => seen.push(`a${time.now()}`))
    time.after(20, () => seen.push(`c${time.now()}`))
    time.after(31, () => seen.push('late'))
    time.advance(30)
    expect(seen).toEqual(['a10', 'b20', 'c20'])
    expect(time.now()).toBe(30)
    expect(time.pending.timers).toBe(1)
  })

  test('a timer started by a timer runs in the same advance when it is due', () => {
    const time = new VirtualTime(0)
    const seen: number[] = []
    time.after(10, () => time.after(5, () => seen.push(time.now())))
    time.advance(20)
    expect(seen).toEqual([15])
  })

  test('every repeats and can be cancelled from within', () => {
    const time = new VirtualTime(0)
    const seen: number[] = []
    const timer = time.every(10, () => {
      seen.push(time.now())
      if (seen.length === 3) timer.cancel()
    })
    time.advance(1000)
    expect(seen).toEqual([10, 20, 30])
  })

  test('soon tasks wait for settle, and those they ask for run too', () => {
    const time = new VirtualTime()
    const seen: string[] = []
    time.soon(() => {
      seen.push('first')
      time.soon(() => seen.push('second'))
    })
    time.advance(1000)
    expect(seen).toEqual([])
    time.settle()
    expect(seen).toEqual(['first', 'second'])
  })

  test('a jump of the wall clock fires no timer', () => {
    const time = new VirtualTime(1_000_000)
    let runs = 0
    time.after(1000, () => runs++)
    time.jump(-500_000)
    time.advance(999)
    expect([time.now(), runs]).toEqual([500_999, 0])
    time.advance(1)
    expect(runs).toBe(1)
  })
})

describe('cached clock', () => {
  test('time stands still within a turn', () => {
    const time = new VirtualTime(5000)
    const clock = new CachedClock(time, time)
    expect([clock.now(), clock.seconds()]).toEqual([5000, 5])
    time.advance(1500)
    expect([clock.now(), clock.seconds()]).toEqual([5000, 5])
    time.settle()
    expect([clock.now(), clock.seconds()]).toEqual([6500, 6])
  })
})
