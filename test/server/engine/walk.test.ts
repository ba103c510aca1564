import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { LeaseStore } from '../../../src/server/store/lease-store.js'
import { Engine4, subnet } from '../../kit/engine4.js'
import { addressBytes, addressOption, encodePacket4, type Option4, option, parsePacket4 } from '../../kit/packet4.js'

const hardware = (n: number): string => `02:00:00:00:00:${n.toString(16).padStart(2, '0')}`
const query = (n: number, type: number, xid: number, ...options: Option4[]) => ({
  bytes: encodePacket4({ chaddr: hardware(n), xid, options: [option(53, [type]), ...options] }),
  source: addressBytes('0.0.0.0'),
  sourcePort: 68,
  destination: addressBytes('255.255.255.255'),
})
const discover = (n: number, xid = n) => query(n, 1, xid)
const request = (n: number, address: string, xid = n) =>
  query(n, 3, xid, addressOption(50, address), addressOption(54, '192.0.2.1'))

/** What has left the link since the last call: transaction, type, address. */
function left(engine: Engine4): string[] {
  return engine.link.answers.splice(0).map(({ bytes }) => {
    const { xid, yiaddr, options } = parsePacket4(bytes)
    return `${xid} ${options[0]?.data[0]} ${yiaddr}`
  })
}

/** A listener that waits until it is let go. */
function gate() {
  const waiting: (() => void)[] = []
  return {
    listener: (): Promise<undefined> => new Promise(resolve => waiting.push(() => resolve(undefined))),
    get waiting() {
      return waiting.length
    },
    async open(): Promise<void> {
      for (const go of waiting.splice(0)) go()
      for (let i = 0; i < 4; i++) await turn()
    },
  }
}

describe('a packet that has to wait', () => {
  it('lives on its own copy while others walk on, and is answered when it may go on', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const held = gate()
    const listening = engine.points.subnetSelect.add(held.listener)
    const datagram = discover(1, 77)
    engine.link.deliver(datagram)
    expect(held.waiting).toBe(1)
    listening.remove()
    // the link's arena belongs to the next batch
    datagram.bytes.fill(0xff)
    engine.link.deliver(discover(2), discover(3))
    expect(left(engine)).toEqual(['2 2 192.0.2.10', '3 2 192.0.2.11'])
    await held.open()
    expect(left(engine)).toEqual(['77 2 192.0.2.12'])
  })

  it('keeps the address that it was promised', async () => {
    const engine = await Engine4.start({ subnet4: [subnet({ pools: [{ pool: '192.0.2.10 - 192.0.2.11' }] })] })
    const held = gate()
    const listening = engine.points.leaseOffer.add(held.listener)
    engine.link.deliver(discover(1))
    listening.remove()
    const asks = query(2, 1, 2, addressOption(50, '192.0.2.10'))
    engine.link.deliver(asks)
    expect(left(engine)).toEqual(['2 2 192.0.2.11'])
    await held.open()
    expect(left(engine)).toEqual(['1 2 192.0.2.10'])
    engine.link.deliver(asks)
    expect(left(engine)).toEqual(['2 2 192.0.2.10'])
  })

  it('is the only one of its client: repeats are dropped and counted', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const held = gate()
    engine.points.pktReceive.add(held.listener)
    engine.link.deliver(discover(1, 1), discover(1, 2))
    engine.link.deliver(discover(1, 3))
    await held.open()
    expect(left(engine)).toEqual(['1 2 192.0.2.10'])
    expect(engine.statistic('pkt4-duplicate')).toBe(2)
    expect(engine.said('DHCP4_PACKET_DROP_0011')).toBe(2)
    engine.link.deliver(discover(1, 4))
    await held.open()
    expect(left(engine)).toHaveLength(1)
  })

  it('has only so many beside it (parked-packet-limit)', async () => {
    const engine = await Engine4.start({ 'parked-packet-limit': 2, subnet4: [subnet()] })
    const held = gate()
    engine.points.pktReceive.add(held.listener)
    engine.link.deliver(discover(1), discover(2), discover(3))
    expect(engine.statistic('pkt4-queue-full')).toBe(1)
    expect(engine.said('DHCP4_HOOK_LEASES4_PARKING_LOT_FULL')).toBe(1)
    await held.open()
    expect(left(engine)).toHaveLength(2)
  })

  it('may wait more than once, and meets the configuration that it came under', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const held = gate()
    engine.points.pktReceive.add(held.listener)
    engine.points.leasesCommitted.add(held.listener)
    engine.points.pktSend.add(held.listener)
    engine.link.deliver(request(1, '192.0.2.15'))
    await engine.reload({ subnet4: [subnet({ subnet: '10.0.0.0/8', pools: [] })] })
    for (let i = 0; i < 3; i++) {
      expect(left(engine)).toEqual([])
      expect(held.waiting).toBe(1)
      await held.open()
    }
    expect(left(engine)).toEqual(['1 5 192.0.2.15'])
  })

  it('that was overtaken by another REQUEST for its address is refused', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const held = gate()
    const listening = engine.points.leaseSelect.add(held.listener)
    engine.link.deliver(request(1, '192.0.2.15'))
    listening.remove()
    engine.link.deliver(request(2, '192.0.2.15'))
    expect(left(engine)).toEqual(['2 5 192.0.2.15'])
    await held.open()
    expect(left(engine)).toEqual(['1 6 0.0.0.0'])
    expect((await engine.leases()).size).toBe(1)
  })
})

describe('verdicts of listeners', () => {
  it.each([
    ['pktReceive', 'drop', [], ''],
    ['pktReceive', 'skip', [], 'DHCP4_HOOK_PACKET_RCVD_SKIP'],
    ['subnetSelect', 'drop', [], 'DHCP4_HOOK_SUBNET4_SELECT_DROP'],
    ['subnetSelect', 'skip', ['1 6 0.0.0.0'], 'DHCP4_HOOK_SUBNET4_SELECT_SKIP'],
    ['leaseSelect', 'drop', [], ''],
    ['leaseSelect', 'skip', ['1 6 0.0.0.0'], 'DHCPSRV_HOOK_LEASE4_SELECT_SKIP'],
    ['leasesCommitted', 'drop', [], 'DHCP4_HOOK_LEASES4_COMMITTED_DROP'],
    ['pktSend', 'drop', [], 'DHCP4_HOOK_PACKET_SEND_DROP'],
    ['pktSend', 'skip', [], 'DHCP4_HOOK_PACKET_SEND_SKIP'],
  ] as const)('%s: %s', async (point, verdict, answers, id) => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    const asked = engine.points[point] as { add(listener: (args: unknown) => typeof verdict): unknown }
    asked.add(() => verdict)
    engine.link.deliver(request(1, '192.0.2.15'))
    expect(left(engine)).toEqual(answers)
    const committed = point === 'leasesCommitted' || point === 'pktSend'
    expect((await engine.leases()).size).toBe(committed ? 1 : 0)
    if (id !== '') expect(engine.said(id)).toBe(1)
  })

  it('keep an OFFER from leaving, and a lease from being extended, released or declined', async () => {
    const engine = await Engine4.start({ 'valid-lifetime': 1000, 'cache-threshold': 0, subnet4: [subnet()] })
    engine.link.deliver(request(1, '192.0.2.15'))
    const before = await engine.leases()
    for (const point of ['leaseOffer', 'leaseRenew', 'leaseRelease', 'leaseDecline'] as const)
      engine.points[point].add(() => 'skip')
    await engine.wait(100)
    const renewing = query(1, 3, 1)
    addressBytes('192.0.2.15').copy(renewing.bytes, 12)
    left(engine)
    engine.link.deliver(discover(2), renewing)
    expect(left(engine)).toEqual(['1 5 192.0.2.15'])
    engine.link.deliver(query(1, 4, 2, addressOption(50, '192.0.2.15')))
    expect((await engine.leases()).get('192.0.2.15')?.cltt).toBe(before.get('192.0.2.15')?.cltt)
    expect((await engine.leases()).get('192.0.2.15')?.state).toBe(0)
  })

  it('may choose another subnet', async () => {
    const other = { id: 2, subnet: '10.1.0.0/16', pools: [{ pool: '10.1.0.10 - 10.1.0.11' }] }
    const engine = await Engine4.start({ subnet4: [subnet(), other] })
    engine.points.subnetSelect.add(event => {
      event.selected = event.exchange.plan.subnets.get(2)?.subnet
      return undefined
    })
    engine.link.deliver(discover(1))
    expect(left(engine)).toEqual(['1 2 10.1.0.10'])
  })

  it('may change the lease that is written', async () => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    engine.points.leaseSelect.add(event => {
      event.lease = { ...event.lease, userContext: '{ "by": "listener" }' }
      return undefined
    })
    engine.link.deliver(request(1, '192.0.2.15'))
    expect((await engine.leases()).get('192.0.2.15')?.userContext).toBe('{ "by": "listener" }')
  })
})

describe('what fails', () => {
  it.each(['at once', 'later'])('a listener, %s: its say is as if it had none', async when => {
    const engine = await Engine4.start({ subnet4: [subnet()] })
    engine.points.pktReceive.add(() => {
      if (when === 'at once') throw new Error('broken')
      return Promise.reject(new Error('broken'))
    })
    engine.link.deliver(discover(1))
    for (let i = 0; i < 4; i++) await turn()
    expect(left(engine)).toHaveLength(1)
    expect(engine.said('HOOKS_CALLOUT_EXCEPTION')).toBe(1)
  })

  it.each(['at once', 'later'])('the store, %s: that packet is dropped and counted, the next is served', async when => {
    let broken = true
    const engine = await Engine4.start({ subnet4: [subnet()] }, undefined, undefined, store => ({
      ...faulty(store),
      byHardware: (...args) => {
        if (!broken) return store.byHardware(...args)
        if (when === 'at once') throw new Error('disk on fire')
        return Promise.reject(new Error('disk on fire'))
      },
    }))
    engine.link.deliver(discover(1))
    for (let i = 0; i < 4; i++) await turn()
    expect(left(engine)).toEqual([])
    expect(engine.statistic('pkt4-processing-failed')).toBe(1)
    expect(engine.said('DHCP4_PACKET_PROCESS_STD_EXCEPTION')).toBe(1)
    broken = false
    engine.link.deliver(discover(1))
    expect(left(engine)).toHaveLength(1)
  })

  it('the write: answers that rest on it do not leave, others of the batch do', async () => {
    let durable = false
    const engine = await Engine4.start({ subnet4: [subnet()] }, undefined, undefined, store => ({
      ...faulty(store),
      flush: () => durable,
    }))
    engine.link.deliver(request(1, '192.0.2.15'), discover(2), request(3, '192.0.2.99', 3))
    expect(left(engine)).toEqual(['2 2 192.0.2.10'])
    durable = true
    engine.link.deliver(request(4, '192.0.2.16'))
    expect(left(engine)).toEqual(['4 5 192.0.2.16'])
    expect(engine.statistic('pkt4-unwritten')).toBe(1)
  })

  it('a write that takes time holds the answers back, and those of later packets with them', async () => {
    const waiting: ((ok: boolean) => void)[] = []
    const engine = await Engine4.start({ subnet4: [subnet()] }, undefined, undefined, store => ({
      ...faulty(store),
      flush: () => new Promise<boolean>(resolve => waiting.push(resolve)),
    }))
    engine.link.deliver(request(1, '192.0.2.15'))
    engine.link.deliver(request(2, '192.0.2.16'))
    expect(left(engine)).toEqual([])
    expect(waiting).toHaveLength(1)
    waiting.shift()!(true)
    for (let i = 0; i < 4; i++) await turn()
    // the second packet's change came after that flush had begun
    expect(waiting).toHaveLength(1)
    waiting.shift()!(true)
    for (let i = 0; i < 4; i++) await turn()
    expect(left(engine)).toEqual(['1 5 192.0.2.15', '2 5 192.0.2.16'])
  })
})

/** A store of methods that a test can replace one by one. */
function faulty(store: LeaseStore<number>): LeaseStore<number> {
  return {
    can: store.can,
    byAddress: (...args) => store.byAddress(...args),
    byClientId: (...args) => store.byClientId(...args),
    byHardware: (...args) => store.byHardware(...args),
    byIa: (...args) => store.byIa(...args),
    prefixesAt: (...args) => store.prefixesAt(...args),
    apply: changes => store.apply(changes),
    settle: changes => store.settle(changes),
    page: (...args) => store.page(...args),
    walk: (...args) => store.walk(...args),
    expired: (...args) => store.expired(...args),
    held: (...args) => store.held(...args),
    flush: () => store.flush(),
    close: () => store.close(),
  }
}

describe('a store that answers later', () => {
  it('is waited for at every lookup, and serves like any other', async () => {
    const later = <T>(value: T): Promise<Awaited<T>> => Promise.resolve(value)
    const engine = await Engine4.start(
      {
        'valid-lifetime': 1000,
        subnet4: [subnet({ reservations: [{ 'hw-address': hardware(9), 'ip-address': '192.0.2.50' }] })],
      },
      undefined,
      undefined,
      store => ({
        ...faulty(store),
        byAddress: (...args) => later(store.byAddress(...args)),
        byClientId: (...args) => later(store.byClientId(...args)),
        byHardware: (...args) => later(store.byHardware(...args)),
        apply: changes => later(store.apply(changes)),
        expired: (...args) => later(store.expired(...args)),
        held: (...args) => later(store.held(...args)),
        flush: () => later(store.flush()),
      }),
    )
    const settle = async (): Promise<string[]> => {
      for (let i = 0; i < 20; i++) await turn()
      return left(engine)
    }
    engine.link.deliver(discover(1), discover(9))
    expect((await settle()).sort()).toEqual(['1 2 192.0.2.10', '9 2 192.0.2.50'])
    engine.link.deliver(request(1, '192.0.2.10'), request(9, '192.0.2.50'))
    expect((await settle()).sort()).toEqual(['1 5 192.0.2.10', '9 5 192.0.2.50'])
    engine.link.deliver(request(2, '192.0.2.10'))
    expect(await settle()).toEqual(['2 6 0.0.0.0'])
    await engine.wait(1100)
    expect((await engine.leases()).get('192.0.2.10')?.state).toBe(2)
  })
})
