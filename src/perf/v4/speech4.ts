import type { Out } from '../../net/link.js'
import { ipv4 } from '../../wire/address.js'
import { formatBytes } from '../../wire/hex.js'
import { standardSpaces } from '../../wire/standard-options.js'
import { MessageType, Op, Option } from '../../wire/v4/codes.js'
import { Message4 } from '../../wire/v4/message.js'
import { messageText, messageTypeName } from '../../wire/v4/text.js'
import { ClientNames } from '../client-names.js'
import { type Subnets, subnets4 } from '../expectations.js'
import { Holdings } from '../holdings.js'
import { Kind } from '../kind.js'
import type { Plan } from '../plan.js'
import type { Problems } from '../problems.js'
import { type Speech, Verdict } from '../speech.js'
import { ownTemplate4, type Places4, template4 } from './template.js'

/** How clients of DHCPv4 speak, and what they know: addresses, servers, renewal times. */
export class Speech4 implements Speech {
  readonly completes = false
  serverId = ''
  readonly #plan: Plan
  readonly #problems: Problems
  readonly #names: ClientNames
  readonly #templates: readonly Places4[]
  readonly #relays: Uint8Array
  readonly #subnets: Subnets<number>
  readonly #message = new Message4()
  readonly #held: Holdings
  readonly #servers: Uint32Array
  readonly #renewals: Uint32Array
  readonly #own = new Uint8Array(8)
  #firstServer = 0

  /** `seconds`: since 1970. */
  constructor(plan: Plan, problems: Problems, seconds: number) {
    this.#plan = plan
    this.#problems = problems
    this.#names = new ClientNames(plan.identity, seconds)
    const { message } = plan
    const relayed = plan.mode === 'relayed'
    const shape = (type: number, selects = false, names = false): Places4 =>
      template4(message, { type, selects, names }, relayed)
    const own = (i: number): Places4 | undefined =>
      message.templates[i] === undefined ? undefined : ownTemplate4(message.templates[i], message.offsets[i]!)
    this.#templates = [
      own(0) ?? shape(MessageType.discover),
      own(1) ?? shape(MessageType.request, true),
      shape(MessageType.request),
      shape(MessageType.request),
      shape(MessageType.release, false, true),
    ]
    this.#relays = new Uint8Array(4 * plan.relays.length)
    for (const [i, relay] of plan.relays.entries()) ipv4.write(ipv4.parse(relay) ?? 0, this.#relays, 4 * i)
    this.#subnets = subnets4(plan.expect.subnets)
    this.#held = new Holdings(plan.clients, 4)
    this.#servers = new Uint32Array(plan.clients)
    this.#renewals = new Uint32Array(plan.clients)
  }

  write(out: Out, kind: Kind, client: number, xid: number, relay: number, elapsed: number): void {
    const template = this.#templates[kind]!
    const { arena, start } = out
    arena.set(template.bytes, start)
    out.end = start + template.bytes.length
    ipv4.write(xid, arena, start + template.xid)
    if (template.secs >= 0 && elapsed > 0) put16(arena, start + template.secs, Math.min(elapsed / 1000, 0xffff))
    if (template.giaddr >= 0 && this.#relays.length > 0)
      for (let i = 0; i < 4; i++) arena[start + template.giaddr + i] = this.#relays[relay * 4 + i]!
    if (template.hardware >= 0) this.#names.hardware(client, arena, start + template.hardware)
    if (template.clientId >= 0) this.#names.hardware(client, arena, start + template.clientId)
    if (template.random >= 0) {
      // as many low bytes of the client's number as a hardware address has of its own
      this.#names.hardware(client, this.#own, 0)
      for (let i = 0; i < 3; i++) arena[start + template.random - i] = this.#own[5 - i]!
    }
    if (kind === Kind.first) return
    const held = this.#held.bytes
    const address = kind === Kind.second ? template.requested : template.ciaddr
    if (address >= 0) for (let i = 0; i < 4; i++) arena[start + address + i] = held[client * 4 + i]!
    const server = this.#plan.message.firstServer ? this.#firstServer : this.#servers[client]!
    if (template.server >= 0) ipv4.write(server, arena, start + template.server)
    if (template.serverOption >= 0) {
      arena[start + template.serverOption] = Option.serverIdentifier
      arena[start + template.serverOption + 1] = 4
      ipv4.write(server, arena, start + template.serverOption + 2)
    }
  }

  read(arena: Buffer, start: number, end: number): number {
    const message = this.#message
    if (message.read(arena, start, end) !== undefined || message.truncated || message.op !== Op.reply) return -1
    return message.xid
  }

  guessXid(arena: Buffer, start: number, end: number): number {
    return end - start < 8 ? -1 : ipv4.read(arena, start + 4)
  }

  judge(kind: Kind, client: number, now: number): Verdict {
    const message = this.#message
    const { type } = message
    const own = this.#own
    this.#names.hardware(client, own, 0)
    if (!this.#isFor(own)) return this.#discard('wrong-client')
    if (type === MessageType.nak && kind !== Kind.first) {
      this.#note('nak')
      this.#held.drop(client)
      return Verdict.refused
    }
    if (type !== (kind === Kind.first ? MessageType.offer : MessageType.ack)) return this.#discard('wrong-type')
    if (!message.find(Option.serverIdentifier) || message.optionEnd - message.optionStart !== 4)
      return this.#discard('no-server-id')
    const server = ipv4.read(message.optionBytes, message.optionStart)
    if (this.#firstServer === 0) {
      this.#firstServer = server
      this.serverId = server.toString(16).padStart(8, '0')
    }
    const { yiaddr } = message
    if (yiaddr === 0) return this.#discard('no-address')
    if (!this.#subnets.hold(yiaddr)) this.#note('outside-subnet')
    const at = message.start + 16
    const valid = this.#lifetimes(client)
    if (kind === Kind.first) {
      this.#servers[client] = server
      this.#held.offer(client, message.arena, at)
      return Verdict.accepted
    }
    if (!this.#held.same(client, message.arena, at)) this.#note('changed-address')
    for (const code of this.#plan.expect.options) {
      if (message.has(code)) continue
      this.#note('missing-option')
      break
    }
    this.#servers[client] = server
    const other = this.#held.take(client, message.arena, at, now, now + valid * 1000)
    if (other >= 0) this.#note('duplicate-address')
    return Verdict.accepted
  }

  holds(client: number, now: number): boolean {
    return this.#held.holds(client, now)
  }

  drop(client: number): void {
    this.#held.drop(client)
  }

  answers(kind: Kind): boolean {
    return kind !== Kind.release
  }

  renewal(client: number): number {
    return this.#renewals[client]!
  }

  describe(): string {
    const message = this.#message
    const { arena, start, end } = message
    const head = `chaddr=${formatBytes(arena, message.chaddrAt, message.chaddrAt + message.hlen)}, yiaddr=${ipv4.format(message.yiaddr)}`
    if (end - start < 240) return `${end - start} bytes: ${formatBytes(arena, start, Math.min(end, start + 64))}`
    try {
      return `${messageTypeName(message.type)}, ${head}\n${messageText(message, standardSpaces(4), 'client', 'server')}`
    } catch {
      return `${end - start} bytes, ${head}: ${formatBytes(arena, start + 240, Math.min(end, start + 320))}`
    }
  }

  templates(): readonly Buffer[] {
    return this.#templates.slice(0, 2).map(template => template.bytes)
  }

  leases(now: number): string[] {
    const lines: string[] = []
    const own = new Uint8Array(6)
    for (let client = 0; client < this.#plan.clients; client++) {
      if (!this.#held.holds(client, now)) continue
      this.#names.hardware(client, own, 0)
      lines.push(`${formatBytes(own)},${ipv4.format(ipv4.read(this.#held.bytes, client * 4))}`)
    }
    return lines
  }

  /** Checks options 51, 58 and 59 (RFC 2131 4.4.5: T1 before T2 before the end). Returns the lifetime, seconds. */
  #lifetimes(client: number): number {
    const valid = this.#seconds(Option.leaseTime)
    const t1 = this.#seconds(Option.renewalTime)
    const t2 = this.#seconds(Option.rebindingTime)
    if (valid <= 0 || t1 > valid || t2 > valid || (t1 >= 0 && t2 >= 0 && t1 > t2)) this.#note('lifetimes')
    // RFC 2131 4.4.5: half of the lifetime unless the server says something else
    this.#renewals[client] = t1 > 0 ? t1 : Math.max(valid, 0) / 2
    return Math.max(valid, 0)
  }

  /** -1: the option is not there. */
  #seconds(code: number): number {
    const message = this.#message
    if (!message.find(code) || message.optionEnd - message.optionStart !== 4) return -1
    return ipv4.read(message.optionBytes, message.optionStart)
  }

  #isFor(own: Uint8Array): boolean {
    const { arena, chaddrAt } = this.#message
    // somebody's own template names its clients elsewhere
    if (this.#plan.message.templates.length > 0) return true
    for (let i = 0; i < 6; i++) if (arena[chaddrAt + i] !== own[i]) return false
    return true
  }

  #discard(problem: 'wrong-client' | 'wrong-type' | 'no-server-id' | 'no-address'): Verdict {
    this.#note(problem)
    return Verdict.discarded
  }

  #note(problem: Parameters<Problems['add']>[0]): void {
    if (this.#plan.expect.enabled) this.#problems.add(problem, () => this.describe())
  }
}

function put16(bytes: Uint8Array, at: number, value: number): void {
  bytes[at] = value >>> 8
  bytes[at + 1] = value
}
