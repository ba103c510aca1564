import { describe, expect, test } from 'vitest'
import { Point, type Verdict } from '../../../src/server/hooks/point.js'
import { createPoints } from '../../../src/server/hooks/points.js'

function point(together = false) {
  const failures: [string, unknown][] = []
  return {
    failures,
    point: new Point<string[]>('pkt4_receive', (name, error) => failures.push([name, error]), together),
  }
}

const later = <T>(value: T): Promise<T> => new Promise(resolve => setImmediate(() => resolve(value)))

describe('listeners', () => {
  test('nobody listens: continue, at once', () => {
    const { point: p } = point()
    expect([p.run([]), p.heard]).toEqual(['continue', false])
  })

  test('run in the order in which they were added, and may change the arguments', () => {
    const { point: p } = point()
    const seen: string[] = []
    for (const name of ['a', 'b', 'c']) {
      p.add(args => {
        args.push(name)
        return undefined
      })
    }
    expect([p.run(seen), p.heard]).toEqual(['continue', true])
    expect(seen).toEqual(['a', 'b', 'c'])
  })

  test.each<[Verdict[], Verdict, number]>([
    [['continue', 'continue'], 'continue', 2],
    [['skip', 'continue'], 'skip', 2],
    [['continue', 'skip', 'continue'], 'skip', 3],
    [['skip', 'drop', 'continue'], 'drop', 2],
    [['drop', 'skip'], 'drop', 1],
  ])('%j: %s, after %i calls, now and later', async (verdicts, expected, calls) => {
    for (const wait of [false, true]) {
      const { point: p } = point()
      const called: string[] = []
      for (const verdict of verdicts) {
        p.add(() => {
          called.push(verdict)
          return wait ? later(verdict) : verdict
        })
      }
      const result = p.run([])
      expect(result instanceof Promise).toBe(wait)
      expect(await result).toBe(expected)
      expect(called.length).toBe(calls)
    }
  })

  test('one that waits holds back those after it', async () => {
    const { point: p } = point()
    const order: string[] = []
    p.add(async (): Promise<Verdict> => {
      await later(undefined)
      order.push('first')
      return 'continue'
    })
    p.add(() => {
      order.push('second')
      return 'continue'
    })
    await p.run([])
    expect(order).toEqual(['first', 'second'])
  })

  test('removed, it is not called; twice is harmless, and the same function can listen twice', () => {
    const { point: p } = point()
    let calls = 0
    const listener = () => {
      calls++
      return undefined
    }
    const first = p.add(listener)
    p.add(listener)
    first.remove()
    first.remove()
    void p.run([])
    expect(calls).toBe(1)
  })

  test('one that is added or removed during a run does not disturb it', () => {
    const { point: p } = point()
    const seen: string[] = []
    const say = (what: string) => () => {
      seen.push(what)
      return undefined
    }
    p.add(() => {
      second.remove()
      p.add(say('third'))
      return undefined
    })
    const second = p.add(say('second'))
    void p.run([])
    expect(seen).toEqual(['second'])
  })
})

describe('a listener that fails', () => {
  test('counts as continue, is reported, and stops nobody else', async () => {
    const { point: p, failures } = point()
    const [thrown, rejected] = [new Error('thrown'), new Error('rejected')]
    let reached = false
    p.add(() => {
      throw thrown
    })
    p.add(() => Promise.reject(rejected))
    p.add(() => {
      reached = true
      return 'skip'
    })
    expect(await p.run([])).toBe('skip')
    expect([reached, failures]).toEqual([
      true,
      [
        ['pkt4_receive', thrown],
        ['pkt4_receive', rejected],
      ],
    ])
  })
})

describe('a point that tells of what has happened', () => {
  test('tells everybody at once and waits for all', async () => {
    const { point: p, failures } = point(true)
    const order: string[] = []
    p.add(async (): Promise<Verdict> => {
      order.push('slow begins')
      await later(undefined)
      order.push('slow ends')
      return 'drop'
    })
    p.add(() => {
      order.push('quick')
      return 'continue'
    })
    p.add(() => Promise.reject(new Error('lost')))
    expect(await p.run([])).toBe('drop')
    expect(order).toEqual(['slow begins', 'quick', 'slow ends'])
    expect(failures).toHaveLength(1)
  })

  test('is answered at once when nobody waits', () => {
    const { point: p } = point(true)
    p.add(() => 'skip')
    expect(p.run([])).toBe('skip')
  })
})

test('points have Kea names', () => {
  const names = (digit: 4 | 6): string[] => Object.values(createPoints(digit, () => {})).map(p => p.name)
  for (const name of [
    ...['dhcp4_srv_configured', 'buffer4_receive', 'pkt4_receive', 'subnet4_select', 'host4_identifier'],
    ...['lease4_select', 'lease4_offer', 'lease4_renew', 'lease4_release', 'lease4_decline', 'lease4_server_decline'],
    ...['ddns4_update', 'leases4_committed', 'pkt4_send', 'buffer4_send', 'lease4_expire', 'lease4_recover'],
    ...['cb4_updated', 'command_processed'],
  ])
    expect(names(4)).toContain(name)
  for (const name of ['lease6_rebind', 'addr6_register', 'leases6_committed', 'dhcp6_srv_configured'])
    expect(names(6)).toContain(name)
})
