import { MessageType } from '../../../wire/v4/codes.js'
import type { Behaviours } from '../../config/behaviours.js'
import type { Counter, Statistics } from '../../stats/stat.js'
import type { SubnetPlan } from '../../subnet/plan.js'

/** Why a packet was dropped; Kea 3.x counts each, 2.2 only the sum. */
export type DropReason =
  | 'parse-failed'
  | 'rfc-violation'
  | 'not-for-us'
  | 'admin-filtered'
  | 'service-disabled'
  | 'queue-full'
  | 'duplicate'
  | 'processing-failed'
  | 'limit-exceeded'

const receivedNames: readonly (readonly [number, string])[] = [
  [MessageType.discover, 'discover'],
  [MessageType.offer, 'offer'],
  [MessageType.request, 'request'],
  [MessageType.ack, 'ack'],
  [MessageType.nak, 'nak'],
  [MessageType.release, 'release'],
  [MessageType.decline, 'decline'],
  [MessageType.inform, 'inform'],
]

/** What DHCPv4 packets are counted by, looked up once. Names: Kea's. Leases are counted by stats/lease-counters.ts. */
export class Counters4 {
  readonly #statistics: Statistics
  readonly #detailed: boolean
  readonly received: Counter
  readonly sent: Counter
  readonly receiveDrop: Counter
  readonly parseFailed: Counter
  readonly #unknown: Counter
  /** By message type. */
  readonly #receivedType: (Counter | undefined)[] = []
  readonly #sentType: (Counter | undefined)[] = []

  constructor(statistics: Statistics, behaviours: Behaviours) {
    this.#statistics = statistics
    this.#detailed = behaviours.detailedDropStatistics
    const counter = (name: string): Counter => statistics.counter(name)
    this.received = counter('pkt4-received')
    this.sent = counter('pkt4-sent')
    this.receiveDrop = counter('pkt4-receive-drop')
    this.parseFailed = counter('pkt4-parse-failed')
    this.#unknown = counter('pkt4-unknown-received')
    for (const [type, name] of receivedNames) this.#receivedType[type] = counter(`pkt4-${name}-received`)
    this.#sentType[MessageType.offer] = counter('pkt4-offer-sent')
    this.#sentType[MessageType.ack] = counter('pkt4-ack-sent')
    this.#sentType[MessageType.nak] = counter('pkt4-nak-sent')
  }

  typeReceived(type: number): void {
    ;(this.#receivedType[type] ?? this.#unknown).add(1)
  }

  typeSent(type: number): void {
    this.sent.add(1)
    this.#sentType[type]?.add(1)
  }

  dropped(reason: DropReason): void {
    this.receiveDrop.add(1)
    if (reason === 'parse-failed') this.parseFailed.add(1)
    else if (this.#detailed) this.#statistics.counter(`pkt4-${reason}`).add(1)
  }

  sendQueueFull(): void {
    this.#statistics.counter('pkt4-send-queue-full').add(1)
  }

  leaseReused(subnet: SubnetPlan<number>): void {
    this.#both(subnet, 'v4-lease-reuses')
  }

  reservationConflicts(subnet: SubnetPlan<number>): void {
    this.#both(subnet, 'v4-reservation-conflicts')
  }

  allocationFailed(
    subnet: SubnetPlan<number>,
    kind: '' | '-shared-network' | '-subnet' | '-no-pools' | '-classes',
  ): void {
    this.#both(subnet, `v4-allocation-fail${kind}`)
  }

  #both(subnet: SubnetPlan<number>, name: string): void {
    this.#statistics.counter(name).add(1)
    this.#ofSubnet(subnet.subnet.id, name).add(1)
  }

  #ofSubnet(id: number, name: string): Counter {
    return this.#statistics.counter(`subnet[${id}].${name}`)
  }
}
