import { MessageType } from '../../../wire/v6/codes.js'
import type { Behaviours } from '../../config/behaviours.js'
import type { Counter, Statistics } from '../../stats/stat.js'
import type { SubnetPlan } from '../../subnet/plan.js'
import type { DropReason } from '../v4/counters4.js'

const receivedNames: readonly (readonly [number, string])[] = [
  [MessageType.solicit, 'solicit'],
  [MessageType.advertise, 'advertise'],
  [MessageType.request, 'request'],
  [MessageType.reply, 'reply'],
  [MessageType.renew, 'renew'],
  [MessageType.rebind, 'rebind'],
  [MessageType.release, 'release'],
  [MessageType.decline, 'decline'],
  [MessageType.informationRequest, 'infrequest'],
]

/** What DHCPv6 packets are counted by, looked up once. Names: Kea's. */
export class Counters6 {
  readonly #statistics: Statistics
  readonly #detailed: boolean
  readonly received: Counter
  readonly sent: Counter
  readonly receiveDrop: Counter
  readonly parseFailed: Counter
  readonly #unknown: Counter
  readonly #receivedType: (Counter | undefined)[] = []
  readonly #sentType: (Counter | undefined)[] = []

  constructor(statistics: Statistics, behaviours: Behaviours) {
    this.#statistics = statistics
    this.#detailed = behaviours.detailedDropStatistics
    const counter = (name: string): Counter => statistics.counter(name)
    this.received = counter('pkt6-received')
    this.sent = counter('pkt6-sent')
    this.receiveDrop = counter('pkt6-receive-drop')
    this.parseFailed = counter('pkt6-parse-failed')
    this.#unknown = counter('pkt6-unknown-received')
    for (const [type, name] of receivedNames) this.#receivedType[type] = counter(`pkt6-${name}-received`)
    this.#sentType[MessageType.advertise] = counter('pkt6-advertise-sent')
    this.#sentType[MessageType.reply] = counter('pkt6-reply-sent')
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
    else if (this.#detailed) this.#statistics.counter(`pkt6-${reason}`).add(1)
  }

  sendQueueFull(): void {
    this.#statistics.counter('pkt6-send-queue-full').add(1)
  }

  leaseReused(subnet: SubnetPlan<bigint>, prefix: boolean): void {
    const name = prefix ? 'v6-ia-pd-lease-reuses' : 'v6-ia-na-lease-reuses'
    this.#statistics.counter(name).add(1)
    this.#statistics.counter(`subnet[${subnet.subnet.id}].${name}`).add(1)
  }

  allocationFailed(
    subnet: SubnetPlan<bigint>,
    kind: '' | '-shared-network' | '-subnet' | '-no-pools' | '-classes',
  ): void {
    this.#statistics.counter(`v6-allocation-fail${kind}`).add(1)
    this.#statistics.counter(`subnet[${subnet.subnet.id}].v6-allocation-fail${kind}`).add(1)
  }
}
