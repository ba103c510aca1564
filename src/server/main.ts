import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { formatAddress, type Interface, listInterfaces } from '../net/interfaces.js'
import { loadSys } from '../net/sys.js'
import { ipv4 } from '../wire/address.js'
import { ClassNames } from './classify/class-set.js'
import type { Generation } from './config/behaviours.js'
import { builtinConfiguration, rescueConfiguration } from './config/builtin.js'
import { type Checked, checkFiles } from './config/check.js'
import { checkLeases, type LeaseCheck } from './config/orphans.js'
import { checkFeatures, featureSite } from './features/check.js'
import { builtInLibraries } from './features/registry.js'
import { AlreadyRunning, pidFilePath, takePidFile } from './pid-file.js'
import type { ServiceEvent, ServiceOptions } from './service-options.js'
import { systemIo } from './store/memfile/lease-file-io.js'
import { Supervisor } from './supervisor.js'
import { SystemClock } from './time/system-clock.js'

export { leaseCheckTexts } from './config/orphans.js'

/** What `keats serve` was asked to do. */
export interface ServeRequest {
  /** Empty: the built-in configuration, or the one of `interface` and `pool`. */
  readonly files: readonly string[]
  readonly interface?: string | undefined
  /** "192.0.2.10-192.0.2.99" */
  readonly pool?: string | undefined
  readonly generation?: Generation | undefined
  readonly port?: number | undefined
  readonly clientPort?: number | undefined
  readonly dataDir?: string | undefined
  /** A bad reservation is left out with a warning, instead of stopping the server. */
  readonly skipBadReservations?: boolean
  readonly verbose: boolean
  readonly version: string
}

/** Whom the running server tells of what happens, besides its log. */
export interface ServeConsole {
  out(line: string): void
  error(line: string): void
}

/** Port of the built-in configuration: no root needed. */
export const BUILTIN_PORT = 1067
const BUILTIN_CLIENT_PORT = 1068

/** A request that cannot be served, for people; nothing was started. */
export class CannotServe extends Error {}

/** What `serve -t` was asked to do. */
export interface CheckRequest {
  readonly files: readonly string[]
  readonly generation?: Generation | undefined
  readonly skipBadReservations?: boolean
  /** A lease file to hold against the configuration. */
  readonly leases?: string | undefined
}

/** Check configuration files as the server would read them, and what they would do to the leases of a file. */
export function checkConfiguration(request: CheckRequest): { readonly checked: Checked; readonly leases?: LeaseCheck } {
  const { files, generation, skipBadReservations = false, leases } = request
  const options = {
    skipBadReservations,
    surroundings: { libraries: builtInLibraries },
    ...(generation === undefined ? {} : { generation }),
  }
  const checked = checkFiles(
    files,
    path => readFileSync(path, 'utf8'),
    options,
    ({ dhcp4 }, report) => {
      if (dhcp4 !== undefined) checkFeatures(dhcp4, featureSite(dhcp4, 'dhcp4', new ClassNames(), report), 'warn')
    },
  )
  const { dhcp4 } = checked.services
  if (leases === undefined || dhcp4 === undefined) return { checked }
  return { checked, leases: checkLeases(dhcp4, leases, systemIo, new SystemClock().seconds()) }
}

/**
 * Serve until a signal ends it: SIGTERM and SIGINT stop, SIGHUP reads the configuration again. Resolves with the exit
 * code of the process. Rejects with CannotServe when it cannot start.
 */
export async function serve(request: ServeRequest, console: ServeConsole): Promise<number> {
  const options = await optionsOf(request)
  const pidFile = pidFilePath(options.dataDir, options.files[0])
  let release: () => void
  try {
    release = takePidFile(pidFile)
  } catch (error) {
    if (error instanceof AlreadyRunning)
      throw new CannotServe(`DHCP4_ALREADY_RUNNING keats already running? ${error.message}`)
    throw new CannotServe(
      `cannot write the PID file ${pidFile}: ${(error as Error).message} (--data-dir names another place)`,
    )
  }
  try {
    return await run(options, console)
  } finally {
    release()
  }
}

async function run(options: ServiceOptions, console: ServeConsole): Promise<number> {
  let firstReady = true
  const supervisor = new Supervisor(options, {
    ready(event) {
      if (firstReady && options.text !== undefined) for (const line of greeting(options, event)) console.out(line)
      firstReady = false
    },
    reloaded(ok, text) {
      if (!ok) console.error(`${text}\nThe configuration stays as it was.`)
    },
    crashed(reason) {
      console.error(`The DHCPv4 service ended unexpectedly and is started again: ${reason}`)
    },
  })
  let end: ((code: number) => void) | undefined
  const ended = new Promise<number>(resolve => {
    end = resolve
  })
  const stop = (): void => end?.(0)
  const reload = (): void => supervisor.reload()
  process.on('SIGTERM', stop)
  process.on('SIGINT', stop)
  process.on('SIGHUP', reload)
  try {
    const problems = await supervisor.start()
    if (problems !== undefined) throw new CannotServe(problems)
    const code = await ended
    await supervisor.stop()
    return code
  } finally {
    process.off('SIGTERM', stop)
    process.off('SIGINT', stop)
    process.off('SIGHUP', reload)
  }
}

async function optionsOf(request: ServeRequest): Promise<ServiceOptions> {
  const { files, generation, skipBadReservations = false, verbose, version } = request
  const builtin = files.length === 0 && request.interface === undefined
  const dataDir = resolve(request.dataDir ?? (files.length > 0 ? defaultDataDir() : '.keats'))
  let text: string | undefined
  if (builtin) text = builtinConfiguration(dataDir).text
  else if (request.interface !== undefined) text = await rescueText(request, dataDir)
  return {
    files: files.map(file => resolve(file)),
    text,
    generation,
    port: request.port ?? (builtin ? BUILTIN_PORT : undefined),
    clientPort: request.clientPort ?? (builtin ? BUILTIN_CLIENT_PORT : undefined),
    relayAtSource: builtin && request.clientPort === undefined,
    dataDir,
    skipBadReservations,
    verbose,
    version,
  }
}

/** Root keeps its leases where services do; everybody else where they are. */
function defaultDataDir(): string {
  return process.getuid?.() === 0 ? '/var/lib/keats' : '.keats'
}

async function rescueText(request: ServeRequest, dataDir: string): Promise<string> {
  const name = request.interface!
  if (request.files.length > 0)
    throw new CannotServe('--interface makes a configuration of its own: leave --config out')
  if (request.pool === undefined)
    throw new CannotServe(
      '--interface wants --pool FIRST-LAST, the addresses to give out, e.g. --pool 192.0.2.10-192.0.2.99',
    )
  const found = listInterfaces(await loadSys())
  const own = found.find(candidate => candidate.name === name)
  if (own === undefined)
    throw new CannotServe(`there is no interface ${name}; there are: ${found.map(i => i.name).join(', ')}`)
  return rescueConfiguration({ interface: name, pool: request.pool, subnet: subnetOf(own, request.pool), dataDir }).text
}

/** The prefix of the interface that the pool lies in. */
function subnetOf(own: Interface, pool: string): string {
  const first = ipv4.parse(pool.split('-')[0]!.trim())
  const prefixes = own.addresses.filter(({ bytes }) => bytes.length === 4)
  for (const { bytes, prefixLength } of prefixes) {
    const prefix = ipv4.network(ipv4.read(bytes, 0), prefixLength)
    if (first !== undefined && ipv4.contains(prefix, prefixLength, first))
      return `${ipv4.format(prefix)}/${prefixLength}`
  }
  const has = prefixes.map(({ bytes, prefixLength }) => `${formatAddress(bytes)}/${prefixLength}`).join(', ')
  throw new CannotServe(
    `the pool ${pool} lies in no subnet of ${own.name}, which has ${has === '' ? 'no IPv4 address' : has}; give the interface an address of the pool's subnet first`,
  )
}

function greeting(options: ServiceOptions, event: Extract<ServiceEvent, { kind: 'ready' }>): string[] {
  return [
    '',
    `  DHCPv4 is served on  ${event.listens.join(', ') || 'no interface'}`,
    `  leases are kept in   ${event.leaseFile ?? 'memory only'}`,
    options.port === BUILTIN_PORT
      ? '  get a first lease    npx keats probe        (in another terminal)'
      : `  configuration from   the command line`,
    '  stop it              Ctrl-C',
    '',
  ]
}
