import { describe, expect, it } from 'vitest'
import type { SanityChecksConfig } from '../../../src/server/config/decided-service.js'
import { LeaseDraft } from '../../../src/server/lease/draft.js'
import { type Lease, LeaseKind } from '../../../src/server/lease/lease.js'
import { Reclaimer, type ReclaimRooms } from '../../../src/server/lease/reclaim.js'
import { reclaim4 } from '../../../src/server/lease/reclaim-messages.js'
import { checkLeases, type Fits } from '../../../src/server/lease/sanity.js'
import type { Logger, Message } from '../../../src/server/log/logger.js'
import type { LeaseStore } from '../../../src/server/store/lease-store.js'
import { openMemfileStore } from '../../../src/server/store/memfile/open.js'
import type { SubnetPlan } from '../../../src/server/subnet/plan.js'
import { ipv4 } from '../../../src/wire/address.js'
import { VirtualTime } from '../../kit/virtual-time.js'

const at = (text: string): number => ipv4.parse(text)!

/** Said messages by id, and what stands in their places. */
class Said implements Logger {
  readonly name = 'dhcpsrv'
  readonly lines: string[] = []
  on(): boolean {
    return true
  }
  log({ id }: Message, ...args: unknown[]): void {
    if (id.includes('SANITY')) this.lines.push([id, ...args].join(' '))
  }
}

async function room(...leases: readonly [address: string, subnetId: number][]) {
  const time = new VirtualTime()
  const log = new Said()
  const database = { type: 'memfile', persist: false, name: undefined, lfcInterval: 0, maxRowErrors: 0 } as const
  const store = await openMemfileStore(
    ipv4,
    { ...database, sync: 'none', path: '/nowhere' },
    { clock: time, timers: time, logger: log },
  )
  for (const [address, subnetId] of leases) {
    const lease = new LeaseDraft<number>(LeaseKind.v4, at(address), 32)
    lease.subnetId = subnetId
    lease.validLifetime = 100
    lease.cltt = time.seconds()
    lease.hardware = Buffer.from([2, 0, 0, 0, 0, leases.length])
    store.apply([{ was: undefined, is: lease }])
  }
  return { time, log, store }
}

const subnet = (id: number, prefix: string): SubnetPlan<number> =>
  ({ subnet: { id, prefix: at(prefix), prefixLength: 24 }, pdPools: [] }) as unknown as SubnetPlan<number>
const subnets = [subnet(1, '192.0.2.0'), subnet(2, '203.0.113.0')]

async function kept(store: LeaseStore<number>): Promise<string[]> {
  const page = await store.page({}, undefined, 1000)
  return page.map(({ address, subnetId }) => `${ipv4.format(address)} ${subnetId}`)
}

describe('sanity-checks.lease-checks', () => {
  const right: [string, number] = ['192.0.2.10', 1]
  const moved: [string, number] = ['192.0.2.11', 2]
  const lost: [string, number] = ['198.51.100.1', 1]
  const fails = (id: number, why: string, address = '192.0.2.11'): string => `${address} ${id} ${why}`

  it.each<[SanityChecksConfig['leases'], string[], string[]]>([
    ['none', ['192.0.2.10 1', '192.0.2.11 2', '198.51.100.1 1'], []],
    [
      'warn',
      ['192.0.2.10 1', '192.0.2.11 2', '198.51.100.1 1'],
      [
        `DHCPSRV_LEASE_SANITY_FAIL ${fails(2, 'the lease should have subnet-id 1')}`,
        `DHCPSRV_LEASE_SANITY_FAIL ${fails(1, 'no subnet holds it', '198.51.100.1')}`,
      ],
    ],
    [
      'fix',
      ['192.0.2.10 1', '192.0.2.11 1', '198.51.100.1 1'],
      [
        'DHCPSRV_LEASE_SANITY_FIXED 192.0.2.11 2 1',
        `DHCPSRV_LEASE_SANITY_FAIL ${fails(1, 'no subnet holds it', '198.51.100.1')}`,
      ],
    ],
    [
      'fix-del',
      ['192.0.2.10 1', '192.0.2.11 1'],
      [
        'DHCPSRV_LEASE_SANITY_FIXED 192.0.2.11 2 1',
        `DHCPSRV_LEASE_SANITY_FAIL_DISCARD ${fails(1, 'no subnet holds it', '198.51.100.1')}`,
      ],
    ],
    [
      'del',
      ['192.0.2.10 1'],
      [
        `DHCPSRV_LEASE_SANITY_FAIL_DISCARD ${fails(2, 'the lease should have subnet-id 1')}`,
        `DHCPSRV_LEASE_SANITY_FAIL_DISCARD ${fails(1, 'no subnet holds it', '198.51.100.1')}`,
      ],
    ],
  ])('%s', async (leases, stay, said) => {
    const { store, log } = await room(right, moved, lost)
    const misfits = (fits: Fits<number>) => store.misfits(fits)
    const rooms = { kind: ipv4, store, misfits, subnets, log, breathe: async () => {} }
    await checkLeases(rooms, { leases, extendedInfo: 'none' })
    expect(await kept(store)).toEqual(stay)
    expect(log.lines).toEqual(said)
  })
})

describe('lease4_expire', () => {
  const config = { reclaimWait: 10, flushWait: 0, hold: 0, maxLeases: 0, maxTime: 0, unwarnedCycles: 0 }
  const turns = async (): Promise<void> => {
    for (let i = 0; i < 20; i++) await new Promise(resolve => setImmediate(resolve))
  }

  it('may keep a lease for one run more, and waits for nobody else', async () => {
    const { store, time, log } = await room(['192.0.2.10', 1], ['192.0.2.11', 1], ['192.0.2.12', 1])
    const asked: string[] = []
    let keeps = true
    const rooms: ReclaimRooms<number> = {
      kind: ipv4,
      store,
      clock: time,
      timers: time,
      log,
      messages: reclaim4,
      reclaimed: () => {},
      expiring({ address }: Lease<number>) {
        asked.push(ipv4.format(address))
        if (address === at('192.0.2.10') && keeps) return 'skip'
        return address === at('192.0.2.11') ? Promise.resolve('continue' as const) : 'continue'
      },
    }
    const reclaimer = new Reclaimer(rooms, config)
    reclaimer.start()
    time.advance(110_000)
    time.settle()
    await turns()
    expect(await kept(store)).toEqual(['192.0.2.10 1'])
    expect(new Set(asked)).toEqual(new Set(['192.0.2.10', '192.0.2.11', '192.0.2.12']))
    keeps = false
    time.advance(10_000)
    time.settle()
    await turns()
    expect(await kept(store)).toEqual([])
    reclaimer.stop()
  })
})
