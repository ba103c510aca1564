import { formatBytes } from '../../wire/hex.js'
import { describePayload } from '../../wire/option-text.js'
import { isBuiltin } from '../classify/builtin.js'
import type { Exchange } from '../engine/exchange.js'
import { identifierOf } from '../engine/find-hosts.js'
import type { PacketTrace } from '../engine/trace.js'
import type { Verdict } from '../engine/walk.js'
import type { Address } from '../lease/lease.js'
import type { SubnetPlan } from '../subnet/plan.js'
import { describeLease } from './describe-lease.js'
import { originOf } from './option-origin.js'
import type {
  ExplainedAnswer,
  ExplainedClass,
  ExplainedOption,
  ExplainedPacket,
  ExplainedReservation,
  ExplainedSubnet,
} from './report.js'
import type { LeaseWatch, TracedFamily } from './traced-family.js'

/** What a trace is given: the log since it was last asked, and somebody who wants the report. */
export interface TraceRooms {
  /** Lines that were logged since the last call; none where the log is not listened to. */
  takeLog(): readonly string[]
  done(packet: ExplainedPacket): void
}

/** Follows one packet and writes down what becomes of it. */
export class WalkTrace<A extends Address, X extends Exchange<A>> implements PacketTrace {
  readonly #x: X
  readonly #family: TracedFamily<A, X>
  readonly #rooms: TraceRooms
  readonly #head: Pick<ExplainedPacket, 'client' | 'message' | 'interface' | 'from' | 'to' | 'query'>
  readonly #leases: LeaseWatch
  readonly #classes: ExplainedClass[] = []
  readonly #log: { step: string; lines: readonly string[] }[] = []
  #subnet: ExplainedSubnet | undefined
  #reservations: readonly ExplainedReservation[] = []
  #settled = false
  #options: ExplainedOption[] = []
  #answer: ExplainedAnswer | undefined
  #step = 'received'

  constructor(x: X, family: TracedFamily<A, X>, rooms: TraceRooms) {
    this.#x = x
    this.#family = family
    this.#rooms = rooms
    const { link, destination, plan } = x
    const { kind } = plan.decided
    const from = family.place(kind.format(x.source), x.sourcePort)
    const to = destination === undefined ? link.name : kind.format(destination)
    this.#head = { ...family.query(x, from, to), interface: link.name, from, to }
    this.#leases = family.watch(x)
    this.#keepLog()
  }

  after(step: string, said: Verdict): void {
    this.#step = step
    this.#keepLog()
    this.#keepClasses()
    if (said === 'drop') return
    this.#leases.after(step)
    switch (step) {
      case 'subnet asked':
        this.#keepSubnet()
        break
      case 'reservations found':
        this.#keepReservations()
        break
      case this.#family.settled:
        this.#settled = true
        this.#keepMove()
        break
      case 'options gathered':
        this.#options = this.#optionsFrom((code, payload) => originOf(this.#x, this.#family, code, payload))
        break
      case 'answer asked':
        this.#keepFeatureOptions()
        break
      case 'answered':
        this.#keepAnswer()
        break
    }
  }

  ended(said: Verdict): void {
    if (!this.#settled && this.#x.subnet !== undefined) this.#leases.after(this.#family.settled)
    if (this.#answer !== undefined) this.#finish('answered')
    else if (said === 'drop') this.#finish(`no answer: the walk ended at "${this.#step}"`)
    else this.#finish('no answer')
  }

  failed(reason: unknown): void {
    this.#finish(`a step after "${this.#step}" failed: ${String(reason)}`)
  }

  #finish(ended: string): void {
    this.#keepLog()
    const { classes, changes, plan } = this.#x
    const { kind } = plan.decided
    const { owner } = this.#family
    this.#rooms.done({
      ...this.#head,
      classes: this.#classes,
      'other-classes': plan.decided.classes
        .filter(({ name }) => !classes.hasName(name))
        .map(({ name, test }) => ({ name, test })),
      subnet: this.#subnet,
      reservations: this.#reservations,
      lease: this.#leases.lease,
      associations: this.#leases.associations,
      changes: changes.map(({ was, is }) => ({
        address: kind.format((is ?? was)!.address),
        was: describeLease(was, owner),
        is: describeLease(is, owner),
      })),
      options: this.#options,
      answer: this.#answer,
      ended,
      log: this.#log,
    })
  }

  #keepLog(): void {
    const lines = this.#rooms.takeLog()
    if (lines.length > 0) this.#log.push({ step: this.#step, lines })
  }

  #keepClasses(): void {
    const { classes, plan, hosts } = this.#x
    for (const name of classes.list()) {
      if (this.#classes.some(each => each.name === name)) continue
      const defined = plan.decided.classes.find(each => each.name === name)
      const given = hosts.some(host => host.classes.includes(name))
      let because = 'assigned by a feature'
      if (given) because = 'assigned by the reservation'
      else if (defined !== undefined && defined.test !== '') because = defined.test
      else if (name.startsWith('VENDOR_CLASS_')) because = `the vendor class (option ${this.#family.vendorClass})`
      else if (name.startsWith('SPAWN_')) because = 'made by a template'
      else if (isBuiltin(name)) because = 'built in'
      this.#classes.push({ name, because, since: this.#step })
    }
  }

  #keepSubnet(): void {
    const { subnet, network } = this.#x
    if (subnet === undefined || network === undefined) return
    this.#subnet = {
      id: subnet.subnet.id,
      prefix: this.#prefixOf(subnet),
      'shared-network': network.network.name,
      because: this.#family.subnetFact(this.#x),
      moved: undefined,
    }
  }

  /** The client was served from a sibling of the subnet. */
  #keepMove(): void {
    const { selected, subnet } = this.#x
    if (this.#subnet !== undefined && subnet !== undefined && selected !== subnet)
      this.#subnet = { ...this.#subnet, moved: { id: subnet.subnet.id, prefix: this.#prefixOf(subnet) } }
  }

  #keepReservations(): void {
    const x = this.#x
    const { kind } = x.plan.decided
    const found: ExplainedReservation[] = []
    for (const by of x.plan.decided.hostIdentifiers) {
      const identity = identifierOf(x, by)
      if (identity.length === 0 || x.plan.hosts.empty) continue
      const value = formatBytes(identity.bytes, 0, identity.length)
      const hosts = x.hosts.filter(host => host.identifier === by)
      if (hosts.length === 0) found.push({ identifier: by, value, found: undefined })
      for (const host of hosts) {
        const addresses = host.addresses.map(address => kind.format(address))
        const prefixes = host.prefixes.map(({ prefix, length }) => `${kind.format(prefix)}/${length}`)
        found.push({
          identifier: by,
          value,
          found: {
            'subnet-id': host.subnetId,
            address: [...addresses, ...prefixes].join(', '),
            hostname: host.hostname,
            counts: host === x.host,
          },
        })
      }
    }
    this.#reservations = found
  }

  /** Listeners at pkt4_send or pkt6_send may have changed the answer. */
  #keepFeatureOptions(): void {
    const before = this.#options
    this.#options = this.#optionsFrom(() => 'a feature').map(
      now => before.find(({ code, value }) => code === now.code && value === now.value) ?? now,
    )
  }

  #optionsFrom(origin: (code: number, payload: Buffer) => string): ExplainedOption[] {
    const { space, digit, optionsOf } = this.#family
    return optionsOf(this.#x).map(({ code, payload }) => {
      const definition = this.#x.plan.decided.spaces.byCode(space, code)
      const value = describePayload(definition, payload, 0, payload.length, digit)
      return { code, name: definition?.name ?? '', value, from: origin(code, payload) }
    })
  }

  /** The answer stands in the slot until the batch is sent. */
  #keepAnswer(): void {
    const { answer: sent, link, plan } = this.#x
    const said = sent && this.#family.answer(this.#x, sent)
    if (sent === undefined || said === undefined) return
    this.#answer = {
      ...said,
      to: plan.decided.kind.format(plan.decided.kind.read(sent.arena, sent.addressAt)),
      port: sent.port,
      hardware: formatBytes(sent.arena, sent.hardwareAt, sent.hardwareAt + sent.hardwareLength),
      interface: link.name,
    }
  }

  #prefixOf({ subnet }: SubnetPlan<A>): string {
    return `${this.#x.plan.decided.kind.format(subnet.prefix)}/${subnet.prefixLength}`
  }
}
