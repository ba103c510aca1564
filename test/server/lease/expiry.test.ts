import { describe, expect, it } from 'vitest'
import { Engine4, subnet } from '../../kit/engine4.js'

const hardware = (n: number): string =>
  `02:00:00:00:${(n >> 8).toString(16).padStart(2, '0')}:${(n & 255).toString(16).padStart(2, '0')}`
const client = (n: number) => ({ hardware: hardware(n), clientId: 'auto' })
const wide = subnet({ pools: [{ pool: '192.0.2.10 - 192.0.2.250' }] })
const short = { 'valid-lifetime': 100 }

async function crowd(engine: Engine4, count: number): Promise<void> {
  for (let i = 1; i <= count; i++) await engine.client(client(i)).bind()
}

const states = async (engine: Engine4, state: number): Promise<number> =>
  [...(await engine.leases()).values()].filter(lease => lease.state === state).length

describe('leases that have ended', () => {
  it('are taken back at the next run, held for their clients, then forgotten', async () => {
    const processing = {
      'reclaim-timer-wait-time': 10,
      'hold-reclaimed-time': 500,
      'flush-reclaimed-timer-wait-time': 50,
    }
    const engine = await Engine4.start({ ...short, 'expired-leases-processing': processing, subnet4: [wide] })
    await crowd(engine, 3)
    await engine.wait(100)
    expect(await states(engine, 0)).toBe(3)
    await engine.wait(10)
    expect(await states(engine, 2)).toBe(3)
    expect(engine.statistic('subnet[1].assigned-addresses')).toBe(0)
    expect(engine.statistic('reclaimed-leases')).toBe(3)
    expect(engine.statistic('subnet[1].reclaimed-leases')).toBe(3)
    expect(engine.said('ALLOC_ENGINE_LEASE_RECLAIMED')).toBe(3)
    await engine.wait(440)
    expect((await engine.leases()).size).toBe(3)
    await engine.wait(100)
    expect((await engine.leases()).size).toBe(0)
  })

  it('are given to their clients again, and to others only after free addresses', async () => {
    const engine = await Engine4.start({ ...short, subnet4: [wide] })
    await crowd(engine, 2)
    await engine.wait(120)
    expect((await engine.client(client(3)).bind()).address).toBe('192.0.2.12')
    expect((await engine.client(client(2)).bind()).address).toBe('192.0.2.11')
    expect(engine.statistic('cumulative-assigned-addresses')).toBe(4)
  })

  it('are deleted at once where nothing is held', async () => {
    const engine = await Engine4.start({
      ...short,
      'expired-leases-processing': { 'hold-reclaimed-time': 0 },
      subnet4: [wide],
    })
    await crowd(engine, 3)
    await engine.wait(120)
    expect((await engine.leases()).size).toBe(0)
  })

  it('are taken back so many at a run, and it is told when that is not enough', async () => {
    const processing = { 'reclaim-timer-wait-time': 10, 'max-reclaim-leases': 20, 'unwarned-reclaim-cycles': 2 }
    const engine = await Engine4.start({ ...short, 'expired-leases-processing': processing, subnet4: [wide] })
    await crowd(engine, 90)
    await engine.wait(101)
    const reclaimed: number[] = []
    for (let run = 0; run < 6; run++) {
      await engine.wait(10)
      reclaimed.push(await states(engine, 2))
    }
    expect(reclaimed).toEqual([20, 40, 60, 80, 90, 90])
    expect(engine.said('ALLOC_ENGINE_V4_LEASES_RECLAMATION_SLOW')).toBe(2)
  })

  it('stay until somebody needs them where no run is configured', async () => {
    const engine = await Engine4.start({
      ...short,
      'expired-leases-processing': { 'reclaim-timer-wait-time': 0 },
      subnet4: [wide],
    })
    await crowd(engine, 2)
    await engine.wait(10_000)
    expect(await states(engine, 0)).toBe(2)
    expect((await engine.client(client(1)).bind()).address).toBe('192.0.2.10')
    expect(engine.statistic('reclaimed-leases')).toBe(1)
  })

  it('are reclaimed by the timers of a configuration that was loaded later', async () => {
    const never = { 'reclaim-timer-wait-time': 0 }
    const engine = await Engine4.start({ ...short, 'expired-leases-processing': never, subnet4: [wide] })
    await crowd(engine, 2)
    await engine.wait(1000)
    await engine.reload({ ...short, subnet4: [wide] })
    await engine.wait(11)
    expect(await states(engine, 2)).toBe(2)
  })
})
