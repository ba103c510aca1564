import { dirname, resolve } from 'node:path'
import type { Command } from './api/command.js'
import { configurationCommands } from './api/commands/core/configuration.js'
import { interfaceCommands } from './api/commands/core/interfaces.js'
import { leaseKeepingCommands } from './api/commands/core/leases.js'
import { metricsCommands } from './api/commands/core/metrics.js'
import { servingCommands } from './api/commands/core/serving.js'
import { statisticCommands } from './api/commands/core/statistics.js'
import { statusCommands } from './api/commands/core/status.js'
import { traceCommands } from './api/commands/core/trace.js'
import { coreCommands } from './api/core-commands.js'
import type { JsonMap } from './api/json/json.js'
import type { Registry } from './api/registry.js'
import { configGet } from './config/show/config-get.js'
import type { Sliced } from './config/slices.js'
import type { Traveller } from './engine/dispatcher.js'
import type { Plan } from './engine/plan.js'
import { TraceSessions, type TraceSite } from './explain/trace-sessions.js'
import type { Address } from './lease/lease.js'
import type { Reclaimer } from './lease/reclaim.js'
import type { ConfigurationRoom } from './running-configuration.js'
import type { ServiceFamily } from './service-family.js'
import type { ServiceLeases } from './service-leases.js'
import type { ServiceLinks } from './service-links.js'
import type { ServiceRooms } from './service-rooms.js'
import { Origin, type ServiceState } from './service-state.js'
import { prometheus } from './stats/prometheus.js'
import type { StatisticsRegistry } from './stats/registry.js'
import { about } from './version-text.js'

/** What of a service its commands work on. What a reload may change is asked for each time. */
export interface CommandedService<A extends Address, X extends Traveller> {
  readonly family: ServiceFamily<A, X>
  readonly configuration: ConfigurationRoom<A>
  readonly state: ServiceState
  readonly links: ServiceLinks
  readonly rooms: ServiceRooms
  readonly statistics: StatisticsRegistry
  readonly trace: Omit<TraceSite<X>, 'timers'>
  readonly version: string
  plan(): Plan<A>
  leases(): ServiceLeases<A>
  reclaimer(): Reclaimer<A>
  /** Milliseconds of the monotonic clock: when it began to serve, and when it took its configuration. */
  since(): { readonly started: number; readonly changed: number }
  shutdown(code: number): void
}

/** Registers all commands of a service. Call what it returns when the service ends. */
export function registerCommands<A extends Address, X extends Traveller>(
  registry: Registry,
  service: CommandedService<A, X>,
): () => void {
  const { family, configuration, state, rooms, statistics } = service
  const traces = new TraceSessions<X>({ ...service.trace, timers: rooms.timers })
  const put = <Rooms>(commands: readonly Command<Rooms>[], given: Rooms): void => registry.register(commands, given)
  put(coreCommands, { registry, ...about(service.version) })
  put(statisticCommands, { statistics })
  put(servingCommands, { title: family.title, state, shutdown: code => service.shutdown(code) })
  put(leaseKeepingCommands, leaseKeeping(service))
  put(statusCommands, {
    get status() {
      return statusOf(service)
    },
    get serverTag() {
      return configuration.running.decided.global.serverTag
    },
    more: () => ({}),
  })
  put(interfaceCommands, { interfaces: interfacesOf(service) })
  put(configurationCommands, {
    configuration: {
      keyword: configuration.keyword,
      show: () => shown(service),
      test: tree => configuration.test(tree),
      replace: tree => configuration.replace(tree),
      reload: () => configuration.reload(),
    },
    files: filesOf(service),
  })
  put(family.selectCommands, { plan: () => service.plan(), localAddress: name => localAddress(service, name) })
  family.registerLeaseCommands(registry, {
    clock: rooms.clock,
    statistics,
    store: () => service.leases().store,
    plan: () => service.plan(),
    leaseCounters: () => service.leases().counters,
    copies: () => service.leases().store.copies,
  })
  put(traceCommands, { traces })
  put(metricsCommands, {
    metrics: () =>
      prometheus({
        service: registry.service,
        kind: family.kind,
        counters: statistics.inOrder(),
        subnets: service.plan().subnets,
      }),
  })
  return () => traces.close()
}

function* shown<A extends Address, X extends Traveller>({
  configuration,
  family,
}: CommandedService<A, X>): Sliced<JsonMap> {
  const { tree, decided } = configuration.running
  // plain data, as it was read from JSON
  return (yield* configGet(tree, decided, family.keywords)) as JsonMap
}

function leaseKeeping<A extends Address, X extends Traveller>(service: CommandedService<A, X>) {
  return {
    reclaim: (remove: boolean) => service.reclaimer().all(remove),
    cleanUp(): 'begun' | 'running' | 'none' {
      const { store } = service.leases()
      if (!service.configuration.running.decided.leaseDatabase.persist) return 'none'
      if (store.compacting) return 'running'
      void store.compact()
      return 'begun'
    },
  }
}

function statusOf<A extends Address, X extends Traveller>(service: CommandedService<A, X>) {
  const { configuration, links, rooms, state } = service
  const { limits, leaseDatabase } = configuration.running.decided
  const { started, changed } = service.since()
  const seconds = (from: number): number => Math.floor((rooms.clock.monotonic() - from) / 1000)
  const failed = links.errors.length > 0
  return {
    pid: process.pid,
    uptime: seconds(started),
    reload: seconds(changed),
    sockets: failed ? (links.retrying ? ('retrying' as const) : ('failed' as const)) : ('ready' as const),
    socketErrors: links.errors,
    threads: {
      enabled: limits.multiThreading.enabled,
      count: limits.multiThreading.threads,
      queueSize: limits.packetQueueSize,
    },
    leaseFile: leaseDatabase.persist ? service.leases().path : undefined,
    disabledBy: {
      user: state.disabledBy(Origin.user),
      local: state.origins(Origin.haLocal, Origin.haRemote),
      remote: state.origins(Origin.haRemote, Origin.database),
      database: state.origins(Origin.database, Number.POSITIVE_INFINITY),
    },
  }
}

function interfacesOf<A extends Address, X extends Traveller>({ links, rooms }: CommandedService<A, X>) {
  return {
    detected: () => rooms.detected?.() ?? [],
    inUse: (name: string) => links.all.some(link => link.name === name),
    redetect: () => links.redetect(),
    add: (names: readonly string[]) => links.add(names),
  }
}

function localAddress<A extends Address, X extends Traveller>(
  { rooms, family }: CommandedService<A, X>,
  name: string,
): A | undefined {
  const { addresses } = rooms.interfaces().find(each => each.name === name) ?? { addresses: [] }
  return addresses.map(address => family.kind.parse(address)).find(address => address !== undefined)
}

function filesOf<A extends Address, X extends Traveller>({ configuration, rooms }: CommandedService<A, X>) {
  return {
    standard(): { path: string } | { wrong: string } {
      const { file, fileIsShared } = configuration.running
      if (file === undefined) return { wrong: 'the service was started without a file: config-write wants a filename' }
      if (!fileIsShared) return { path: file }
      return { wrong: `${file} holds other services too: config-write wants another filename` }
    },
    beside(path: string): string {
      const { file } = configuration.running
      return file === undefined ? resolve(path) : resolve(dirname(file), path)
    },
    refuses(path: string): string | undefined {
      const { file } = configuration.running
      if (file === undefined || dirname(path) === dirname(file)) return undefined
      return `not allowed to write config into ${path}: file ${path} must be in the same directory as the config file (${file})`
    },
    write(path: string, text: string): void {
      if (rooms.write === undefined) throw new Error('nothing is written here')
      rooms.write(path, text)
    },
  }
}
