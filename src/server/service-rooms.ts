import { readFileSync } from 'node:fs'
import { formatAddress, listInterfaces } from '../net/interfaces.js'
import { type NetRoom, type Opened, type OpenLink, type OpenOptions, openLinks, openNet } from '../net/open.js'
import type { DescriptorListener } from '../net/sys.js'
import type { SystemInterface } from './config/decide/site.js'
import type { Sink } from './log/sink.js'
import { CachedClock } from './time/cached-clock.js'
import type { Clock, Timers } from './time/clock.js'
import { SystemClock } from './time/system-clock.js'
import { SystemTimers } from './time/system-timers.js'

/** What a service is given of the world. Tests give it another one. */
export interface ServiceRooms {
  /** May stand still for the length of a turn: what happens in one batch of packets has one time. */
  readonly clock: Clock
  /** What log lines are dated with. */
  readonly logClock: Clock
  readonly timers: Timers
  /** Numbers in [0, 1). */
  readonly random: () => number
  /** Reads a configuration file. */
  read(path: string): string
  interfaces(): readonly SystemInterface[]
  openLinks(options: OpenOptions, already: readonly OpenLink[]): Promise<Opened>
  /** Something big was loaded, and what it took on the way is free again. */
  trimMemory?(): void
  /** Where the log goes instead of what the configuration says. */
  readonly logSink?: Sink
}

/** This machine. `onDescriptor` hears of descriptors that outlive a crash of the thread. */
export async function systemRooms(onDescriptor: DescriptorListener): Promise<ServiceRooms> {
  const timers = new SystemTimers()
  const system = new SystemClock()
  const net: NetRoom = await openNet(timers, onDescriptor)
  return {
    timers,
    clock: new CachedClock(system, timers),
    logClock: system,
    random: Math.random,
    read: path => readFileSync(path, 'utf8'),
    interfaces: () =>
      listInterfaces(net.kernel?.sys).map(({ name, addresses }) => ({
        name,
        addresses: addresses.map(({ bytes }) => formatAddress(bytes)),
      })),
    openLinks: (options, already) => openLinks(options, net, already),
    trimMemory: () => net.kernel?.sys.trimMemory(),
  }
}
