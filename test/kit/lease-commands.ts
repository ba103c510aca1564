import { unixCaller } from '../../src/server/api/caller.js'
import {
  type LeaseCommandSite,
  registerLeaseCommands4,
  registerLeaseCommands6,
} from '../../src/server/api/commands/lease-commands.js'
import { Dispatcher } from '../../src/server/api/dispatch.js'
import { Registry } from '../../src/server/api/registry.js'
import { gathered } from '../../src/server/api/reply-text.js'
import type { Generation } from '../../src/server/config/behaviours.js'
import type { Pace } from '../../src/server/config/slices.js'
import type { Traveller } from '../../src/server/engine/dispatcher.js'
import type { Address } from '../../src/server/lease/lease.js'
import { createLogs } from '../../src/server/log/log-tree.js'
import type { Sink } from '../../src/server/log/sink.js'
import type { MemfileStore } from '../../src/server/store/memfile/memfile-store.js'
import { noHurry } from '../server/api/command-server.js'
import type { ControlReply } from './control-socket.js'
import type { Engine } from './engine.js'
import type { Engine4 } from './engine4.js'
import type { Engine6 } from './engine6.js'
import type { VirtualTime } from './virtual-time.js'

/** The commands of lease_cmds and stat_cmds over an engine under test. */
export class LeaseCommands {
  readonly registry: Registry
  readonly #dispatcher: Dispatcher

  private constructor(registry: Registry, log: Sink, time: VirtualTime, pace: Pace) {
    this.registry = registry
    const logs = createLogs([], {
      root: `kea-${registry.service}`,
      clock: time,
      timers: time,
      verbose: true,
      sink: log,
    })
    this.#dispatcher = new Dispatcher({ registry, logs, pace, roles: () => undefined })
  }

  static of4(engine: Engine4, generation: Generation = '2.2', pace = noHurry): LeaseCommands {
    const registry = new Registry('dhcp4', generation)
    registerLeaseCommands4(registry, siteOf(engine))
    return new LeaseCommands(registry, engine.log, engine.time, pace)
  }

  static of6(engine: Engine6, generation: Generation = '2.2', pace = noHurry): LeaseCommands {
    const registry = new Registry('dhcp6', generation)
    registerLeaseCommands6(registry, siteOf(engine))
    return new LeaseCommands(registry, engine.log, engine.time, pace)
  }

  /** The reply to a command whose arguments are written as JSON; undefined: none. */
  async say(command: string, written?: string): Promise<string> {
    const given = written === undefined ? '' : `,"arguments":${written}`
    const { text } = await this.#dispatcher.ask({ text: `{"command":"${command}"${given}}`, caller: unixCaller })
    return gathered(text)
  }

  async ask(command: string, given?: object): Promise<ControlReply> {
    return JSON.parse(await this.say(command, given === undefined ? undefined : JSON.stringify(given))) as ControlReply
  }
}

function siteOf<A extends Address, X extends Traveller>({ site, time }: Engine<A, X>): LeaseCommandSite<A> {
  return {
    clock: time,
    statistics: site.statistics,
    store: () => site.store(),
    plan: () => site.plan(),
    leaseCounters: () => site.leaseCounters(),
    copies: () => (site.store() as MemfileStore<A>).copies,
  }
}
