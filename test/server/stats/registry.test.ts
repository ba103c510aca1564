import { describe, expect, test } from 'vitest'
import { StatisticsRegistry } from '../../../src/server/stats/registry.js'
import { VirtualTime } from '../../kit/virtual-time.js'

const START = new Date(2026, 10, 20, 15, 33, 1, 515).getTime()

function registry(retention = { count: 20, age: 0 }) {
  const time = new VirtualTime(START)
  return { time, statistics: new StatisticsRegistry(time, retention) }
}

const values = (statistics: StatisticsRegistry, name: string): (number | bigint)[] | undefined =>
  statistics.get(name)[name]?.map(([value]) => value)

describe('samples', () => {
  test('a new counter is listed with 0; every change is a sample, newest first, in local time', () => {
    const { time, statistics } = registry()
    const counter = statistics.counter('pkt4-received')
    time.advance(1961)
    counter.add(1)
    time.advance(51)
    counter.add(124)
    expect(statistics.get('pkt4-received')).toEqual({
      'pkt4-received': [
        [125, '2026-11-20 15:33:03.527000'],
        [1, '2026-11-20 15:33:03.476000'],
        [0, '2026-11-20 15:33:01.515000'],
      ],
    })
    expect(counter.value).toBe(125)
  })

  test('20 are kept', () => {
    const { statistics } = registry()
    const counter = statistics.counter('x')
    for (let i = 0; i < 50; i++) counter.add(1)
    expect(values(statistics, 'x')).toEqual(Array.from({ length: 20 }, (_, i) => 50 - i))
  })

  test('fewer, or more, when set by name', () => {
    const { statistics } = registry()
    const counter = statistics.counter('x')
    for (let i = 0; i < 5; i++) counter.add(1)
    expect(statistics.setCount('x', 2)).toBe(true)
    expect(values(statistics, 'x')).toEqual([5, 4])
    counter.add(1)
    expect(values(statistics, 'x')).toEqual([6, 5])
    statistics.setCount('x', 4)
    for (let i = 0; i < 5; i++) counter.add(1)
    expect(values(statistics, 'x')).toEqual([11, 10, 9, 8])
  })

  test('with an age, old ones go; the newest stays however old', () => {
    const { time, statistics } = registry()
    const counter = statistics.counter('x')
    statistics.setAge('x', 10)
    for (let i = 0; i < 30; i++) {
      time.advance(1000)
      counter.add(1)
    }
    expect(values(statistics, 'x')).toEqual([30, 29, 28, 27, 26, 25, 24, 23, 22, 21, 20])
    time.advance(60_000)
    counter.add(1)
    expect(values(statistics, 'x')).toEqual([31])
  })

  test('defaults of the configuration hold for those not set by name', () => {
    const { statistics } = registry()
    const [a, b] = [statistics.counter('a'), statistics.counter('b')]
    statistics.setCount('b', 5)
    statistics.configure({ count: 2, age: 0 })
    for (let i = 0; i < 9; i++) {
      a.add(1)
      b.add(1)
      statistics.counter('later').add(1)
    }
    expect([values(statistics, 'a'), values(statistics, 'b'), values(statistics, 'later')]).toEqual([
      [9, 8],
      [9, 8, 7, 6, 5],
      [9, 8],
    ])
  })

  test('limits for all', () => {
    const { statistics } = registry()
    for (const name of ['a', 'b']) for (let i = 0; i < 9; i++) statistics.counter(name).add(1)
    statistics.setCountAll(3)
    expect([values(statistics, 'a'), values(statistics, 'b')]).toEqual([
      [9, 8, 7],
      [9, 8, 7],
    ])
  })
})

describe('the verbs of the API, as the installed Kea 2.2 does them', () => {
  test('reset leaves one sample, 0', () => {
    const { statistics } = registry()
    statistics.counter('x').add(2)
    expect(statistics.reset('x')).toBe(true)
    expect(values(statistics, 'x')).toEqual([0])
    statistics.counter('x').add(3)
    expect(values(statistics, 'x')).toEqual([3, 0])
    statistics.resetAll()
    expect(values(statistics, 'x')).toEqual([0])
  })

  test('what does not exist: get is empty, the others say so', () => {
    const { statistics } = registry()
    expect(statistics.get('nosuch')).toEqual({})
    expect([
      statistics.reset('nosuch'),
      statistics.remove('nosuch'),
      statistics.setAge('nosuch', 1),
      statistics.setCount('nosuch', 1),
    ]).toEqual([false, false, false, false])
  })

  test('a removed statistic is gone until something is counted, then begins with that', () => {
    const { statistics } = registry()
    const counter = statistics.counter('pkt4-sent')
    counter.add(7)
    expect(statistics.remove('pkt4-sent')).toBe(true)
    expect([statistics.all(), statistics.find('pkt4-sent'), statistics.remove('pkt4-sent')]).toEqual([
      {},
      undefined,
      false,
    ])
    counter.add(1)
    expect(values(statistics, 'pkt4-sent')).toEqual([1])
    expect(statistics.counter('pkt4-sent')).toBe(counter)
  })

  test('get-all lists in order of names', () => {
    const { statistics } = registry()
    for (const name of ['pkt4-sent', 'declined-addresses', 'subnet[10].x', 'subnet[1].x']) statistics.counter(name)
    // by byte: '0' comes before ']'
    expect(Object.keys(statistics.all())).toEqual(['declined-addresses', 'pkt4-sent', 'subnet[10].x', 'subnet[1].x'])
  })

  test('a silent one is listed once it was counted', () => {
    const { statistics } = registry()
    const failed = statistics.silent('subnet[1].v4-allocation-fail')
    expect(statistics.all()).toEqual({})
    failed.add(1)
    expect(values(statistics, 'subnet[1].v4-allocation-fail')).toEqual([1])
  })

  test('forget lets go of a removed subnet and of no other', () => {
    const { statistics } = registry()
    for (const name of ['subnet[1].x', 'subnet[1].pool[0].x', 'subnet[11].x']) statistics.counter(name)
    statistics.forget('subnet[1].')
    expect(Object.keys(statistics.all())).toEqual(['subnet[11].x'])
  })
})
