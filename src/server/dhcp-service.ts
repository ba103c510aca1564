import { mkdirSync } from 'node:fs'
import { dirname, isAbsolute, join } from 'node:path'
import type { Link } from '../net/link.js'
import type { ConfigurationRooms } from './api/commands/configuration-rooms.js'
import { type CompiledClasses, compileClasses } from './classify/classes.js'
import type { ClassEvaluator } from './classify/evaluate.js'
import { classReport } from './classify/report.js'
import type { Surroundings } from './config/decide/site.js'
import { decide } from './config/decide.js'
import type { Decided } from './config/decided.js'
import type { Configured } from './config/edit/revise.js'
import { type Loaded, loadConfiguration } from './config/load.js'
import { formatProblem, Report } from './config/problem.js'
import { type Pace, runSliced, type Sliced } from './config/slices.js'
import type { MapTree, Problem } from './config/tree.js'
import { ConfigurationEdits, type EditSite } from './configuration-edits.js'
import { type BuildRooms, buildPlan, revisePlan } from './engine/build-plan.js'
import { Dispatcher, type Traveller } from './engine/dispatcher.js'
import type { Plan } from './engine/plan.js'
import { checkFeatures, featureSite } from './features/check.js'
import { builtInLibraries } from './features/registry.js'
import { calloutException } from './hooks/messages.js'
import type { Address } from './lease/lease.js'
import { PoolSpaces } from './lease/pool-spaces.js'
import { Reclaimer } from './lease/reclaim.js'
import { checkLeases, type Fits } from './lease/sanity.js'
import { createLogs, type LogTree, startupLoggers } from './log/log-tree.js'
import type { Logger } from './log/logger.js'
import type { ServiceFamily, WalkParts } from './service-family.js'
import { ServiceLinks } from './service-links.js'
import type { ServiceMessages } from './service-messages.js'
import type { ServiceOptions } from './service-options.js'
import type { ServiceRooms } from './service-rooms.js'
import { LeaseCounters } from './stats/lease-counters.js'
import { StatisticsRegistry } from './stats/registry.js'
import type { Retention } from './stats/samples.js'
import type { MemfileStore } from './store/memfile/memfile-store.js'
import { openMemfileStore } from './store/memfile/open.js'

/** A configuration that was found right, and waits for its turn. */
interface Checked<A extends Address> {
  /** The map under "Dhcp4" or "Dhcp6". */
  readonly tree: MapTree
  readonly problems: readonly Problem[]
  readonly decided: Decided<A>
  readonly classes: CompiledClasses
}

/** Milliseconds of configuration work between two turns of waiting packets. */
const SLICE = 5

/**
 * One DHCP service: composes the rooms, starts, reloads and stops. Everything it needs is made here and passed on; two
 * of them live in one process without knowing of each other.
 */
export class DhcpService<A extends Address, X extends Traveller> {
  /** What commands that look at the configuration and edit it work on; once it has started. */
  readonly edits: ConfigurationRooms
  readonly #family: ServiceFamily<A, X>
  readonly #options: ServiceOptions
  readonly #rooms: ServiceRooms
  readonly #ownAddresses = new Set<A>()
  readonly #logs: LogTree
  readonly #log: Logger
  readonly #links: ServiceLinks
  readonly #say: ServiceMessages
  /** How long work makes way for packets. */
  readonly #pace: Pace
  #serves = false
  #checked: Checked<A> | undefined
  #statistics!: StatisticsRegistry
  #leaseCounters!: LeaseCounters<A>
  #store!: MemfileStore<A>
  #storePath = ''
  #spaces: PoolSpaces<A> | undefined
  #plan!: Plan<A>
  /** The configuration in force as written: the map under "Dhcp4" or "Dhcp6". */
  #tree!: MapTree
  #walk!: WalkParts<A, X>
  #dispatcher!: Dispatcher<X>
  #reclaimer!: Reclaimer<A>

  constructor(family: ServiceFamily<A, X>, options: ServiceOptions, rooms: ServiceRooms) {
    this.#family = family
    this.#options = options
    this.#rooms = rooms
    this.#say = family.say
    this.#pace = { monotonic: () => rooms.clock.monotonic(), pause: () => this.#pause(), slice: SLICE }
    this.#logs = createLogs(startupLoggers(family.logger, process.env.KEA_LOGGER_DESTINATION), {
      root: family.logger,
      clock: rooms.logClock,
      timers: rooms.timers,
      verbose: options.verbose,
      ...(rooms.logSink === undefined ? {} : { sink: rooms.logSink }),
    })
    this.#log = this.#logs.logger(family.mainLogger)
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

  /** The configuration in force, in both forms; once it has started. */
  get running(): Configured<A> {
    return { tree: this.#tree, decided: this.#plan.decided }
  }

  get statistics(): StatisticsRegistry {
    return this.#statistics
  }

  /** Where it listens, for people. */
  get listens(): string[] {
    return this.#links.describe()
  }

  /** Undefined: leases are not kept in a file. */
  get leaseFile(): string | undefined {
    return this.#plan.decided.leaseDatabase.persist ? this.#storePath : undefined
  }

  /** Undefined: it serves. Else what keeps it from that, for people. */
  async start(): Promise<string | undefined> {
    return (await this.check()) ?? this.apply()
  }

  /** Read the configuration again. Undefined: it is in force. Else what is wrong; the old one stays. */
  async reload(): Promise<string | undefined> {
    return (await this.check()) ?? this.apply()
  }

  /**
   * Read the configuration without any effect but lines in the log. Undefined: apply() puts it in force. Else what is
   * wrong, for people.
   */
  async check(): Promise<string | undefined> {
    this.#checked = undefined
    if (this.#serves) {
      this.#logs.reopen()
      this.#log.log(this.#say.dynamicReconfiguration, this.#files)
    }
    const loaded = await this.#load()
    const decided = this.#family.decided(loaded.services)
    if (decided === undefined) return this.#refused(loaded)
    const { type } = decided.leaseDatabase
    if (type !== 'memfile') return this.#failed(`leases cannot be kept in ${type} yet; "type": "memfile" is served`)
    const classes = this.#compileClasses(decided)
    const problems = [...classes.problems, ...this.#featureProblems(decided, classes)]
    const wrong = problems.filter(({ severity }) => severity === 'error').map(problem => formatProblem(problem))
    if (wrong.length > 0) return this.#failed(wrong.join('\n'))
    this.#checked = {
      tree: loaded.trees.get(this.#family.keywords.service)!,
      problems: loaded.problems,
      decided,
      classes,
    }
    return undefined
  }

  /**
   * Put in force what check() found right; without a check before it there is nothing to do. Undefined: done. Else what is
   * in the way of it (a lease file, a socket); the configuration stays as it was.
   */
  async apply(): Promise<string | undefined> {
    const checked = this.#checked
    this.#checked = undefined
    if (checked === undefined) return undefined
    try {
      if (this.#serves) await this.#change(checked)
      else await this.#begin(checked)
    } catch (error) {
      return this.#failed(error instanceof Error ? error.message : String(error))
    }
    for (const problem of checked.problems) this.#log.log(this.#say.configSyntaxWarning, formatProblem(problem))
    if (this.#serves) this.#log.log(this.#say.dynamicReconfigurationSuccess, this.#files)
    this.#serves = true
    return undefined
  }

  /** Forget what check() found right; the configuration stays as it is. `reason`, for people, lies outside this service. */
  discard(reason: string): void {
    this.#checked = undefined
    this.#failed(reason)
  }

  /**
   * Put a configuration in force that a command brought: the map under "Dhcp4" or "Dhcp6". Resolves with what is wrong with
   * it, and the one before stays; empty: it is in force. Rejects when something else is in the way.
   */
  async replace(tree: MapTree): Promise<readonly Problem[]> {
    const { keywords } = this.#family
    const { behaviours } = this.#plan.decided
    const report = new Report()
    const options = { generation: behaviours.generation, surroundings: this.#surroundings() }
    const decided = await runSliced(decide(tree, keywords, options, report), this.#pace)
    const classes = decided && this.#compileClasses(decided)
    const more = classes === undefined ? [] : [...classes.problems, ...this.#featureProblems(decided!, classes)]
    const problems = [...report.problems, ...more].filter(({ severity }) => severity === 'error')
    if (decided === undefined || classes === undefined || problems.length > 0) return problems
    await this.#change({ tree, problems, decided, classes })
    return []
  }

  async #begin({ tree, decided, classes }: Checked<A>): Promise<void> {
    const { version, endedBefore } = this.#options
    const say = this.#say
    this.#logs.reconfigure(decided.loggers)
    if (endedBefore !== undefined) this.#log.log(say.serverFailed, endedBefore)
    this.#log.log(say.starting, version, 'keats')
    this.#statistics = new StatisticsRegistry(this.#rooms.clock, retentionOf(decided))
    await this.#openStore(decided)
    const hooks = this.#logs.logger('callouts')
    this.#walk = this.#family.walk({
      logs: this.#logs,
      statistics: this.#statistics,
      leaseCounters: () => this.#leaseCounters,
      behaviours: decided.behaviours,
      ports: this.#ports(),
      dataDir: this.#dataDirOf(decided),
      ownAddresses: this.#ownAddresses,
      store: () => this.#store,
      plan: () => this.#plan,
      disabled: () => false,
      listenerFailed: (point, error) => hooks.log(calloutException, point, String(error)),
    })
    this.#plan = await this.#makePlan(decided, classes)
    this.#tree = tree
    await this.#checkLeases(decided)
    this.#dispatcher = new Dispatcher(this.#walk.dispatch, this.#rooms.clock, this.#rooms.timers)
    this.#reclaimer = new Reclaimer(
      {
        kind: this.#family.kind,
        store: this.#store,
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
    await this.#links.configure(decided.interfaces)
    this.#reclaimer.start()
    const ddns = decided.global.ddns.enableUpdates ? 'enabled' : 'disabled'
    this.#log.log(say.configComplete, `added IPv${this.#ip} subnets: ${decided.subnets.length}; DDNS: ${ddns}`)
    this.#log.log(say.started, version)
    this.#logs.flush()
  }

  async #change({ tree, decided, classes }: Checked<A>): Promise<void> {
    const before = this.#store
    const moved = !sameDatabase(decided, this.#plan.decided) || this.#pathOf(decided) !== this.#storePath
    const counters = this.#leaseCounters
    const path = this.#storePath
    if (moved) await this.#openStore(decided)
    try {
      this.#plan = await this.#makePlan(decided, classes)
      this.#tree = tree
    } catch (error) {
      if (moved) await this.#store.close()
      this.#store = before
      this.#leaseCounters = counters
      this.#storePath = path
      throw error
    }
    if (moved) await before.close()
    await this.#checkLeases(decided)
    this.#logs.reconfigure(decided.loggers)
    this.#statistics.configure(retentionOf(decided))
    this.#reclaimer.reconfigure(decided.expired, this.#store)
    await this.#links.configure(decided.interfaces)
  }

  /** Ends in order: what was received is answered, what was changed is written. */
  async stop(): Promise<void> {
    this.#reclaimer?.stop()
    this.#dispatcher?.stop()
    this.#links.close()
    await this.#store?.close()
    this.#log.log(this.#say.shutdown)
    this.#logs.close()
  }

  #answersTo(links: readonly Link[]): void {
    this.#ownAddresses.clear()
    for (const { localAddress } of links)
      if (localAddress !== undefined) this.#ownAddresses.add(this.#family.kind.read(localAddress, 0))
  }

  #load(): Promise<Loaded> {
    const { service, files, text, generation, skipBadReservations = false } = this.#options
    return loadConfiguration(
      text === undefined ? files : [{ name: '<built-in>', text }],
      {
        read: path => this.#rooms.read(path),
        service,
        ...(generation === undefined ? {} : { generation }),
        surroundings: this.#surroundings(),
        skipBadReservations,
      },
      this.#pace,
    )
  }

  #surroundings(): Surroundings {
    return { interfaces: this.#rooms.interfaces(), libraries: builtInLibraries }
  }

  #pause(): Promise<void> {
    return new Promise(resolve => this.#rooms.timers.soon(resolve))
  }

  /** Tell the new pools of all leases there are; the old ones need to know no more. */
  *#observing(spaces: PoolSpaces<A>): Sliced<void> {
    yield* this.#told(spaces)
    if (this.#spaces !== undefined) this.#store.forget(this.#spaces)
    this.#spaces = spaces
  }

  /** Tell pools of all leases there are, and from then on of every change. */
  *#told(spaces: PoolSpaces<A>): Sliced<void> {
    for (const _ of this.#store.observe(spaces)) yield
  }

  #compileClasses(decided: Decided<A>): CompiledClasses {
    return compileClasses(decided.classes, {
      family: this.#family.classes,
      generation: decided.behaviours.generation,
      spaces: decided.spaces,
      report: classReport(this.#logs),
    })
  }

  #featureProblems(decided: Decided<A>, { evaluator }: CompiledClasses): readonly Problem[] {
    const report = new Report()
    checkFeatures(decided, featureSite(decided, this.#family.space, evaluator.names, report))
    return report.problems
  }

  async #makePlan(decided: Decided<A>, { evaluator }: CompiledClasses): Promise<Plan<A>> {
    const spaces = new PoolSpaces(this.#family.kind, this.#rooms.random)
    const plan = await buildPlan(decided, this.#planRooms(decided, evaluator, spaces), () => this.#pause())
    await runSliced(this.#leaseCounters.configuring(decided), this.#pace)
    await runSliced(this.#observing(spaces), this.#pace)
    return plan
  }

  #planRooms(decided: Decided<A>, evaluator: ClassEvaluator, spaces: PoolSpaces<A>): BuildRooms<A> {
    const { kind, space, serverIdentifierCode } = this.#family
    return {
      kind,
      space,
      names: evaluator.names,
      globalOptions: decided.global.options,
      evaluator,
      builtin: evaluator.builtin,
      serverIdentifierCode,
      freeAddresses: (pool, algorithm) => spaces.add(pool, algorithm),
    }
  }

  #editSite(): EditSite<A> {
    const { keywords, kind } = this.#family
    const service = this
    return {
      keywords,
      kind,
      planRooms: this.#family,
      pace: this.#pace,
      surroundings: () => this.#surroundings(),
      get tree() {
        return service.#tree
      },
      get plan() {
        return service.#plan
      },
      install: (tree, plan) => {
        this.#tree = tree
        this.#plan = plan
      },
      replace: tree => this.replace(tree),
      revisedPlan: async decided => {
        const spaces = new PoolSpaces(kind, this.#rooms.random)
        const rooms = this.#planRooms(decided, this.#plan.evaluator, spaces)
        const plan = await revisePlan(this.#plan, decided, rooms, () => this.#pause())
        await runSliced(this.#told(spaces), this.#pace)
        return { plan, spaces }
      },
      succeed: (spaces, gone, revision) => {
        this.#store.forget(spaces)
        this.#spaces?.replace(gone, spaces)
        this.#leaseCounters.revise(revision.gone, revision.fresh, kind.bits)
      },
      forget: spaces => this.#store.forget(spaces),
    }
  }

  /** Leases that do not fit the configuration: sanity-checks. */
  async #checkLeases(decided: Decided<A>): Promise<void> {
    const { kind } = this.#family
    const log = this.#logs.logger('dhcpsrv')
    const subnets = [...this.#plan.subnets.values()]
    const store = this.#store
    const misfits = (fits: Fits<A>) => store.misfits(fits)
    await checkLeases({ kind, store, misfits, subnets, log, breathe: () => this.#pause() }, decided.sanityChecks)
  }

  /** Load the leases and count them. */
  async #openStore(decided: Decided<A>): Promise<void> {
    const path = this.#pathOf(decided)
    const counters = new LeaseCounters<A>(this.#statistics, this.#family.statistics[decided.behaviours.generation])
    mkdirSync(dirname(path), { recursive: true })
    this.#store = await openMemfileStore(
      this.#family.kind,
      { ...decided.leaseDatabase, path },
      {
        clock: this.#rooms.clock,
        timers: this.#rooms.timers,
        logger: this.#logs.logger('dhcpsrv'),
        observers: [counters],
      },
    )
    counters.loaded()
    this.#leaseCounters = counters
    this.#storePath = path
  }

  #pathOf(decided: Decided<A>): string {
    const name = decided.leaseDatabase.name ?? this.#family.leaseFile
    return isAbsolute(name) ? name : join(this.#dataDirOf(decided), name)
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

  /** Tell all that is wrong with a configuration; the log has the first of it. */
  #refused(loaded: Loaded): string {
    const texts = loaded.problems.map(problem => formatProblem(problem, loaded.sources))
    if (loaded.ok) texts.push(`the configuration holds nothing for ${this.#family.logger}`)
    const errors = loaded.problems.filter(({ severity }) => severity === 'error')
    const first = errors[0] === undefined ? texts.at(-1)! : formatProblem(errors[0])
    const reason = errors.length > 1 ? `${first} (and ${errors.length - 1} more)` : first
    this.#failed(reason, `configuration error using file '${this.#files}': `)
    return texts.join('\n')
  }

  /** Log that a configuration comes to nothing, with Kea's ids for the moment. Returns the reason. */
  #failed(reason: string, atStart = ''): string {
    if (this.#serves) {
      this.#log.log(this.#say.configLoadFail, this.#files, reason)
      this.#log.log(this.#say.dynamicReconfigurationFail, this.#files)
    } else this.#log.log(this.#say.initFail, `${atStart}${reason}`)
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

function retentionOf<A extends Address>({ limits }: Decided<A>): Retention {
  return { count: limits.sampleCount, age: limits.sampleAge }
}

function sameDatabase<A extends Address>(a: Decided<A>, b: Decided<A>): boolean {
  return JSON.stringify(a.leaseDatabase) === JSON.stringify(b.leaseDatabase)
}
