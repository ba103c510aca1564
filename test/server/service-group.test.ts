import { describe, expect, it, onTestFinished } from 'vitest'
import type { ServiceName } from '../../src/server/config/served.js'
import { ServiceGroup } from '../../src/server/service-group.js'
import { until } from '../kit/running.js'
import { ServiceFolder, type Word } from './service-folder.js'

class Group {
  readonly folder: ServiceFolder
  readonly group: ServiceGroup
  #asked: readonly ServiceName[] = []

  constructor(words: Partial<Record<ServiceName, Word>>) {
    this.folder = new ServiceFolder(words)
    this.write(words)
    this.group = new ServiceGroup({
      asked: async () => this.#asked,
      supervise: service => this.folder.supervisor(service as ServiceName),
    })
    onTestFinished(() => this.group.stop())
  }

  write(words: Partial<Record<ServiceName, Word>>): void {
    this.#asked = Object.keys(words) as ServiceName[]
    this.folder.write(words)
  }

  /** What each service serves. */
  get serves(): Record<string, string | undefined> {
    return Object.fromEntries([...this.group.serving].map(([service, { listens }]) => [service, listens[1]]))
  }
}

async function started(words: Partial<Record<ServiceName, Word>>): Promise<Group> {
  const test = new Group(words)
  expect(await test.group.start()).toBeUndefined()
  return test
}

const both = { dhcp4: 'sound', dhcp6: 'sound' } as const

describe('services in one process', () => {
  it('are those that the configuration asks for', async () => {
    expect((await started({ dhcp4: 'sound' })).serves).toEqual({ dhcp4: 'sound' })
    expect((await started({ dhcp6: 'sound' })).serves).toEqual({ dhcp6: 'sound' })
    expect((await started(both)).serves).toEqual(both)
  })

  it.each([
    ['wrong', 'dhcp6 is wrong'],
    ['unable', 'DHCPv6: no such folder'],
  ] as const)('all stay away when one is %s', async (word, text) => {
    const test = new Group({ dhcp4: 'sound', dhcp6: word })
    expect(await test.group.start()).toBe(text)
    expect(test.serves).toEqual({})
  })

  it('begin and end with what a new configuration asks for', async () => {
    const test = await started({ dhcp4: 'sound' })
    test.write({ dhcp4: 'fine', dhcp6: 'fine' })
    expect(await test.group.follow()).toBeUndefined()
    expect(test.serves).toEqual({ dhcp4: 'fine', dhcp6: 'fine' })
    test.write({ dhcp6: 'sound' })
    await test.group.follow()
    expect(test.serves).toEqual({ dhcp6: 'sound' })
    expect(test.folder.crashes).toEqual([])
  })

  it('stay as they were when one refuses the new configuration', async () => {
    const test = await started(both)
    test.write({ dhcp4: 'fine', dhcp6: 'wrong' })
    expect(await test.group.follow()).toEqual({ text: 'dhcp6 is wrong', refused: true })
    expect(test.serves).toEqual(both)
  })

  it('do not begin, and do not end, when another refuses', async () => {
    const test = await started({ dhcp4: 'sound' })
    test.write({ dhcp4: 'wrong', dhcp6: 'fine' })
    expect((await test.group.follow())?.refused).toBe(true)
    test.write({ dhcp6: 'wrong' })
    expect((await test.group.follow())?.refused).toBe(true)
    expect(test.serves).toEqual({ dhcp4: 'sound' })
    expect(test.folder.crashes).toEqual([])
  })

  it('that cannot take up what they found right are named, the others have it', async () => {
    const test = await started(both)
    test.write({ dhcp4: 'fine', dhcp6: 'unable' })
    expect(await test.group.follow()).toEqual({ text: 'DHCPv6: no such folder', refused: false })
    expect(test.serves).toEqual({ dhcp4: 'fine', dhcp6: 'sound' })
  })

  it('stay when the configuration does not say which they are', async () => {
    const test = await started({ dhcp6: 'sound' })
    test.write({})
    await test.group.follow()
    expect(Object.keys(test.serves)).toEqual(['dhcp6'])
  })

  it('go on when the thread of one dies', async () => {
    const test = await started(both)
    const four = test.group.serving.get('dhcp4')
    test.write({ dhcp4: 'fine', dhcp6: 'deadly' })
    expect((await test.group.follow())?.refused).toBe(true)
    // the very same thread, with what it served before
    expect(test.group.serving.get('dhcp4')).toBe(four)
    expect(test.folder.crashes.map(text => text.slice(0, 5))).toContain('dhcp6')
    test.write(both)
    await until('the other one', () => test.serves.dhcp6 === 'sound')
    expect(test.group.serving.get('dhcp4')).toBe(four)
    expect(test.folder.crashes.some(text => text.startsWith('dhcp4'))).toBe(false)
  })

  it('take up what the file says last, however often they are told', async () => {
    const test = await started(both)
    const told = [1, 2, 3, 4].map(() => test.group.follow())
    test.write({ dhcp4: 'fine', dhcp6: 'fine' })
    await Promise.all(told)
    expect(test.serves).toEqual({ dhcp4: 'fine', dhcp6: 'fine' })
  })

  it('end together', async () => {
    const test = await started(both)
    await test.group.stop()
    expect(test.serves).toEqual({})
    expect(test.folder.crashes).toEqual([])
  })
})
