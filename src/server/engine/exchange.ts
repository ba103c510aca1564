import type { Inbound, Link, Out } from '../../net/link.js'
import { ClassSet } from '../classify/class-set.js'
import { Frame } from '../classify/frame.js'
import type { PacketView } from '../classify/packet-view.js'
import type { Host } from '../host/host.js'
import { Identity } from '../lease/identity.js'
import type { Address, Lease } from '../lease/lease.js'
import type { LeaseChange } from '../store/lease-store.js'
import type { NetworkPlan, PoolPlan, SubnetPlan } from '../subnet/plan.js'
import type { AnswerOptions } from './answer-options.js'
import type { Plan } from './plan.js'
import type { PacketTrace } from './trace.js'

/**
 * One packet and all that is found out about it, on its way through the walk. Every step reads and fills named slots.
 * Objects are reused: reset() before each packet. What both families need stands here; the message itself is the
 * family's.
 */
export abstract class Exchange<A extends Address> {
  /** The configuration the packet met when it came in; a reload does not change it on the way. */
  plan!: Plan<A>
  link!: Link
  /** Seconds since 1970 when the packet came in: what its lease is dated with. */
  seconds = 0

  /** Where the datagram came from, and (where the kernel said so) went to. */
  abstract readonly source: A
  sourcePort = 0
  abstract readonly destination: A | undefined
  /** True once the datagram lives in a buffer of the exchange's own. */
  parked = false

  /** Identifiers of the client, as its reservations and leases know it; length 0: none. */
  readonly clientId = new Identity()
  readonly hardware = new Identity(32)
  readonly duid = new Identity()
  readonly circuitId = new Identity()
  readonly flexId = new Identity()
  hardwareType = 1

  /** `clientId` is not what the client sent: it was made of its flexible identifier. */
  clientIdReplaced = false

  /** The classes the packet is in, over the names of its plan. */
  classes!: ClassSet
  /** What class expressions are evaluated on. */
  frame!: Frame

  network: NetworkPlan<A> | undefined
  /** The subnet that the facts of the packet name. */
  selected: SubnetPlan<A> | undefined
  /** The subnet it is served from: `selected`, or a sibling on the same link. */
  subnet: SubnetPlan<A> | undefined
  /** The pool of the address that was chosen; undefined: outside all pools (reserved). */
  pool: PoolPlan<A> | undefined

  /** Reservations of this client: global ones and those in subnets of the network, best identifier first. */
  hosts: readonly Host<A>[] = NONE
  /** The one that counts in the chosen subnet. */
  host: Host<A> | undefined

  /** What the store holds: for the client, for the address it names, for the address reserved for it. */
  clientLease: Lease<A> | undefined
  namedLease: Lease<A> | undefined
  reservedLease: Lease<A> | undefined

  /** What this packet changes in the store, in order; empty: nothing. */
  readonly changes: LeaseChange<A>[] = []
  /** True when the answer stands on `changes`. */
  rests = false

  /** Message type of the answer; 0: none. */
  replyType = 0
  /** What the answer says beside what is the family's. */
  abstract readonly options: AnswerOptions
  /** The encoded answer in its transmit slot, once there is one; good until the batch is sent. */
  answer: Out | undefined
  /** Host name as the leases will hold it: lower case, '' for none. */
  hostname = ''
  /** Which zones of the DNS are updated for it. */
  fqdnForward = false
  fqdnReverse = false

  /** Set only while somebody follows this packet. */
  trace: PacketTrace | undefined

  /** The client as log messages name it; '' until asked for. */
  label = ''

  /** The message as class expressions see it. */
  protected abstract readonly view: PacketView

  /** Take a fresh packet. The family's subclass reads the addresses, and points its message view at the datagram. */
  protected take(plan: Plan<A>, inbound: Inbound, seconds: number): void {
    if (plan !== this.plan) {
      // another configuration has other class names
      this.plan = plan
      this.classes = new ClassSet(plan.evaluator.names)
      this.frame = new Frame(this.view, this.classes)
    }
    this.link = inbound.link
    this.seconds = seconds
    this.sourcePort = inbound.sourcePort
    this.parked = false
    this.clientId.clear()
    this.hardware.clear()
    this.duid.clear()
    this.circuitId.clear()
    this.flexId.clear()
    this.hardwareType = 1
    this.clientIdReplaced = false
    this.classes.clear()
    this.network = undefined
    this.selected = undefined
    this.subnet = undefined
    this.pool = undefined
    this.hosts = NONE
    this.host = undefined
    this.clientLease = undefined
    this.namedLease = undefined
    this.reservedLease = undefined
    // setting length to 0 is a call into the runtime
    while (this.changes.length > 0) this.changes.pop()
    this.rests = false
    this.replyType = 0
    this.options.clear()
    this.answer = undefined
    this.hostname = ''
    this.fqdnForward = false
    this.fqdnReverse = false
    this.trace = undefined
    this.label = ''
  }

  /** Copy the datagram out of the link's arena: this packet waits, the arena is about to be overwritten. */
  abstract park(): void
}

const NONE: readonly never[] = []
