import type { Behaviours } from '../config/behaviours.js'
import type { Address } from '../lease/lease.js'
import type { Counter, Statistics } from '../stats/stat.js'
import type { SubnetPlan } from '../subnet/plan.js'

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

/** Message types of a family, each with what its statistic calls it. */
export interface CountedTypes {
  /** 'pkt4' */
  readonly packet: string
  /** 'v4' */
  readonly family: string
  /** What leases that were handed out again are counted as: addresses, prefixes. */
  readonly reused: readonly [addresses: string, prefixes: string]
  readonly received: readonly (readonly [type: number, name: string])[]
  /** Received, too: there is no such statistic before the first of these comes. */
  readonly rare: readonly (readonly [type: number, name: string])[]
  readonly sent: readonly (readonly [type: number, name: string])[]
}

/** What packets are counted by, looked up once. Names: Kea's. Leases are counted by stats/lease-counters.ts. */
export class PacketCounters {
  readonly #statistics: Statistics
  readonly #detailed: boolean
  readonly #packet: string
  readonly #family: string
  readonly #reused: readonly [addresses: string, prefixes: string]
  readonly received: Counter
  readonly sent: Counter
  readonly receiveDrop: Counter
  readonly parseFailed: Counter
  readonly #unknown: Counter
  readonly #rare: CountedTypes['rare']
  /** By message type. */
  readonly #receivedType: (Counter | undefined)[] = []
  readonly #sentType: (Counter | undefined)[] = []

  constructor(
    statistics: Statistics,
    behaviours: Behaviours,
    { packet, family, reused, received, rare, sent }: CountedTypes,
  ) {
    this.#statistics = statistics
    this.#detailed = behaviours.detailedDropStatistics
    this.#packet = packet
    this.#family = family
    this.#reused = reused
    this.#rare = rare
    const counter = (name: string): Counter => statistics.counter(`${packet}-${name}`)
    this.received = counter('received')
    this.sent = counter('sent')
    this.receiveDrop = counter('receive-drop')
    this.parseFailed = counter('parse-failed')
    this.#unknown = counter('unknown-received')
    for (const [type, name] of received) this.#receivedType[type] = counter(`${name}-received`)
    for (const [type, name] of sent) this.#sentType[type] = counter(`${name}-sent`)
  }

  typeReceived(type: number): void {
    ;(this.#receivedType[type] ?? this.#first(type)).add(1)
  }

  #first(type: number): Counter {
    for (const [rare, name] of this.#rare)
      if (rare === type)
        return (this.#receivedType[type] = this.#statistics.counter(`${this.#packet}-${name}-received`))
    return this.#unknown
  }

  typeSent(type: number): void {
    this.sent.add(1)
    this.#sentType[type]?.add(1)
  }

  /** Answers that were made and not sent, because the store could not write what they rest on. Listed once there were any. */
  unwritten(answers: number): void {
    this.#statistics.counter(`${this.#packet}-unwritten`).add(answers)
  }

  dropped(reason: DropReason): void {
    this.receiveDrop.add(1)
    if (reason === 'parse-failed') this.parseFailed.add(1)
    else if (this.#detailed) this.#statistics.counter(`${this.#packet}-${reason}`).add(1)
  }

  sendQueueFull(): void {
    this.#statistics.counter(`${this.#packet}-send-queue-full`).add(1)
  }

  leaseReused<A extends Address>(subnet: SubnetPlan<A>, prefix = false): void {
    this.#both(subnet, this.#reused[prefix ? 1 : 0])
  }

  reservationConflicts<A extends Address>(subnet: SubnetPlan<A>): void {
    this.#both(subnet, 'reservation-conflicts')
  }

  allocationFailed<A extends Address>(
    subnet: SubnetPlan<A>,
    kind: '' | '-shared-network' | '-subnet' | '-no-pools' | '-classes',
  ): void {
    this.#both(subnet, `allocation-fail${kind}`)
  }

  /** In the whole service, and in the subnet. */
  #both<A extends Address>({ subnet }: SubnetPlan<A>, name: string): void {
    this.#statistics.counter(`${this.#family}-${name}`).add(1)
    this.#statistics.counter(`subnet[${subnet.id}].${this.#family}-${name}`).add(1)
  }
}
