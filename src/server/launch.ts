import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { listInterfaces } from '../net/interfaces.js'
import { loadSys } from '../net/sys.js'
import type { Generation } from './config/behaviours.js'
import { builtinConfiguration, rescueConfiguration } from './config/builtin.js'
import { type MemberName, members, type ServiceName, servedServices } from './config/served.js'
import { servicesAsked } from './config/services-asked.js'
import { runSliced } from './config/slices.js'
import { rescuePools } from './rescue.js'
import type { ServiceOptions } from './service-options.js'

/** What `keats serve` was asked to do. */
export interface ServeRequest {
  /** Empty: the built-in configuration, or the one of `interface` and `pools`. */
  readonly files: readonly string[]
  readonly interface?: string | undefined
  /** "192.0.2.10-192.0.2.99", "2001:db8::10-2001:db8::99" */
  readonly pools?: readonly string[] | undefined
  readonly generation?: Generation | undefined
  /** UDP ports of DHCPv4, or of the only service. */
  readonly port?: number | undefined
  readonly clientPort?: number | undefined
  /** UDP ports of DHCPv6, or of the only service. */
  readonly port6?: number | undefined
  readonly clientPort6?: number | undefined
  readonly dataDir?: string | undefined
  /** A bad reservation is left out with a warning, instead of stopping the server. */
  readonly skipBadReservations?: boolean
  /** `-X`: what Kea 3 refuses as unsafe is warned of. */
  readonly unsafe?: boolean
  readonly verbose: boolean
  readonly version: string
}

/** A request that cannot be served, for people; nothing was started. */
export class CannotServe extends Error {}

/** UDP ports of the built-in configuration: no root needed. */
const builtinPorts: Readonly<Record<ServiceName, { readonly server: number; readonly client: number }>> = {
  dhcp4: { server: 1067, client: 1068 },
  dhcp6: { server: 1547, client: 1546 },
}

/** What of a request concerns all services: where they read their configuration, where they keep their files. */
export class Launch {
  /** What is unsafe is warned of, not refused. */
  readonly unsafe: boolean
  readonly generation: Generation | undefined
  readonly verbose: boolean
  readonly version: string
  /** Absolute paths; empty: `text` is the configuration. */
  readonly files: readonly string[]
  readonly text: string | undefined
  readonly dataDir: string
  /** Nothing but the built-in configuration is served. */
  readonly builtin: boolean
  readonly #request: ServeRequest

  private constructor(request: ServeRequest, dataDir: string, text: string | undefined) {
    this.#request = request
    this.unsafe = request.unsafe === true
    this.generation = request.generation
    this.verbose = request.verbose
    this.version = request.version
    this.files = request.files.map(file => resolve(file))
    this.text = text
    this.dataDir = dataDir
    this.builtin = request.files.length === 0 && request.interface === undefined
  }

  /** Rejects with CannotServe. */
  static async of(request: ServeRequest): Promise<Launch> {
    const { files, interface: name, pools = [] } = request
    const dataDir = resolve(request.dataDir ?? (files.length > 0 ? defaultDataDir() : '.keats'))
    if (name === undefined)
      return new Launch(
        request,
        dataDir,
        files.length > 0 ? undefined : builtinConfiguration(dataDir, servedServices).text,
      )
    if (files.length > 0) throw new CannotServe('--interface makes a configuration of its own: leave --config out')
    const found = rescuePools(name, pools, listInterfaces(await loadSys()))
    if (typeof found === 'string') throw new CannotServe(found)
    return new Launch(request, dataDir, rescueConfiguration({ interface: name, pools: found, dataDir }).text)
  }

  /** Which services the configuration asks for now, of those that there are. */
  async asked(): Promise<readonly MemberName[]> {
    const files = this.text === undefined ? this.files : [{ name: '<built-in>', text: this.text }]
    const asked = await runSliced(
      servicesAsked(files, path => readFileSync(path, 'utf8')),
      { monotonic: () => performance.now(), pause: () => new Promise(done => setImmediate(done)), slice: 20 },
    )
    return members.filter(member => asked.has(member))
  }

  /** What one of the services that are asked for is started with. */
  optionsOf(service: ServiceName, asked: readonly MemberName[]): ServiceOptions {
    const { generation, skipBadReservations = false, unsafe = false, verbose, version } = this.#request
    const { files, text, dataDir, builtin } = this
    const ports = portsOf(this.#request, service, asked)
    return {
      service,
      files,
      text,
      generation,
      port: ports.server ?? (builtin ? builtinPorts[service].server : undefined),
      clientPort: ports.client ?? (builtin ? builtinPorts[service].client : undefined),
      relayAtSource: builtin && ports.client === undefined,
      dataDir,
      skipBadReservations,
      unsafe,
      verbose,
      version,
    }
  }
}

interface Ports {
  readonly server: number | undefined
  readonly client: number | undefined
}

/** A service that is alone takes the ports that are meant for the other, too. */
function portsOf(request: ServeRequest, service: ServiceName, asked: readonly MemberName[]): Ports {
  const { port, clientPort, port6, clientPort6 } = request
  const four: Ports = { server: port, client: clientPort }
  const six: Ports = { server: port6, client: clientPort6 }
  const [own, other] = service === 'dhcp4' ? [four, six] : [six, four]
  if (asked.filter(member => member !== 'agent').length > 1) return own
  return { server: own.server ?? other.server, client: own.client ?? other.client }
}

/** Root keeps its leases where services do; everybody else where they are. */
function defaultDataDir(): string {
  return process.getuid?.() === 0 ? '/var/lib/keats' : '.keats'
}
