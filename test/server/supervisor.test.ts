import { describe, expect, it } from 'vitest'
import { until } from '../kit/running.js'
import { ServiceFolder } from './service-folder.js'

describe('a service in its thread', () => {
  it('serves what was checked once that is applied, and not before', async () => {
    const folder = new ServiceFolder({ dhcp4: 'sound' })
    const supervisor = folder.supervisor('dhcp4')
    expect(await supervisor.check()).toBeUndefined()
    expect(supervisor.serving).toBeUndefined()
    expect(await supervisor.apply()).toBeUndefined()
    expect(supervisor.serving?.listens[1]).toBe('sound')
    folder.write({ dhcp4: 'fine' })
    await supervisor.check()
    expect(supervisor.serving?.listens[1]).toBe('sound')
    await supervisor.apply()
    expect(supervisor.serving?.listens[1]).toBe('fine')
    expect(folder.crashes).toEqual([])
  })

  it('is started again when it dies, its descriptors are closed, and the new one is told why', async () => {
    const folder = new ServiceFolder({ dhcp4: 'sound' })
    const supervisor = folder.supervisor('dhcp4')
    await supervisor.check()
    await supervisor.apply()
    const before = supervisor.serving!
    folder.write({ dhcp4: 'deadly' })
    expect(await supervisor.check()).toContain('reading is deadly')
    expect(folder.crashes[0]).toContain('reading is deadly')
    folder.write({ dhcp4: 'sound' })
    await until('the second start', () => folder.resumed.length === 1)
    // the lowest free number is given: the same one again means that the first was closed
    expect(supervisor.serving?.listens).toEqual(before.listens)
    expect(supervisor.serving?.leaseFile).toBe('Error: reading is deadly')
  })

  it('is tried again as long as it cannot take up service', async () => {
    const folder = new ServiceFolder({ dhcp4: 'sound' })
    const supervisor = folder.supervisor('dhcp4')
    await supervisor.check()
    await supervisor.apply()
    folder.write({ dhcp4: 'deadly' })
    await supervisor.check()
    folder.write({ dhcp4: 'unable' })
    await until('some failures', () => folder.crashes.length >= 3)
    expect(folder.crashes[2]).toContain('no such folder')
    folder.write({ dhcp4: 'sound' })
    await until('service', () => folder.resumed.length === 1)
  })

  it('takes up service at once when a new configuration is checked meanwhile', async () => {
    const folder = new ServiceFolder({ dhcp4: 'sound' })
    const supervisor = folder.supervisor('dhcp4')
    await supervisor.check()
    await supervisor.apply()
    folder.write({ dhcp4: 'deadly' })
    await supervisor.check()
    await until('some failures', () => folder.crashes.length >= 3)
    folder.write({ dhcp4: 'fine' })
    expect(await supervisor.check()).toBeUndefined()
    expect(await supervisor.apply()).toBeUndefined()
    expect(supervisor.serving?.listens[1]).toBe('fine')
  })

  it.each(['wrong', 'unable', 'deadly'] as const)(
    'is not started again when its first configuration is %s',
    async word => {
      const folder = new ServiceFolder({ dhcp4: word })
      const supervisor = folder.supervisor('dhcp4')
      expect((await supervisor.check()) ?? (await supervisor.apply())).toMatch(/wrong|no such folder|deadly/)
      await new Promise(resolve => setTimeout(resolve, 60))
      expect(supervisor.serving).toBeUndefined()
      expect(folder.crashes).toEqual([])
    },
  )

  it.each(['wrong', 'unable'] as const)('goes on as it was when another one is %s', async word => {
    const folder = new ServiceFolder({ dhcp4: 'sound' })
    const supervisor = folder.supervisor('dhcp4')
    await supervisor.check()
    await supervisor.apply()
    folder.write({ dhcp4: word })
    expect((await supervisor.check()) ?? (await supervisor.apply())).toBeDefined()
    expect(supervisor.serving?.listens[1]).toBe('sound')
    expect(folder.crashes).toEqual([])
  })

  it('ends when it is told to stop', async () => {
    const folder = new ServiceFolder({ dhcp4: 'sound' })
    const supervisor = folder.supervisor('dhcp4')
    await supervisor.check()
    await supervisor.apply()
    await supervisor.stop()
    expect(supervisor.serving).toBeUndefined()
    expect(folder.crashes).toEqual([])
  })
})
