import { ipv4 } from '../../wire/address.js'
import { formatBytes } from '../../wire/hex.js'
import { describePayload } from '../../wire/option-text.js'
import { MessageType } from '../../wire/v4/codes.js'
import { Message4 } from '../../wire/v4/message.js'
import { clientLabel, messageText, messageTypeName } from '../../wire/v4/text.js'
import { isBuiltin } from '../classify/builtin.js'
import { identifierOf } from '../engine/find-hosts.js'
import type { PacketTrace } from '../engine/trace.js'
import type { Exchange4 } from '../engine/v4/exchange4.js'
import { prefixOf } from '../engine/v4/log-progress.js'
import type { Verdict } from '../engine/walk.js'
import { type Lease, LeaseState } from '../lease/lease.js'
import { originOf } from './option-origin4.js'
import type {
  ExplainedAnswer,
  ExplainedClass,
  ExplainedLease,
  ExplainedOption,
  ExplainedPacket,
  ExplainedReservation,
  ExplainedSubnet,
} from './report.js'
import { leaseReason, subnetFact } from './why4.js'

/** What a trace is given: the log since it was last asked, and somebody who wants the report. */
export interface TraceRooms {
  /** Lines that were logged since the last call; none where the log is not listened to. */
  takeLog(): readonly string[]
  done(packet: ExplainedPacket): void
}

/** Follows one DHCPv4 packet and writes down what becomes of it. */
export class PacketTrace4 implements PacketTrace {
  readonly #x: Exchange4
  readonly #rooms: TraceRooms
  readonly #head: Pick<ExplainedPacket, 'client' | 'message' | 'interface' | 'from' | 'to' | 'query'>
  readonly #classes: ExplainedClass[] = []
  readonly #log: { step: string; lines: readonly string[] }[] = []
  #subnet: ExplainedSubnet | undefined
  #reservations: readonly ExplainedReservation[] = []
  #named = 0
  #picked = false
  #lease: ExplainedLease | undefined
  #options: ExplainedOption[] = []
  #answer: ExplainedAnswer | undefined
  #step = 'received'

  constructor(x: Exchange4, rooms: TraceRooms) {
    this.#x = x
    this.#rooms = rooms
    const { query, link, destination, plan } = x
    const from = `${ipv4.format(x.source)}:${x.sourcePort}`
    const to = destination === undefined ? link.name : ipv4.format(destination)
    const text = messageText(query, plan.decided.spaces, to, from)
    this.#head = {
      client: clientLabel(query),
      message: messageTypeName(query.type),
      interface: link.name,
      from,
      to,
      query: text.split('\n'),
    }
    this.#keepLog()
  }

  after(step: string, said: Verdict): void {
    this.#step = step
    this.#keepLog()
    this.#keepClasses()
    if (said === 'drop') return
    switch (step) {
      case 'subnet asked':
        this.#keepSubnet()
        break
      case 'reservations found':
        this.#keepReservations()
        break
      case 'decided':
        this.#named = this.#x.named
        this.#picked = this.#x.outcome === 'pick'
        break
      case 'lease settled':
        this.#keepLease()
        break
      case 'options gathered':
        this.#keepOptions()
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
    if (this.#lease === undefined && this.#x.subnet !== undefined) this.#keepLease()
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
    this.#rooms.done({
      ...this.#head,
      classes: this.#classes,
      'other-classes': plan.decided.classes
        .filter(({ name }) => !classes.hasName(name))
        .map(({ name, test }) => ({ name, test })),
      subnet: this.#subnet,
      reservations: this.#reservations,
      lease: this.#lease,
      changes: changes.map(({ was, is }) => ({
        address: ipv4.format((is ?? was)!.address),
        was: describeLease(was),
        is: describeLease(is),
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
      else if (name.startsWith('VENDOR_CLASS_')) because = 'the vendor class (option 60)'
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
      prefix: prefixOf(subnet),
      'shared-network': network.network.name,
      because: subnetFact(this.#x),
      moved: undefined,
    }
  }

  #keepReservations(): void {
    const x = this.#x
    const found: ExplainedReservation[] = []
    for (const kind of x.plan.decided.hostIdentifiers) {
      const identity = identifierOf(x, kind)
      if (identity.length === 0 || x.plan.hosts.empty) continue
      const value = formatBytes(identity.bytes, 0, identity.length)
      const hosts = x.hosts.filter(host => host.identifier === kind)
      if (hosts.length === 0) found.push({ identifier: kind, value, found: undefined })
      for (const host of hosts)
        found.push({
          identifier: kind,
          value,
          found: {
            'subnet-id': host.subnetId,
            address: host.addresses.map(address => ipv4.format(address)).join(', '),
            hostname: host.hostname,
            counts: host === x.host,
          },
        })
    }
    this.#reservations = found
  }

  #keepLease(): void {
    const x = this.#x
    const { outcome, granted, pool, selected, subnet } = x
    if (this.#subnet !== undefined && subnet !== undefined && selected !== subnet)
      this.#subnet = { ...this.#subnet, moved: { id: subnet.subnet.id, prefix: prefixOf(subnet) } }
    this.#lease = {
      decision: outcome === 'pick' ? 'none' : outcome,
      address: granted === 0 ? '' : ipv4.format(granted),
      pool: pool === undefined ? '' : `${ipv4.format(pool.pool.first)}-${ipv4.format(pool.pool.last)}`,
      because: leaseReason(x, this.#named, this.#picked),
      lifetime: x.lifetime,
    }
  }

  #keepOptions(): void {
    const { options } = this.#x
    for (let code = 1; code < 255; code++) {
      const payload = options.payload(code)
      if (payload !== undefined) this.#options.push(this.#option(code, payload, originOf(this.#x, code, payload)))
    }
  }

  /** Listeners at pkt4_send may have changed the answer. */
  #keepFeatureOptions(): void {
    const { options } = this.#x
    const before = new Map(this.#options.map(option => [option.code, option]))
    this.#options = []
    for (let code = 1; code < 255; code++) {
      const payload = options.payload(code)
      if (payload === undefined) continue
      const now = this.#option(code, payload, 'a feature')
      const then = before.get(code)
      this.#options.push(then?.value === now.value ? then : now)
    }
  }

  #option(code: number, payload: Buffer, from: string): ExplainedOption {
    const definition = this.#x.plan.decided.spaces.byCode('dhcp4', code)
    const value = describePayload(definition, payload, 0, payload.length, 4)
    return { code, name: definition?.name ?? '', value, from }
  }

  /** The answer stands in the slot until the batch is sent. */
  #keepAnswer(): void {
    const { answer: sent, link } = this.#x
    if (sent === undefined) return
    const message = new Message4()
    if (message.read(sent.arena, sent.start, sent.end) !== undefined) return
    const fields: Record<string, string> = {}
    for (const field of ['ciaddr', 'yiaddr', 'siaddr', 'giaddr'] as const)
      if (message[field] !== 0) fields[field] = ipv4.format(message[field])
    if (message.sname !== '') fields.sname = message.sname
    if (message.file !== '') fields.file = message.file
    this.#answer = {
      message: message.type === MessageType.none ? 'BOOTREPLY' : messageTypeName(message.type),
      fields,
      to: ipv4.format(ipv4.read(sent.arena, sent.addressAt)),
      port: sent.port,
      hardware: formatBytes(sent.arena, sent.hardwareAt, sent.hardwareAt + sent.hardwareLength),
      interface: link.name,
    }
  }
}

const stateNames = ['default', 'declined', 'reclaimed', 'released', 'registered']

function describeLease(lease: Lease<number> | undefined): string {
  if (lease === undefined) return 'none'
  const whose = lease.hardware.length > 0 ? ` of ${formatBytes(lease.hardware, 0, lease.hardware.length)}` : ''
  const name = lease.hostname === '' ? '' : `, ${lease.hostname}`
  const state = lease.state === LeaseState.default ? '' : `, ${stateNames[lease.state]}`
  return `${lease.validLifetime} s${whose} in subnet ${lease.subnetId}${name}${state}`
}
