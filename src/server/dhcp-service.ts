import type { Link } from '../net/link.js'
import type { Channel } from './api/channel.js'
import type { ConfigurationRooms } from './api/commands/configuration-rooms.js'
import { editingCommands } from './api/commands/editing-commands.js'
import { Dispatcher as CommandDispatcher } from './api/dispatch.js'
import { Registry } from './api/registry.js'
import type { Roles } from './api/roles.js'
import type { CompiledClasses } from './classify/classes.js'
import type { Decided } from './config/decided.js'
import { formatProblem } from './config/problem.js'
import { type Pace, runSliced, type Sliced } from './config/slices.js'
import type { MapTree } from './config/tree.js'
import { ConfigurationEdits, type EditSite } from './configuration-edits.js'
import { type Checked, ConfigurationJudge, type Refusal } from './configuration-judge.js'
import { ControlSockets } from './control-sockets.js'
import { buildPlan, revisePlan } from './engine/build-plan.js'
import { Dispatcher, type Traveller } from './engine/dispatcher.js'
import type { Plan } from './engine/plan.js'
import { calloutException } from './hooks/messages.js'
import type { Address } from './lease/lease.js'
import { PoolSpaces } from './lease/pool-spaces.js'
import { Reclaimer } from './lease/reclaim.js'
import { checkLeases, type Fits } from './lease/sanity.js'
import { createLogs, type LogTree, startupLoggers } from './log/log-tree.js'
import type { Logger } from './log/logger.js'
import { planRooms } from './plan-rooms.js'
import type { ConfigurationRoom, Running } from './running-configuration.js'
import { chooseServerId, type ServerId } from './server-id/server-id.js'
import { registerCommands } from './service-commands.js'
import type { ServiceFamily, WalkParts } from './service-family.js'
import { leasePath, openLeases, type ServiceLeases, sameLeases } from './service-leases.js'
import { ServiceLinks } from './service-links.js'
import type { ServiceMessages } from './service-messages.js'
import type { ServiceOptions } from './service-options.js'
import type { ServiceRooms } from './service-rooms.js'
import { ServiceState } from './service-state.js'
import { StatisticsRegistry } from './stats/registry.js'
import type { Retention } from './stats/samples.js'
import type { MemfileStore } from './store/memfile/memfile-store.js'

/** Milliseconds of configuration work between two turns of waiting packets. */
const SLICE = 5

/**
 * One DHCP service: composes the rooms, starts, reloads and stops. Everything it needs is made here and passed on; two
 * of them live in one process without knowing of each other.
 */
export class DhcpService<A extends Address, X extends Traveller> implements ConfigurationRoom<A> {
  /** What commands that look at the configuration and edit it work on; once it has started. */
  readonly edits: ConfigurationRooms
  readonly #family: ServiceFamily<A, X>
  readonly #options: ServiceOptions
  readonly #judge: ConfigurationJudge<A, X>
  readonly #rooms: ServiceRooms
  readonly #ownAddresses = new Set<A>()
  readonly #logs: LogTree
  readonly #log: Logger
  readonly #links: ServiceLinks
  readonly #say: ServiceMessages
  /** How long work makes way for packets. */
  readonly #pace: Pace
  readonly #state: ServiceState
  #serves = false
  #checked: Checked<A> | undefined
  /** One configuration at a time is put in force. */
  #changing: Promise<unknown> = Promise.resolve()
  #running: Checked<A> | undefined
  #statistics!: StatisticsRegistry
  #leases!: ServiceLeases<A>
  #spaces: PoolSpaces<A> | undefined
  #plan!: Plan<A>
  #serverId = NOBODY.bytes
  #walk!: WalkParts<A, X>
  #dispatcher!: Dispatcher<X>
  #reclaimer!: Reclaimer<A>
  #commands!: CommandDispatcher
  #sockets: ControlSockets | undefined
  #commandsEnd: (() => void) | undefined
  /** Milliseconds of the monotonic clock. */
  #startedAt = 0
  #changedAt = 0

  constructor(family: ServiceFamily<A, X>, options: ServiceOptions, rooms: ServiceRooms) {
    this.#family = family
    this.#options = options
    this.#rooms = rooms
    this.#say = family.say
    this.#state = new ServiceState(rooms.timers)
    this.#pace = { monotonic: () => rooms.clock.monotonic(), pause: () => this.#pause(), slice: SLICE }
    this.#logs = createLogs(startupLoggers(family.logger, process.env.KEA_LOGGER_DESTINATION), {
      root: family.logger,
      clock: rooms.logClock,
      timers: rooms.timers,
      verbose: options.verbose,
      ...(rooms.logSink === undefined ? {} : { sink: rooms.logSink }),
    })
    this.#log = this.#logs.logger(family.mainLogger)
    this.#judge = new ConfigurationJudge({
      family,
      options,
      rooms,
      logs: this.#logs,
      pace: this.#pace,
      running: () => this.#running,
    })
    this.edits = new ConfigurationEdits(this.#editSite())
    this.#links = new ServiceLinks({
      rooms,
      log: this.#log,
      say: family.say,
      family: this.#ip,
      port: options.port ?? family.serverPort,
      attach: link => this.#dispatcher.attach(link),
      changed: links => this.#answersTo(links),
    })
  }

  get statistics(): StatisticsRegistry {
    return this.#statistics
  }

  /** Its log: whoever speaks for it elsewhere (the front door) speaks through these. */
  get logs(): LogTree {
    return this.#logs
  }

  /** Takes commands, once it serves. */
  get commands(): Channel {
    return this.#commands
  }

  /** Where it listens, for people. */
  get listens(): string[] {
    return this.#links.describe()
  }

  /** Undefined: leases are not kept in a file. */
  get leaseFile(): string | undefined {
    return this.#plan.decided.leaseDatabase.persist ? this.#leases.path : undefined
  }

  get keyword(): string {
    return this.#family.keyword
  }

  get running(): Running<A> {
    return this.#running!
  }

  /** Undefined: it serves. Else what keeps it from that, for people. */
  async start(): Promise<string | undefined> {
    return (await this.check()) ?? this.apply()
  }

  /** Read the configuration again. Undefined: it is in force. Else what is wrong; the old one stays. */
  async reload(): Promise<string | undefined> {
    this.#reopen()
    const judged = await this.#judge.judge()
    if ('reason' in judged) return this.#refuse(judged).words
    return this.#put(judged)
  }

  /**
   * Read the configuration without any effect but lines in the log. Undefined: apply() puts it in force. Else what is
   * wrong, for people.
   */
  async check(): Promise<string | undefined> {
    this.#checked = undefined
    if (this.#serves) this.#reopen()
    const judged = await this.#judge.judge()
    if ('reason' in judged) return this.#refuse(judged).text
    this.#checked = judged
    return undefined
  }

  /**
   * Put in force what check() found right; without a check before it there is nothing to do. Undefined: done. Else what is
   * in the way of it (a lease file, a socket); the configuration stays as it was.
   */
  async apply(): Promise<string | undefined> {
    const checked = this.#checked
    this.#checked = undefined
    return checked && this.#put(checked)
  }

  /** Forget what check() found right; the configuration stays as it is. `reason`, for people, lies outside this service. */
  discard(reason: string): void {
    this.#checked = undefined
    this.#failed(reason)
  }

  async test(tree: MapTree): Promise<string | undefined> {
    const judged = await this.#judge.judge(tree)
    return 'reason' in judged ? judged.words : undefined
  }

  async replace(tree: MapTree): Promise<string | undefined> {
    const judged = await this.#judge.judge(tree)
    if ('reason' in judged) {
      this.#log.log(this.#say.parserFail, this.keyword, judged.reason)
      return judged.words
    }
    return this.#put(judged, false)
  }

  /** One after the other: reading a file, and commands, may meet. */
  async #put(checked: Checked<A>, fromFiles = true): Promise<string | undefined> {
    const before = this.#changing
    let done!: () => void
    this.#changing = new Promise<void>(resolve => {
      done = resolve
    })
    await before
    try {
      if (this.#serves) await this.#change(checked)
      else await this.#begin(checked)
    } catch (error) {
      return this.#failed(error instanceof Error ? error.message : String(error), '', fromFiles)
    } finally {
      done()
    }
    for (const problem of checked.problems) this.#log.log(this.#say.configSyntaxWarning, formatProblem(problem))
    if (this.#serves && fromFiles) this.#log.log(this.#say.dynamicReconfigurationSuccess, this.#files)
    this.#serves = true
    this.#changedAt = this.#rooms.clock.monotonic()
    return undefined
  }

  async #begin(checked: Checked<A>): Promise<void> {
    const { decided, classes } = checked
    const { version, endedBefore } = this.#options
    const say = this.#say
    this.#startedAt = this.#rooms.clock.monotonic()
    this.#logs.reconfigure(decided.loggers)
    if (endedBefore !== undefined) this.#log.log(say.serverFailed, endedBefore)
    this.#log.log(say.starting, version, 'keats')
    this.#statistics = new StatisticsRegistry(this.#rooms.clock, retentionOf(decided))
    this.#leases = await this.#openLeases(decided)
    const serverId = this.#chooseServerId(decided)
    const hooks = this.#logs.logger('callouts')
    this.#walk = this.#family.walk({
      logs: this.#logs,
      statistics: this.#statistics,
      leaseCounters: () => this.#leases.counters,
      behaviours: decided.behaviours,
      ports: this.#ports(),
      dataDir: this.#dataDirOf(decided),
      ownAddresses: this.#ownAddresses,
      serverId: () => this.#serverId,
      store: () => this.#leases.store,
      plan: () => this.#plan,
      disabled: () => this.#state.disabled,
      listenerFailed: (point, error) => hooks.log(calloutException, point, String(error)),
    })
    const made = await this.#makePlan(decided, classes)
    await this.#use(made, this.#leases)
    this.#beKnownAs(serverId)
    this.#running = checked
    await this.#checkLeases(decided)
    this.#dispatcher = new Dispatcher(this.#walk.dispatch, this.#rooms.clock, this.#rooms.timers)
    this.#reclaimer = new Reclaimer(
      {
        kind: this.#family.kind,
        store: this.#leases.store,
        clock: this.#rooms.clock,
        timers: this.#rooms.timers,
        log: this.#logs.logger('alloc-engine'),
        messages: this.#family.reclaimMessages,
        expiring: lease => this.#walk.expiring(lease),
        reclaimed: lease => this.#walk.reclaimed(lease),
      },
      decided.expired,
    )
    this.#rooms.trimMemory?.()
    await this.#takeCommands(decided)
    await this.#links.configure(decided.interfaces)
    this.#reclaimer.start()
    this.#tellComplete(decided)
    this.#log.log(say.started, version)
    this.#logs.flush()
  }

  /**
   * Nothing of what is in force is touched before all that may fail has been done: leases opened, plan made, sockets open.
   * Packets are served by the old configuration until then.
   */
  async #change(checked: Checked<A>): Promise<void> {
    const { decided, classes } = checked
    const before = this.#running!.decided
    const old = this.#leases
    const moved = !sameLeases(decided, before) || this.#pathOf(decided) !== old.path
    const leases = moved ? await this.#openLeases(decided) : old
    try {
      const serverId = this.#chooseServerId(decided)
      const made = await this.#makePlan(decided, classes)
      const wrong = await this.#sockets!.configure(decided.controlSockets)
      if (wrong !== undefined) throw new Error(wrong)
      try {
        await this.#links.configure(decided.interfaces)
      } catch (error) {
        await this.#sockets!.configure(before.controlSockets)
        // what was open before is open still, or was in the way of nothing
        await this.#links.configure(before.interfaces).catch(() => undefined)
        throw error
      }
      this.#beKnownAs(serverId)
      await this.#use(made, leases)
    } catch (error) {
      if (moved) {
        await leases.store.close()
        old.counters.restate()
      }
      throw error
    }
    this.#running = checked
    if (moved) await old.store.close()
    leases.counters.restate()
    await this.#checkLeases(decided)
    this.#logs.reconfigure(decided.loggers)
    this.#statistics.configure(retentionOf(decided))
    this.#reclaimer.reconfigure(decided.expired, this.#leases.store)
    this.#tellComplete(decided)
  }

  /** From here on packets are served by this plan. */
  async #use({ plan, spaces }: { plan: Plan<A>; spaces: PoolSpaces<A> }, leases: ServiceLeases<A>): Promise<void> {
    // the new pools are told of all leases there are, in slices; the old ones need to know no more
    await runSliced(observing(leases.store, spaces), this.#pace)
    if (this.#spaces !== undefined) this.#leases.store.forget(this.#spaces)
    this.#spaces = spaces
    this.#leases = leases
    this.#plan = plan
    await runSliced(leases.counters.configuring(plan.decided), this.#pace)
  }

  #tellComplete({ global, subnets }: Decided<A>): void {
    const ddns = global.ddns.enableUpdates ? 'enabled' : 'disabled'
    this.#log.log(this.#say.configComplete, `added IPv${this.#ip} subnets: ${subnets.length}; DDNS: ${ddns}`)
  }

  /** Commands, and the sockets they come through. Throws when a socket cannot be opened. */
  async #takeCommands(decided: Decided<A>): Promise<void> {
    const { timers, openDoors, shutdown } = this.#rooms
    const registry = new Registry(this.#options.service, decided.behaviours.generation)
    registry.register(editingCommands, this.edits)
    this.#commandsEnd = registerCommands(registry, {
      family: this.#family,
      configuration: this,
      state: this.#state,
      links: this.#links,
      rooms: this.#rooms,
      statistics: this.#statistics,
      trace: { ...this.#walk, tracers: this.#walk.dispatch.tracers },
      version: this.#options.version,
      plan: () => this.#plan,
      leases: () => this.#leases,
      reclaimer: () => this.#reclaimer,
      since: () => ({ started: this.#startedAt, changed: this.#changedAt }),
      shutdown: code => timers.soon(() => shutdown?.(code)),
    })
    const log = this.#logs.logger('commands')
    const roles = (): Roles | undefined => this.#running?.roles
    this.#commands = new CommandDispatcher({ registry, logs: this.#logs, pace: this.#pace, roles })
    const directory = process.env.KEA_CONTROL_SOCKET_DIR
    const policy = { directories: directory ? [directory] : [], unsafe: this.#options.unsafe === true }
    this.#sockets = new ControlSockets({ commands: this.#commands, log, timers, policy, pid: process.pid, openDoors })
    const wrong = await this.#sockets.configure(decided.controlSockets)
    if (wrong !== undefined) throw new Error(wrong)
  }

  /** Ends in order: what was received is answered, what was changed is written. */
  async stop(): Promise<void> {
    this.#state.close()
    this.#commandsEnd?.()
    this.#reclaimer?.stop()
    this.#dispatcher?.stop()
    this.#links.close()
    await this.#sockets?.close()
    await this.#leases?.store.close()
    this.#log.log(this.#say.shutdown)
    this.#logs.close()
  }

  #answersTo(links: readonly Link[]): void {
    this.#ownAddresses.clear()
    for (const { localAddress } of links)
      if (localAddress !== undefined) this.#ownAddresses.add(this.#family.kind.read(localAddress, 0))
  }

  #reopen(): void {
    this.#logs.reopen()
    this.#log.log(this.#say.dynamicReconfiguration, this.#files)
  }

  #pause(): Promise<void> {
    return new Promise(resolve => this.#rooms.timers.soon(resolve))
  }

  async #makePlan(
    decided: Decided<A>,
    { evaluator }: CompiledClasses,
  ): Promise<{ plan: Plan<A>; spaces: PoolSpaces<A> }> {
    const spaces = new PoolSpaces(this.#family.kind, this.#rooms.random)
    const plan = await buildPlan(decided, planRooms(this.#family, decided, evaluator, spaces), () => this.#pause())
    return { plan, spaces }
  }

  #editSite(): EditSite<A> {
    const { keywords, kind } = this.#family
    const service = this
    return {
      keywords,
      kind,
      planRooms: this.#family,
      pace: this.#pace,
      surroundings: () => this.#judge.surroundings(),
      get tree() {
        return service.running.tree
      },
      get plan() {
        return service.#plan
      },
      install: (tree, plan) => {
        this.#running = { ...this.#running!, tree, decided: plan.decided }
        this.#plan = plan
      },
      replace: tree => this.replace(tree),
      revisedPlan: async decided => {
        const spaces = new PoolSpaces(kind, this.#rooms.random)
        const rooms = planRooms(this.#family, decided, this.#plan.evaluator, spaces)
        const plan = await revisePlan(this.#plan, decided, rooms, () => this.#pause())
        await runSliced(observing(this.#leases.store, spaces), this.#pace)
        return { plan, spaces }
      },
      succeed: (spaces, gone, revision) => {
        this.#leases.store.forget(spaces)
        this.#spaces?.replace(gone, spaces)
        this.#leases.counters.revise(revision.gone, revision.fresh, kind.bits)
      },
      forget: spaces => this.#leases.store.forget(spaces),
    }
  }

  /** Leases that do not fit the configuration: sanity-checks. */
  async #checkLeases(decided: Decided<A>): Promise<void> {
    const { kind } = this.#family
    const log = this.#logs.logger('dhcpsrv')
    const subnets = [...this.#plan.subnets.values()]
    const { store } = this.#leases
    const misfits = (fits: Fits<A>) => store.misfits(fits)
    await checkLeases({ kind, store, misfits, subnets, log, breathe: () => this.#pause() }, decided.sanityChecks)
  }

  #openLeases(decided: Decided<A>): Promise<ServiceLeases<A>> {
    const { kind, statistics } = this.#family
    const names = statistics[decided.behaviours.generation]
    const log = this.#logs.logger('dhcpsrv')
    const site = { kind, names, statistics: this.#statistics, rooms: this.#rooms, log }
    return openLeases(site, decided, this.#pathOf(decided))
  }

  #chooseServerId(decided: Decided<A>): ServerId {
    if (decided.v6 === undefined) return NOBODY
    const { files, clock, random } = this.#rooms
    const hardware = this.#rooms.interfaces().find(each => each.hardware !== undefined)?.hardware
    return chooseServerId(decided.v6.serverId, this.#serves ? this.#serverId : undefined, {
      files,
      folder: this.#dataDirOf(decided),
      material: { hardware, seconds: clock.seconds(), random },
      log: this.#log,
    })
  }

  #beKnownAs(serverId: ServerId): void {
    serverId.keep()
    this.#serverId = serverId.bytes
  }

  #pathOf(decided: Decided<A>): string {
    return leasePath(decided, this.#family.leaseFile, this.#dataDirOf(decided))
  }

  #dataDirOf(decided: Decided<A>): string {
    return decided.v6?.dataDirectory || this.#options.dataDir
  }

  #ports(): { server: number; client: number; relay: number | 'source' } {
    const { port, clientPort, relayAtSource } = this.#options
    const server = port ?? this.#family.serverPort
    return {
      server,
      client: clientPort ?? this.#family.clientPort,
      relay: relayAtSource ? 'source' : (clientPort ?? this.#family.serverPort),
    }
  }

  #refuse(refused: Refusal): Refusal {
    this.#failed(refused.reason, `configuration error using file '${this.#files}': `)
    return refused
  }

  /** Log that a configuration comes to nothing, with Kea's ids for the moment. Returns the reason. */
  #failed(reason: string, atStart = '', fromFiles = true): string {
    if (!this.#serves) this.#log.log(this.#say.initFail, `${atStart}${reason}`)
    else if (fromFiles) {
      this.#log.log(this.#say.configLoadFail, this.#files, reason)
      this.#log.log(this.#say.dynamicReconfigurationFail, this.#files)
    } else this.#log.log(this.#say.parserFail, this.keyword, reason)
    this.#logs.flush()
    return reason
  }

  get #files(): string {
    return this.#options.files.join(', ')
  }

  get #ip(): 4 | 6 {
    return this.#family.kind.width === 4 ? 4 : 6
  }
}

/** A server that needs no identifier. */
const NOBODY: ServerId = { bytes: new Uint8Array(0), keep: () => {} }

function retentionOf<A extends Address>({ limits }: Decided<A>): Retention {
  return { count: limits.sampleCount, age: limits.sampleAge }
}

function* observing<A extends Address>(store: MemfileStore<A>, spaces: PoolSpaces<A>): Sliced<void> {
  for (const _ of store.observe(spaces)) yield
}
