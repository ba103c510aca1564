import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LeaseFile, readLeaseFile } from './lease-csv.js'
import { type LeaseRow6, readLeaseFile6 } from './lease-csv6.js'
import type { Lab, Namespace } from './namespace.js'
import { pause, type Running } from './running.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A configuration as it is written to the file, without its outermost name. */
export type Configuration = Readonly<Record<string, unknown>>

/** Address family. */
export type Family = 4 | 6

export const keaCommand: readonly string[] = ['kea-dhcp4']
export const keaCommand6: readonly string[] = ['kea-dhcp6']

/** Who plays the server of a family where the environment names none. */
const SUBJECT: Readonly<Record<Family, readonly string[]>> = { 4: keatsCommand(), 6: keatsCommand() }

/** The command that tests put before "-c FILE": that of the environment, or this project's server. */
export function serverCommand(family: Family = 4): readonly string[] {
  const given = process.env.KEATS_SERVER_COMMAND
  // One word for both: "kea-dhcp4" plays kea-dhcp6 to the tests of DHCPv6
  return given ? given.replace(/kea-dhcp[46]/, `kea-dhcp${family}`).split(' ') : SUBJECT[family]
}

/** This project's server, whatever the environment says. `generation`: the Kea it behaves like. */
export function keatsCommand(generation?: '2.2' | '3'): readonly string[] {
  const command = [process.execPath, join(ROOT, 'bin', 'run.js'), 'serve']
  return generation === undefined ? command : [...command, '--kea', generation]
}

/** serverCommand() for a comparison with Kea 2.2: this project's server behaves like it. */
export function comparedCommand(family: Family = 4): readonly string[] {
  return process.env.KEATS_SERVER_COMMAND || !judgesKeats(family) ? serverCommand(family) : keatsCommand('2.2')
}

/** Whether the tests of a family judge this project's server, and not Kea. */
export function judgesKeats(family: Family = 4): boolean {
  return !serverCommand(family).includes(`kea-dhcp${family}`)
}

interface Surroundings {
  readonly lab: Lab
  readonly namespace: Namespace
  /** Names the files; two servers in one lab differ in it. */
  readonly name?: string
  readonly command?: readonly string[]
  /** Where the lease file is; default: a folder of the lab. */
  readonly data?: string
  /** Command in front of the server's, e.g. setpriv. */
  readonly prefix?: readonly string[]
}

/** The `Dhcp4` or the `Dhcp6` map: interfaces, lease file and logging are filled in where it does not say. */
export type ServerOptions = Surroundings & ({ readonly dhcp4: Configuration } | { readonly dhcp6: Configuration })

/** A DHCP server under test: its configuration file, its log, its lease file. */
export class ServerProcess {
  readonly configFile: string
  readonly leaseFile: string
  readonly #options: ServerOptions
  #running: Running

  private constructor(options: ServerOptions, configFile: string, leaseFile: string) {
    this.#options = options
    this.configFile = configFile
    this.leaseFile = leaseFile
    this.#running = this.#launch()
  }

  /** Writes the configuration and starts the server; resolves when it serves. Throws with its log when it does not. */
  static async start(options: ServerOptions): Promise<ServerProcess> {
    const server = ServerProcess.launch(options)
    await server.ready()
    return server
  }

  /** The same without waiting: for servers that are to fail. */
  static launch(options: ServerOptions): ServerProcess {
    const name = options.name ?? 'server'
    const data = options.data ?? options.lab.folder(`${name}-data`)
    const family = familyOf(options)
    const leaseFile = join(data, `leases${family}.csv`)
    const config = 'dhcp6' in options ? options.dhcp6 : options.dhcp4
    const configFile = options.lab.file(`${name}.json`, configText(family, config, leaseFile))
    return new ServerProcess(options, configFile, leaseFile)
  }

  /** Lines of stdout and stderr since the last (re)start. */
  get log(): readonly string[] {
    return this.#running.lines
  }

  get pid(): number {
    return this.#running.pid
  }

  async ready(): Promise<void> {
    await this.#running.line(`DHCP${familyOf(this.#options)}_STARTED`, 15_000)
    // Kea says so before it waits for packets for the first time
    await pause(50)
  }

  /** Waits for a line of the log. `from`: index of the first line that counts. */
  line(text: string | RegExp, milliseconds?: number, from?: number): Promise<string> {
    return this.#running.line(text, milliseconds, from)
  }

  /** SIGHUP, with another configuration in the file when one is given (a string is written as it is). Waits for `says`. */
  async reload(configuration: Configuration | string | undefined, says: string): Promise<void> {
    if (configuration !== undefined) this.write(configuration)
    const from = this.log.length
    this.#running.signal('SIGHUP')
    await this.line(says, 10_000, from)
  }

  /** Replaces the configuration file; the server is not told. */
  write(configuration: Configuration | string): void {
    const { lab, name = 'server' } = this.#options
    const text =
      typeof configuration === 'string'
        ? configuration
        : configText(familyOf(this.#options), configuration, this.leaseFile)
    lab.file(`${name}.json`, text)
  }

  /** SIGTERM; returns how many milliseconds it took and the exit code. Throws after 10 s. */
  async stop(): Promise<{ code: number; milliseconds: number }> {
    const start = performance.now()
    this.#running.signal('SIGTERM')
    const code = await this.#running.ended()
    return { code, milliseconds: performance.now() - start }
  }

  /** kill -9, as a power cut would. */
  kill(): Promise<void> {
    return this.#running.kill()
  }

  /** Starts it again on the same files. */
  async restart(): Promise<void> {
    this.#running = this.#launch()
    await this.ready()
  }

  /** Exit code, once it has ended by itself. */
  ended(milliseconds?: number): Promise<number> {
    return this.#running.ended(milliseconds)
  }

  leases(): LeaseFile {
    return readLeaseFile(this.leaseFile)
  }

  /** The same of a DHCPv6 server. */
  leases6(): LeaseFile<LeaseRow6> {
    return readLeaseFile6(this.leaseFile)
  }

  #launch(): Running {
    const { namespace, lab, command = serverCommand(familyOf(this.#options)), prefix = [] } = this.#options
    const run = lab.folder('run')
    const environment = { KEA_PIDFILE_DIR: run, KEA_LOCKFILE_DIR: run }
    // Ours keeps its PID file beside its data; Kea is told by environment
    const own = command.includes('serve') ? ['--data-dir', run] : []
    return namespace.spawn([...prefix, ...command, ...own, '-c', this.configFile], environment, ROOT)
  }
}

function familyOf(options: ServerOptions): Family {
  return 'dhcp6' in options ? 6 : 4
}

function configText(family: Family, config: Configuration, leaseFile: string): string {
  const filled = {
    'interfaces-config': { interfaces: ['*'] },
    'lease-database': { type: 'memfile', persist: true, name: leaseFile },
    loggers: [{ name: `kea-dhcp${family}`, severity: 'INFO', output_options: [{ output: 'stdout', flush: true }] }],
    ...config,
  }
  return JSON.stringify({ [`Dhcp${family}`]: filled }, undefined, 2)
}
