import type { Address } from '../lease/lease.js'
import type { DropMoment, DropRooms } from './classify.js'
import type { Exchange } from './exchange.js'
import type { DropReason } from './packet-counters.js'
import type { Rooms } from './rooms.js'

/** What counts drops. */
export interface DropCounter {
  dropped(reason: DropReason): void
}

/** Members of DROP: counted and told. */
export function dropRooms<A extends Address, X extends Exchange<A>>(rooms: Rooms<A, X, DropCounter>): DropRooms<X> {
  const {
    log: { packets },
    say,
    labelOf,
    counters,
  } = rooms
  return {
    dropped(x: X, when: DropMoment): void {
      const message = when === 'received' ? say.dropClass : when === 'host' ? say.dropClassHost : say.dropClassEarly
      if (packets.on(message)) packets.log(message, labelOf(x))
      counters.dropped('admin-filtered')
    },
  }
}

/** A step threw: the packet is dropped, the server goes on. */
export function failed<A extends Address, X extends Exchange<A>>(
  rooms: Rooms<A, X, DropCounter>,
  reason: unknown,
): void {
  const {
    log: { packets },
    say,
  } = rooms
  rooms.counters.dropped('processing-failed')
  if (!packets.on(say.processStdException)) return
  packets.log(say.processStdException, reason instanceof Error ? (reason.stack ?? reason.message) : String(reason))
}

/** Too many packets are parked, at most `limit`, or one of the same client is. */
export function turnedAway<A extends Address, X extends Exchange<A>>(
  rooms: Rooms<A, X, DropCounter>,
  x: X,
  why: 'duplicate' | 'queue-full',
  limit: number,
): void {
  const {
    log: { packets, badPackets },
    say,
    labelOf,
  } = rooms
  rooms.counters.dropped(why)
  if (why === 'queue-full') {
    if (packets.on(say.parkingLotFull)) packets.log(say.parkingLotFull, limit, labelOf(x))
  } else if (badPackets.on(say.dropDuplicate)) badPackets.log(say.dropDuplicate, labelOf(x), 0, labelOf(x), 0)
}
