import { parseAddress } from '../../net/interfaces.js'
import type { Out } from '../../net/link.js'
import { ipv6 } from '../../wire/address.js'
import { formatBytes } from '../../wire/hex.js'
import { standardSpaces } from '../../wire/standard-options.js'
import { MessageType, Option, StatusCode } from '../../wire/v6/codes.js'
import { beginOption, endOption, putOption } from '../../wire/v6/encode.js'
import { IaAddressCursor, IaCursor, statusAmong } from '../../wire/v6/ia.js'
import { Message6 } from '../../wire/v6/message.js'
import { messageText, messageTypeName } from '../../wire/v6/text.js'
import { ClientNames } from '../client-names.js'
import { type Subnets, subnets6 } from '../expectations.js'
import { Holdings } from '../holdings.js'
import { Kind } from '../kind.js'
import type { Plan } from '../plan.js'
import type { Problems } from '../problems.js'
import { type Speech, Verdict } from '../speech.js'
import { MessageWriter6 } from './message-writer.js'
import { OwnTemplate6 } from './own-template.js'

const TYPES = [
  MessageType.solicit,
  MessageType.request,
  MessageType.renew,
  MessageType.rebind,
  MessageType.release,
] as const
/** An IA prefix option has the length before the 16 bytes of the prefix: held together. */
const PREFIX = 17

/** How clients of DHCPv6 speak, and what they know: addresses, prefixes, servers, renewal times. */
export class Speech6 implements Speech {
  completes = false
  serverId = ''
  readonly #plan: Plan
  readonly #problems: Problems
  readonly #names: ClientNames
  readonly #writer: MessageWriter6
  readonly #own: readonly (OwnTemplate6 | undefined)[]
  readonly #subnets: Subnets<bigint>
  readonly #message = new Message6()
  readonly #ias = new IaCursor()
  readonly #parts = new IaAddressCursor()
  readonly #addresses: Holdings | undefined
  readonly #prefixes: Holdings | undefined
  readonly #servers: Buffer[] = []
  readonly #serverOf: Uint16Array
  readonly #renewals: Uint32Array
  readonly #duid: Uint8Array

  /** `seconds`: since 1970. */
  constructor(plan: Plan, problems: Problems, seconds: number) {
    this.#plan = plan
    this.#problems = problems
    this.#names = new ClientNames(plan.identity, seconds)
    const links = new Uint8Array(16 * plan.relays.length)
    for (const [i, relay] of plan.relays.entries()) links.set(parseAddress(plan.links[i] ?? relay)!, 16 * i)
    this.#writer = new MessageWriter6(plan, this.#names, links)
    this.#own = plan.message.templates.map((hex, i) => new OwnTemplate6(hex, plan.message.offsets[i]!))
    this.#subnets = subnets6(plan.expect.subnets)
    if (this.#writer.withAddress) this.#addresses = new Holdings(plan.clients, 16)
    if (this.#writer.withPrefix) this.#prefixes = new Holdings(plan.clients, PREFIX)
    this.#serverOf = new Uint16Array(plan.clients)
    this.#renewals = new Uint32Array(plan.clients)
    this.#duid = new Uint8Array(this.#names.duidLength)
  }

  write(out: Out, kind: Kind, client: number, xid: number, relay: number, elapsed: number): void {
    const { writer } = this.#writer
    writer.reset(out.arena, out.start, out.limit)
    const own = this.#own[kind]
    if (own !== undefined) {
      this.#writer.envelop(client, xid, relay)
      own.write(writer, client, xid, elapsed, this.#names, kind === Kind.second ? this.#message : undefined)
    } else {
      this.#writer.begin(TYPES[kind as 0]!, client, xid, relay, elapsed)
      if (kind === Kind.second) this.#putAnswered(client)
      else this.#putHeld(kind, client)
    }
    this.#writer.end()
    out.end = writer.at
  }

  read(arena: Buffer, start: number, end: number): number {
    const message = this.#message
    if (message.read(arena, start, end) !== undefined || message.truncated) return -1
    return message.transactionId
  }

  guessXid(arena: Buffer, start: number, end: number): number {
    // behind a relay's header the message begins after the fixed part and the head of option 9, as servers write it
    const at = arena[start] === MessageType.relayReply ? start + 34 + 4 : start
    return end - at < 4 ? -1 : (arena[at + 1]! << 16) | (arena[at + 2]! << 8) | arena[at + 3]!
  }

  judge(kind: Kind, client: number, now: number): Verdict {
    const message = this.#message
    this.completes = false
    if (!this.#isFor(client)) return this.#discard('wrong-client')
    const { type } = message
    const rapid = kind === Kind.first && type === MessageType.reply && message.has(Option.rapidCommit)
    if (type !== (kind === Kind.first && !rapid ? MessageType.advertise : MessageType.reply))
      return this.#discard('wrong-type')
    if (!message.find(Option.serverId) || message.optionEnd - message.optionStart < 3)
      return this.#discard('no-server-id')
    this.#noteServer(client)
    const status = statusAmong(message.arena, message.optionsAt, message.optionsEnd)
    if (status > StatusCode.success) return this.#refuse('status', client)
    if (kind === Kind.release) return Verdict.accepted
    const final = kind !== Kind.first || rapid
    const address =
      this.#addresses === undefined ? undefined : this.#judgeIa(Option.iaNa, client, this.#addresses, final, now)
    const prefix =
      this.#prefixes === undefined ? undefined : this.#judgeIa(Option.iaPd, client, this.#prefixes, final, now)
    const problem = address ?? prefix
    if (problem !== undefined) return this.#refuse(problem, client)
    if (final) this.#expectOptions()
    this.completes = rapid
    return Verdict.accepted
  }

  holds(client: number, now: number): boolean {
    return this.#addresses?.holds(client, now) ?? this.#prefixes!.holds(client, now)
  }

  drop(client: number): void {
    this.#addresses?.drop(client)
    this.#prefixes?.drop(client)
  }

  answers(): boolean {
    return true
  }

  renewal(client: number): number {
    return this.#renewals[client]!
  }

  describe(): string {
    const { arena, start, end } = this.#message
    try {
      return `${messageTypeName(this.#message.type)}\n${messageText(this.#message, standardSpaces(6), 'client', 'server')}`
    } catch {
      return `${end - start} bytes: ${formatBytes(arena, start, Math.min(end, start + 64))}`
    }
  }

  templates(): readonly Buffer[] {
    const { writer } = this.#writer
    return [Kind.first, Kind.renew].map(kind => {
      const arena = Buffer.alloc(1400)
      writer.reset(arena, 0, arena.length)
      this.#writer.begin(TYPES[kind]!, 0, 0, 0, 0)
      this.#putHeld(kind, 0)
      this.#writer.end()
      return arena.subarray(0, writer.at)
    })
  }

  leases(now: number): string[] {
    const lines: string[] = []
    for (let client = 0; client < this.#plan.clients; client++) {
      this.#names.duid(client, this.#duid, 0)
      const duid = formatBytes(this.#duid)
      if (this.#addresses?.holds(client, now) === true)
        lines.push(`${duid},${ipv6.format(ipv6.read(this.#addresses.bytes, client * 16))}`)
      if (this.#prefixes?.holds(client, now) === true) {
        const at = client * PREFIX
        lines.push(`${duid},${ipv6.format(ipv6.read(this.#prefixes.bytes, at + 1))}/${this.#prefixes.bytes[at]}`)
      }
    }
    return lines
  }

  /** The server and the IAs of the ADVERTISE that was read, as they came (RFC 8415 18.2.2). */
  #putAnswered(client: number): void {
    const { writer } = this.#writer
    const message = this.#message
    this.#putServer(client)
    for (const code of [Option.iaNa, Option.iaPd])
      if (message.find(code)) putOption(writer, code, message.arena, message.optionStart, message.optionEnd)
  }

  /** What the client holds, or an empty IA of each kind that it wants. */
  #putHeld(kind: Kind, client: number): void {
    if (kind === Kind.renew || kind === Kind.release) this.#putServer(client)
    if (this.#addresses !== undefined) this.#putIa(Option.iaNa, kind, client, this.#addresses)
    if (this.#prefixes !== undefined) this.#putIa(Option.iaPd, kind, client, this.#prefixes)
  }

  #putIa(code: number, kind: Kind, client: number, held: Holdings): void {
    const { writer } = this.#writer
    const mark = this.#writer.beginIa(code)
    if (kind !== Kind.first) {
      const at = client * held.width
      const part = beginOption(writer, code === Option.iaNa ? Option.iaAddress : Option.iaPrefix, 25)
      if (code === Option.iaNa) writer.copy(held.bytes, at, at + 16)
      writer.u32(0)
      writer.u32(0)
      if (code === Option.iaPd) writer.copy(held.bytes, at, at + PREFIX)
      endOption(writer, part)
    }
    endOption(writer, mark)
  }

  #putServer(client: number): void {
    const server = this.#servers[this.#plan.message.firstServer ? 0 : this.#serverOf[client]!]
    if (server !== undefined) putOption(this.#writer.writer, Option.serverId, server, 0, server.length)
  }

  #noteServer(client: number): void {
    const { arena, optionStart, optionEnd } = this.#message
    let i = 0
    for (; i < this.#servers.length; i++) {
      const known = this.#servers[i]!
      if (
        known.length === optionEnd - optionStart &&
        arena.compare(known, 0, known.length, optionStart, optionEnd) === 0
      )
        break
    }
    if (i === this.#servers.length) {
      // a server that invents identifiers does not fill the memory
      if (i >= 256) i = 255
      this.#servers[i] = Buffer.from(arena.subarray(optionStart, optionEnd))
      if (i === 0) this.serverId = this.#servers[0]!.toString('hex')
    }
    this.#serverOf[client] = i
  }

  /** Check the one IA of this kind; the problem that refuses it, undefined for none. */
  #judgeIa(
    code: number,
    client: number,
    held: Holdings,
    final: boolean,
    now: number,
  ): 'status' | 'no-address' | undefined {
    const ia = this.#ias.over(this.#message, code)
    if (!ia.next()) return 'no-address'
    if (statusAmong(ia.bytes, ia.optionsAt, ia.optionsEnd) > StatusCode.success) return 'status'
    const part = this.#parts.over(ia)
    // an address whose lifetime is over is one that is taken away (RFC 8415 18.2.10.1)
    let found = part.next()
    while (found && part.valid === 0) found = part.next()
    if (!found) return 'no-address'
    if (statusAmong(ia.bytes, part.optionsAt, part.optionsEnd) > StatusCode.success) return 'status'
    const { preferred, valid } = part
    if (preferred > valid || (ia.t1 > 0 && ia.t2 > 0 && ia.t1 > ia.t2) || ia.t2 > valid) this.#note('lifetimes')
    const isPrefix = code === Option.iaPd
    const { prefixLength } = this.#plan.expect
    if (isPrefix && prefixLength > 0 && part.prefixLength !== prefixLength) this.#note('prefix-length')
    if (!this.#subnets.any && !this.#subnets.hold(ipv6.read(ia.bytes, part.addressAt))) this.#note('outside-subnet')
    const at = isPrefix ? part.addressAt - 1 : part.addressAt
    if (!final) {
      held.offer(client, ia.bytes, at)
      return undefined
    }
    // RFC 8415 14.2: the client chooses T1 when the server leaves it open
    this.#renewals[client] = ia.t1 > 0 ? ia.t1 : preferred / 2
    const known = this.#message.has(Option.rapidCommit) || held.same(client, ia.bytes, at)
    if (!known) this.#note('changed-address')
    if (held.take(client, ia.bytes, at, now, now + valid * 1000) >= 0) this.#note('duplicate-address')
    return undefined
  }

  #expectOptions(): void {
    for (const code of this.#plan.expect.options) {
      if (this.#message.has(code)) continue
      this.#note('missing-option')
      return
    }
  }

  #isFor(client: number): boolean {
    const message = this.#message
    if (!message.find(Option.clientId)) return false
    if (this.#own.length > 0) return true
    const duid = this.#duid
    this.#names.duid(client, duid, 0)
    if (message.optionEnd - message.optionStart !== duid.length) return false
    for (let i = 0; i < duid.length; i++) if (message.arena[message.optionStart + i] !== duid[i]) return false
    return true
  }

  #refuse(problem: 'status' | 'no-address', client: number): Verdict {
    this.#note(problem)
    this.drop(client)
    return Verdict.refused
  }

  #discard(problem: 'wrong-client' | 'wrong-type' | 'no-server-id'): Verdict {
    this.#note(problem)
    return Verdict.discarded
  }

  #note(problem: Parameters<Problems['add']>[0]): void {
    if (this.#plan.expect.enabled) this.#problems.add(problem, () => this.describe())
  }
}
