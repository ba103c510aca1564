import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { Running, until } from './running.js'

const PREFIX = 'keats'

/**
 * A small network for one test: namespaces, cables between them, a directory, and the processes in it. Everything has
 * this process's id in its name and goes away with close(), at the latest when the process ends; what a killed
 * run left behind, the next one sweeps.
 */
export class Lab {
  readonly directory: string
  readonly #tag: string
  readonly #namespaces: Namespace[] = []
  readonly #running: Running[] = []
  readonly #mounts: string[] = []
  readonly #atExit = (): void => this.#remove()
  #closed = false

  constructor() {
    sweep()
    this.directory = mkdtempSync(join(tmpdir(), `${PREFIX}-${process.pid}-`))
    this.#tag = basename(this.directory)
    process.once('exit', this.#atExit)
  }

  /** A new namespace with loopback up. `name` is for reading; it is made unique. */
  namespace(name: string): Namespace {
    const made = new Namespace(`${this.#tag}-${name}`, this, this.#running)
    this.#namespaces.push(made)
    return made
  }

  /** A directory of this lab, made on demand. */
  folder(name: string): string {
    const path = join(this.directory, name)
    mkdirSync(path, { recursive: true })
    return path
  }

  file(name: string, content: string, mode = 0o644): string {
    const path = join(this.directory, name)
    writeFileSync(path, content, { mode })
    return path
  }

  /** A file system of its own, `kilobytes` large: what is written beyond fails with "no space". */
  smallDisk(name: string, kilobytes: number): string {
    const path = this.folder(name)
    must(['mount', '-t', 'tmpfs', '-o', `size=${kilobytes}k`, 'tmpfs', path])
    this.#mounts.push(path)
    return path
  }

  /** A veth pair: one end in each namespace, both up. */
  connect(a: Namespace, deviceA: string, b: Namespace, deviceB: string): void {
    must(['ip', 'link', 'add', deviceA, 'netns', a.name, 'type', 'veth', 'peer', 'name', deviceB, 'netns', b.name])
    a.run('ip', 'link', 'set', deviceA, 'up')
    b.run('ip', 'link', 'set', deviceB, 'up')
  }

  async close(): Promise<void> {
    await Promise.all(this.#running.map(process => process.kill()))
    this.#remove()
    process.removeListener('exit', this.#atExit)
  }

  #remove(): void {
    if (this.#closed) return
    this.#closed = true
    for (const running of this.#running) running.killNow()
    for (const { name } of this.#namespaces) spawnSync('ip', ['netns', 'del', name])
    for (const path of this.#mounts) spawnSync('umount', ['-l', path])
    rmSync(this.directory, { recursive: true, force: true })
  }
}

interface AddressInfo {
  readonly local: string
  readonly prefixlen: number
  readonly scope: string
  readonly tentative?: boolean
}

/** One network namespace. Commands run inside it; their changes to files outside the lab are the caller's care. */
export class Namespace {
  readonly name: string
  readonly #lab: Lab
  readonly #running: Running[]

  constructor(name: string, lab: Lab, running: Running[]) {
    this.name = name
    this.#lab = lab
    this.#running = running
    must(['ip', 'netns', 'add', name])
    // Duplicate address detection (RFC 4862 5.4) takes a second or two for every address. It stays off on an interface
    // unless its own accept_dad says otherwise
    this.run('sysctl', '-qw', 'net.ipv6.conf.default.accept_dad=0', 'net.ipv6.conf.all.accept_dad=0')
    this.run('ip', 'link', 'set', 'lo', 'up')
  }

  /** Runs to the end and returns its output; throws with stderr when it fails. For set-up commands that take milliseconds. */
  run(...argv: string[]): string {
    return must(['ip', 'netns', 'exec', this.name, ...argv])
  }

  /** "192.0.2.1/24" on a device. */
  address(device: string, cidr: string): void {
    this.run('ip', 'address', 'add', cidr, 'dev', device)
  }

  /** Addresses of a family with their prefix length ("192.0.2.1/24"), as they are now. */
  addresses(device: string, family: 4 | 6 = 4): string[] {
    return this.#addresses(device, family).map(({ local, prefixlen }) => `${local}/${prefixlen}`)
  }

  /** The IPv6 link-local address of a device, once it has one and it can be used. */
  linkLocal(device: string): Promise<string> {
    return until(`${device} of ${this.name} has a link-local address`, () => {
      const own = this.#addresses(device, 6).find(({ scope, tentative }) => scope === 'link' && tentative !== true)
      return own?.local
    })
  }

  #addresses(device: string, family: 4 | 6): AddressInfo[] {
    const shown = JSON.parse(this.run('ip', '-json', `-${family}`, 'address', 'show', 'dev', device)) as {
      addr_info?: AddressInfo[]
    }[]
    return shown.flatMap(link => link.addr_info ?? [])
  }

  /** The hardware address of a device, colon-separated. */
  hardware(device: string): string {
    const [link] = JSON.parse(this.run('ip', '-json', 'link', 'show', 'dev', device)) as { address: string }[]
    if (link === undefined) throw new Error(`no ${device} in ${this.name}`)
    return link.address
  }

  /** Starts a program; it is killed with the lab at the latest. */
  spawn(argv: readonly string[], environment: Record<string, string> = {}, cwd?: string): Running {
    return this.#start(argv, environment, cwd)
  }

  /**
   * Starts a program that could write to system directories (DHCP clients do): a mount namespace of its own, in which
   * /etc/resolv.conf is a file of the lab and /run and the clients' state directories are empty file systems.
   */
  spawnGuarded(argv: readonly string[], environment: Record<string, string> = {}): Running {
    const resolv = join(this.#lab.directory, `${this.name}.resolv.conf`)
    if (!existsSync(resolv)) writeFileSync(resolv, '')
    const script = [
      'set -e',
      `mount --bind ${resolv} /etc/resolv.conf`,
      'mount -t tmpfs tmpfs /run',
      'for d in /var/lib/dhcp /var/lib/dhcpcd; do if [ -d $d ]; then mount -t tmpfs tmpfs $d; fi; done',
      'exec "$@"',
    ].join('\n')
    return this.#start(
      ['unshare', '--mount', '--propagation', 'private', 'sh', '-c', script, 'guard', ...argv],
      environment,
    )
  }

  /** What guarded programs of this namespace wrote to their /etc/resolv.conf. */
  get resolvConf(): string {
    return join(this.#lab.directory, `${this.name}.resolv.conf`)
  }

  #start(argv: readonly string[], environment: Record<string, string>, cwd?: string): Running {
    const child: ChildProcess = spawn('ip', ['netns', 'exec', this.name, ...argv], {
      env: { ...process.env, ...environment },
      // A session of its own: what the program starts in turn is killed with it
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(cwd === undefined ? {} : { cwd }),
    })
    const running = new Running(child, argv.join(' '))
    this.#running.push(running)
    return running
  }
}

function must(argv: readonly string[]): string {
  const done = spawnSync(argv[0]!, argv.slice(1), { encoding: 'utf8' })
  if (done.status !== 0) throw new Error(`${argv.join(' ')}: ${done.stderr || done.error?.message || done.status}`)
  return done.stdout
}

/** Namespaces and directories of runs that were killed: their process id is in the name and no longer there. */
function sweep(): void {
  const names = existsSync('/var/run/netns') ? readdirSync('/var/run/netns') : []
  for (const name of names) if (isOrphan(name)) spawnSync('ip', ['netns', 'del', name])
  for (const name of readdirSync(tmpdir())) {
    if (!isOrphan(name)) continue
    const path = join(tmpdir(), name)
    for (const inner of readdirSync(path)) spawnSync('umount', ['-l', '-q', join(path, inner)])
    rmSync(path, { recursive: true, force: true })
  }
}

function isOrphan(name: string): boolean {
  const match = /^keats-(\d+)-/.exec(name)
  return match !== null && !existsSync(`/proc/${match[1]}`)
}
