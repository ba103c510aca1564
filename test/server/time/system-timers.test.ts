import { expect, test } from 'vitest'
import { SystemClock } from '../../../src/server/time/system-clock.js'
import { SystemTimers } from '../../../src/server/time/system-timers.js'

const timers = new SystemTimers()

test('after runs once', async () => {
  let runs = 0
  timers.after(1, () => runs++)
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(runs).toBe(1)
})

test('a cancelled timer does not run', async () => {
  let runs = 0
  timers.after(1, () => runs++).cancel()
  timers.every(1, () => runs++).cancel()
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(runs).toBe(0)
})

test('every runs again until cancelled, even from within its own run', async () => {
  await new Promise<void>(resolve => {
    let runs = 0
    const timer = timers.every(1, () => {
      runs++
      if (runs === 3) {
        timer.cancel()
        setTimeout(() => {
          expect(runs).toBe(3)
          resolve()
        }, 20)
      }
    })
  })
})

test('a delay beyond 24.8 days does not fire at once', async () => {
  let runs = 0
  const timer = timers.after(30 * 86_400_000, () => runs++)
  await new Promise(resolve => setTimeout(resolve, 20))
  expect(runs).toBe(0)
  timer.cancel()
})

test('soon runs in this turn, after promises', async () => {
  const order: string[] = []
  const done = new Promise<void>(resolve =>
    timers.soon(() => {
      order.push('soon')
      resolve()
    }),
  )
  void Promise.resolve().then(() => order.push('promise'))
  await done
  expect(order).toEqual(['promise', 'soon'])
})

test('seconds are the whole seconds of now', () => {
  const clock = new SystemClock()
  const before = Math.trunc(clock.now() / 1000)
  const seconds = clock.seconds()
  expect(Number.isInteger(seconds)).toBe(true)
  expect(seconds - before).toBeLessThanOrEqual(1)
})
