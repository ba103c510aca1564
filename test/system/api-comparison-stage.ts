import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { askSocket } from '../kit/ask-socket.js'
import { pause } from '../kit/running.js'
import { keatsCommand } from '../kit/server-process.js'
import type { Call } from './api-comparison-calls.js'

const hooks = '/usr/lib/x86_64-linux-gnu/kea/hooks'

/** What both servers of a family start with. */
function configuration(family: 4 | 6, folder: string): object {
  const name = `kea-dhcp${family}`
  const subnets =
    family === 4
      ? [
          { id: 1, subnet: '192.0.2.0/24', pools: [{ pool: '192.0.2.10-192.0.2.20' }] },
          { id: 2, subnet: '10.0.0.0/24', pools: [{ pool: '10.0.0.10-10.0.0.20' }] },
        ]
      : [
          {
            id: 1,
            subnet: '2001:db8:1::/64',
            pools: [{ pool: '2001:db8:1::10-2001:db8:1::20' }],
            'pd-pools': [{ prefix: '2001:db8:100::', 'prefix-len': 40, 'delegated-len': 56 }],
          },
          { id: 2, subnet: '2001:db8:2::/64', pools: [{ pool: '2001:db8:2::10-2001:db8:2::20' }] },
        ]
  return {
    [`Dhcp${family}`]: {
      'interfaces-config': { interfaces: [] },
      'control-socket': { 'socket-type': 'unix', 'socket-name': join(folder, 'control') },
      'lease-database': { type: 'memfile', persist: true, name: join(folder, 'leases.csv'), 'lfc-interval': 0 },
      'hooks-libraries': ['lease_cmds', 'stat_cmds'].map(library => ({ library: `${hooks}/libdhcp_${library}.so` })),
      [`subnet${family}`]: subnets,
      loggers: [{ name, severity: 'INFO', output_options: [{ output: join(folder, 'log') }] }],
    },
  }
}

/** One server without a network, asked through its control socket. */
class Asked {
  readonly #folder = mkdtempSync(join(tmpdir(), 'keats-calls-'))
  readonly #child: ChildProcess

  constructor(family: 4 | 6, command: readonly string[], port: number) {
    const file = join(this.#folder, 'server.json')
    writeFileSync(file, JSON.stringify(configuration(family, this.#folder)))
    const own = command.includes('serve') ? ['--data-dir', this.#folder] : []
    const env = { ...process.env, KEA_PIDFILE_DIR: this.#folder, KEA_LOCKFILE_DIR: this.#folder }
    const [program, ...flags] = command
    this.#child = spawn(program!, [...flags, ...own, '-c', file, '-p', `${port}`], { env, stdio: 'ignore' })
  }

  async ready(): Promise<void> {
    for (let tries = 0; tries < 400 && !existsSync(join(this.#folder, 'control')); tries++) await pause(25)
    await pause(100)
  }

  async ask({ text, except }: Call): Promise<string> {
    const reply = await askSocket(join(this.#folder, 'control'), text)
    const plain = reply.replaceAll(this.#folder, 'FOLDER').replaceAll(/"\d{4}-\d\d-\d\d [\d:.]+"/g, '"TIME"')
    return except === undefined ? plain : plain.replaceAll(except, '')
  }

  async close(): Promise<void> {
    const gone = new Promise(resolve => this.#child.once('exit', resolve))
    this.#child.kill('SIGTERM')
    if (this.#child.exitCode === null) await gone
    rmSync(this.#folder, { recursive: true, force: true })
  }
}

/** Kea 2.2 and Keats as Kea 2.2, side by side, for both families. */
export class CallStage {
  readonly #kea = new Map([4, 6].map(f => [f, new Asked(f as 4 | 6, [`kea-dhcp${f}`], 28_467 + f)] as const))
  readonly #keats = new Map([4, 6].map(f => [f, new Asked(f as 4 | 6, keatsCommand('2.2'), 28_487 + f)] as const))

  async ready(): Promise<void> {
    await Promise.all([...this.#kea.values(), ...this.#keats.values()].map(server => server.ready()))
  }

  /** What each of them answers. */
  async play(call: Call): Promise<{ readonly kea: string; readonly keats: string }> {
    const kea = await this.#kea.get(call.family)!.ask(call)
    return { kea, keats: await this.#keats.get(call.family)!.ask(call) }
  }

  async close(): Promise<void> {
    await Promise.all([...this.#kea.values(), ...this.#keats.values()].map(server => server.close()))
  }
}
