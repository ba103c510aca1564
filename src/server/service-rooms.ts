import { mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { formatAddress, type Interface, listInterfaces } from '../net/interfaces.js'
import { type NetRoom, type Opened, type OpenLink, type OpenOptions, openLinks, openNet } from '../net/open.js'
import type { DescriptorListener } from '../net/sys.js'
import type { SystemInterface } from './config/decide/site.js'
import type { OpenDoors } from './control-sockets.js'
import type { Sink } from './log/sink.js'
import type { KeptFiles } from './server-id/kept-duid.js'
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
  /** Writes a configuration file, whole or not at all; throws when it cannot. Absent: nothing is written. */
  write?(path: string, text: string): void
  interfaces(): readonly SystemInterface[]
  /** Where the service keeps what it has to know at its next start, leases aside. */
  readonly files: KeptFiles
  /** All there is to say of the interfaces; absent: nothing. */
  detected?(): readonly Interface[]
  openLinks(options: OpenOptions, already: readonly OpenLink[]): Promise<Opened>
  /** Opens the HTTP sockets of the configuration; absent: nobody does. */
  readonly openDoors?: OpenDoors | undefined
  /** A command ends the service, with this exit code. Absent: nothing comes of it. */
  shutdown?(code: number): void
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
    write: replaceFile,
    interfaces: () =>
      listInterfaces(net.kernel?.sys).map(each => ({
        name: each.name,
        addresses: each.addresses.map(({ bytes }) => formatAddress(bytes)),
        hardware: hardwareOf(each),
      })),
    files: systemFiles,
    detected: () => listInterfaces(net.kernel?.sys),
    openLinks: (options, already) => openLinks(options, net, already),
    trimMemory: () => net.kernel?.sys.trimMemory(),
  }
}

function hardwareOf({ loopback, hardware, hardwareType }: Interface): SystemInterface['hardware'] {
  return loopback || hardware.every(byte => byte === 0) ? undefined : { type: hardwareType, address: hardware }
}

const systemFiles: KeptFiles = {
  read(path) {
    try {
      return readFileSync(path, 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  },
  write(path, text) {
    mkdirSync(dirname(path), { recursive: true })
    replaceFile(path, text)
  },
}

/** A reader finds the old file or the new one, and never half of one. Passwords may stand in it: its mode is kept. */
function replaceFile(path: string, text: string): void {
  const known = statSync(path, { throwIfNoEntry: false })
  const target = known === undefined ? path : realpathSync(path)
  const fresh = `${target}.new`
  try {
    writeFileSync(fresh, text, { mode: known === undefined ? 0o640 : known.mode & 0o777 })
    renameSync(fresh, target)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error
  }
}
