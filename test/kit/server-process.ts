import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type LeaseFile, readLeaseFile } from './lease-csv.js'
import type { Lab, Namespace } from './namespace.js'
import { pause, type Running } from './running.js'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))

/** A configuration as it is written to the file: { Dhcp4: ... }. */
export type Configuration = Readonly<Record<string, unknown>>

/** The command that tests put before "-c FILE": that of the environment, or this project's server. */
export function serverCommand(): readonly string[] {
  const given = process.env.KEATS_SERVER_COMMAND
  return given ? given.split(' ') : keatsCommand()
}

/** This project's server, whatever the environment says. `generation`: the Kea it behaves like. */
export function keatsCommand(generation?: '2.2' | '3'): readonly string[] {
  const command = [process.execPath, join(ROOT, 'bin', 'run.js'), 'serve']
  return generation === undefined ? command : [...command, '--kea', generation]
}

export const keaCommand: readonly string[] = ['kea-dhcp4']

/** Whether the tests judge this project's server, and not one that was named in the environment. */
export function judgesKeats(): boolean {
  return !process.env.KEATS_SERVER_COMMAND?.includes('kea-dhcp4')
}

export interface ServerOptions {
  readonly lab: Lab
  readonly namespace: Namespace
  /** The `Dhcp4` map. Interfaces, lease file and logging are filled in where it does not say. */
  readonly dhcp4: Configuration
  /** Names the files; two servers in one lab differ in it. */
  readonly name?: string
  readonly command?: readonly string[]
  /** Where the lease file is; default: a folder of the lab. */
  readonly data?: string
  /** Command in front of the server's, e.g. setpriv. */
  readonly prefix?: readonly string[]
}

/** A DHCPv4 server under test: its configuration file, its log, its lease file. */
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
    const leaseFile = join(data, 'leases4.csv')
    const server = new ServerProcess(
      options,
      options.lab.file(`${name}.json`, configText(options.dhcp4, leaseFile)),
      leaseFile,
    )
    return server
  }

  /** Lines of stdout and stderr since the last (re)start. */
  get log(): readonly string[] {
    return this.#running.lines
  }

  get pid(): number {
    return this.#running.pid
  }

  async ready(): Promise<void> {
    await this.#running.line('DHCP4_STARTED', 15_000)
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
    const text = typeof configuration === 'string' ? configuration : configText(configuration, this.leaseFile)
    const { lab, name = 'server' } = this.#options
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

  #launch(): Running {
    const { namespace, lab, command = serverCommand(), prefix = [] } = this.#options
    const run = lab.folder('run')
    const environment = { KEA_PIDFILE_DIR: run, KEA_LOCKFILE_DIR: run }
    // Ours keeps its PID file beside its data; Kea is told by environment
    const own = command.includes('serve') ? ['--data-dir', run] : []
    return namespace.spawn([...prefix, ...command, ...own, '-c', this.configFile], environment, ROOT)
  }
}

function configText(dhcp4: Configuration, leaseFile: string): string {
  const filled = {
    'interfaces-config': { interfaces: ['*'] },
    'lease-database': { type: 'memfile', persist: true, name: leaseFile },
    loggers: [{ name: 'kea-dhcp4', severity: 'INFO', output_options: [{ output: 'stdout', flush: true }] }],
    ...dhcp4,
  }
  return JSON.stringify({ Dhcp4: filled }, undefined, 2)
}
