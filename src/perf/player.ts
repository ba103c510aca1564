import type { Batch, Link } from '../net/link.js'
import { Cause, ExchangeTable, State } from './exchange-table.js'
import { KINDS, Kind } from './kind.js'
import { Measurements } from './measurements.js'
import type { Plan } from './plan.js'
import { Problems } from './problems.js'
import type { Scenario } from './scenario/scenario.js'
import { type Speech, Verdict } from './speech.js'

/** A link, and what stands in the slots of what leaves by it. */
export interface Port {
  readonly link: Link
  /** Bytes of the server's address; one of them is picked for each exchange. */
  readonly servers: readonly Uint8Array[]
  readonly serverPort: number
  /** Hardware address that frames go to; undefined: the kernel resolves it. */
  readonly hardware: Uint8Array | undefined
}

export interface PlayerRoom {
  readonly plan: Plan
  readonly ports: readonly Port[]
  readonly random: () => number
  readonly speech: (problems: Problems) => Speech
  readonly thread?: number
}

/** Plays all clients of one thread: sends, hears, judges and counts. When to do what, a Scenario decides. */
export class Player {
  readonly plan: Plan
  readonly speech: Speech
  readonly table: ExchangeTable
  readonly measured: Measurements
  readonly problems = new Problems()
  readonly random: () => number
  readonly #ports: readonly Port[]
  readonly #dropTimes: readonly [number, number]
  /** Milliseconds of the clock at which the run began. */
  origin = 0
  /** When the last message left or was answered: where the run's time ends. */
  last = 0
  /** Why the run is to end before its time; ''. */
  stopReason = ''
  #scenario: Scenario | undefined

  constructor(room: PlayerRoom) {
    const { plan, thread = 0 } = room
    this.plan = plan
    this.random = room.random
    this.#ports = room.ports
    this.speech = room.speech(this.problems)
    // all that can be on its way: what a rate sends in the longest time to wait, or every client at once
    const seconds = Math.max(...plan.dropTime) / 1000
    const { name } = plan.scenario
    const atOnce = name === 'avalanche' || name === 'storm' ? plan.clients : name === 'ramp' ? 1 << 19 : 0
    const most = Math.max(1 << 17, 2 * atOnce, Math.min(1 << 22, plan.rate * 3 * seconds))
    this.table = new ExchangeTable(most, thread, plan.threads)
    this.#dropTimes = plan.dropTime
    this.measured = new Measurements(plan.keepTimes)
  }

  start(scenario: Scenario, now: number): void {
    this.#scenario = scenario
    this.origin = now
    this.last = now
    scenario.start(this, now)
  }

  /**
   * Send the first message of an exchange, a renewal, a release. `intended`: when it was due, which latency counts from.
   * False: there is no room to send now.
   */
  begin(kind: Kind, client: number, intended: number, now: number): boolean {
    if (!this.#send(kind, client, intended, intended, now)) return false
    if (kind === Kind.first) this.measured.started++
    return true
  }

  /** Send what was posted since the last time. */
  flush(): void {
    for (const { link } of this.#ports) link.flush(true)
  }

  /**
   * Send a message that somebody else has written: `write` copies it to arena[start] with this transaction id and returns
   * where it ends. `answered`: an answer is waited for; any will do.
   */
  replay(
    client: number,
    due: number,
    now: number,
    answered: boolean,
    write: (arena: Buffer, start: number, xid: number) => number,
  ): boolean {
    const { link } = this.#portOf(client)
    const out = link.slot()
    if (out === undefined || !this.table.makeRoom()) return false
    const xid = answered ? this.table.open(Kind.replay, client, due, due, now) : Math.floor(this.random() * 0x1000000)
    out.end = write(out.arena, out.start, xid)
    this.#address(client, out)
    link.post()
    this.last = now
    this.measured.kinds[Kind.replay]!.sent++
    if (answered) this.measured.started++
    return true
  }

  heard(batch: Batch, now: number): void {
    for (let i = 0; i < batch.count; i++) {
      const { arena, start, end } = batch.at(i)
      this.#answer(arena, start, end, now)
    }
  }

  /** Give up what has waited too long. */
  expire(now: number): void {
    for (const group of [0, 1] as const) {
      const before = now - this.#dropTimes[group]
      for (let place = this.table.overdue(group, before); place >= 0; place = this.table.overdue(group, before))
        this.#lose(place, now)
    }
    this.#heedLimits()
  }

  /** When expire() will have something to do; Infinity. */
  get nextExpiry(): number {
    return Math.min(this.table.oldest(0) + this.#dropTimes[0], this.table.oldest(1) + this.#dropTimes[1])
  }

  #send(kind: Kind, client: number, intended: number, begun: number, now: number): boolean {
    const { table, speech } = this
    const port = this.#portOf(client)
    const out = port.link.slot()
    if (out === undefined || !table.makeRoom()) return false
    const answered = speech.answers(kind)
    const xid = answered ? table.open(kind, client, intended, begun, now) : Math.floor(this.random() * 0x1000000)
    speech.write(out, kind, client, xid, client % this.#ports.length, this.#elapsed(now))
    this.#address(client, out)
    port.link.post()
    this.last = now
    this.measured.kinds[kind]!.sent++
    if (kind === Kind.release) speech.drop(client)
    return true
  }

  #portOf(client: number): Port {
    return this.#ports[client % this.#ports.length]!
  }

  #address(client: number, out: NonNullable<ReturnType<Link['slot']>>): void {
    const { servers, hardware, serverPort } = this.#portOf(client)
    const server = servers.length === 1 ? servers[0]! : servers[Math.floor(this.random() * servers.length)]!
    for (let i = 0; i < server.length; i++) out.arena[out.addressAt + i] = server[i]!
    out.port = serverPort
    if (hardware === undefined) return
    for (let i = 0; i < 6; i++) out.arena[out.hardwareAt + i] = hardware[i]!
    out.hardwareLength = 6
  }

  /** perfdhcp's -Y and -y: for a while clients say that they have waited. */
  #elapsed(now: number): number {
    const { elapsedFrom, elapsedFor } = this.plan.message
    if (elapsedFor === 0) return 0
    const since = now - this.origin - elapsedFrom
    return since > 0 && since < elapsedFor ? since + 1000 : 0
  }

  #answer(arena: Buffer, start: number, end: number, now: number): void {
    const { table, speech, measured } = this
    const xid = speech.read(arena, start, end)
    if (xid < 0) {
      const place = table.find(speech.guessXid(arena, start, end))
      if (place >= 0) table.cause[place] = Cause.malformed
      this.#note('malformed')
      return
    }
    const place = table.find(xid)
    if (place < 0) {
      measured.kinds[0]!.orphans++
      this.#note('wrong-xid')
      return
    }
    const kind = table.kind[place]! as Kind
    const of = measured.kinds[kind]!
    const state = table.state[place]
    if (state !== State.waiting) {
      of.orphans++
      if (state === State.lost) this.#late(place)
      else this.#note('repeated')
      return
    }
    const client = table.client[place]!
    const verdict = kind === Kind.replay ? Verdict.accepted : speech.judge(kind, client, now)
    if (verdict === Verdict.discarded) {
      of.rejected++
      table.cause[place] = Cause.rejected
      return
    }
    table.close(place, State.answered)
    this.last = now
    of.answered(now - table.sent[place]!, now - table.intended[place]!)
    measured.times?.[kind]?.push(table.sent[place]! - this.origin, now - this.origin)
    if (verdict === Verdict.refused) {
      of.rejected++
      this.#scenario?.ended(this, { kind, client, got: false, now })
      return
    }
    this.#proceed(kind, client, place, now)
  }

  #proceed(kind: Kind, client: number, place: number, now: number): void {
    const begun = this.table.begun[place]!
    if (kind === Kind.first && !this.speech.completes && !this.plan.message.initialOnly) {
      // no room: the server's offer is lost on us, and the exchange with it
      if (!this.#send(Kind.second, client, now, begun, now))
        this.#scenario?.ended(this, { kind, client, got: false, now })
      return
    }
    if (kind === Kind.first || kind === Kind.second || kind === Kind.replay) this.measured.wholeExchange(now - begun)
    this.#scenario?.ended(this, { kind, client, got: true, now })
  }

  #late(place: number): void {
    // it was counted as lost for another reason when its time was over
    const { drops } = this.measured.kinds[this.table.kind[place]!]!
    drops[this.table.cause[place]!]!--
    drops[Cause.late]!++
    this.table.cause[place] = Cause.late
    this.table.close(place, State.answered)
  }

  #lose(place: number, now: number): void {
    const { table } = this
    const kind = table.kind[place]! as Kind
    table.close(place, State.lost)
    this.measured.kinds[kind]!.drops[table.cause[place]!]!++
    this.#scenario?.ended(this, { kind, client: table.client[place]!, got: false, now })
  }

  /** What is still on its way at the end is lost. */
  giveUp(now: number): void {
    this.#scenario = undefined
    for (const group of [0, 1] as const)
      for (
        let place = this.table.overdue(group, Number.POSITIVE_INFINITY);
        place >= 0;
        place = this.table.overdue(group, Number.POSITIVE_INFINITY)
      )
        this.#lose(place, now)
  }

  #heedLimits(): void {
    for (const group of [0, 1] as const) {
      const { value, percent } = this.plan.maxDrop[group]
      if (value === 0) continue
      let sent = 0
      let dropped = 0
      for (let kind = group; kind < (group === 0 ? 1 : KINDS); kind++) {
        sent += this.measured.kinds[kind]!.sent
        dropped += this.measured.kinds[kind]!.dropped
      }
      const reached = percent ? sent > 10 && (100 * dropped) / sent >= value : dropped >= value
      if (reached) this.stopReason = 'Reached maximum drops number.'
    }
  }

  #note(problem: 'malformed' | 'wrong-xid' | 'repeated'): void {
    if (this.plan.expect.enabled) this.problems.add(problem, () => this.speech.describe())
  }
}
