import type { Timers } from '../server/time/clock.js'
import { formatAddress, type Interface, listInterfaces } from './interfaces.js'
import type { KernelRoom } from './kernel-link.js'
import type { Link } from './link.js'
import { openPacketLink } from './packet-link.js'
import { openPlainLink } from './plain-link.js'
import { type OpenOptions, type Plan, type Problem, planLinks, problem, type Wanted } from './plan.js'
import { ReceiveArena } from './receive-arena.js'
import { type DescriptorListener, loadSys, type Sys } from './sys.js'
import { openUdpLink } from './udp-link.js'

export type { OpenOptions, Problem } from './plan.js'

/** What links are opened with; one for each thread. */
export interface NetRoom {
  /** Undefined: this machine or installation has no native calls, and links are plain. */
  readonly kernel: KernelRoom | undefined
}

/** A link and what it was opened for. */
export interface OpenLink {
  /** Same interface, address and purpose: same key. */
  readonly key: string
  readonly link: Link
}

export interface Opened {
  /** All that are open and still wanted. */
  readonly links: readonly OpenLink[]
  /** Those of `links` that were not open before. They hear nothing until listen(). */
  readonly opened: readonly OpenLink[]
  /** Those that were open and whose interface or address is gone, changed or no longer configured. They are closed. */
  readonly gone: readonly OpenLink[]
  readonly problems: readonly Problem[]
}

/** Load the native calls and set aside the receive memory. */
export async function openNet(timers: Timers, onDescriptor?: DescriptorListener): Promise<NetRoom> {
  return netRoom(await loadSys(onDescriptor), timers)
}

/** The same with calls that are loaded already; undefined: none. */
export function netRoom(sys: Sys | undefined, timers: Timers): NetRoom {
  return { kernel: sys && { sys, timers, arena: new ReceiveArena(sys) } }
}

/**
 * Open the links that the configuration asks for. Called again with what is open, it closes what is gone and opens only
 * what is new. Never rejects: what cannot be opened is among the problems, and can be tried again by calling once more.
 */
export async function openLinks(
  options: OpenOptions,
  room: NetRoom,
  already: readonly OpenLink[] = [],
  interfaces: readonly Interface[] = listInterfaces(room.kernel?.sys),
): Promise<Opened> {
  const plan = planLinks(options, interfaces)
  const { links, gone } = sort(already, plan)
  // First, since what takes their place may need the same port.
  for (const { link } of gone) link.close()
  const opened: OpenLink[] = []
  const problems = new Problems(plan.problems)
  for (const wanted of plan.wanted) {
    // An interface that only lost its carrier keeps its link.
    if (links.some(({ key }) => key === wanted.key)) continue
    if (wanted.obstacle !== undefined) {
      problems.add(wanted.obstacle)
      continue
    }
    const link = await openOne(options, room, wanted, problems)
    if (link !== undefined) opened.push({ key: wanted.key, link })
  }
  return { links: [...links, ...opened], opened, gone, problems: problems.all }
}

function sort(already: readonly OpenLink[], plan: Plan): { links: OpenLink[]; gone: OpenLink[] } {
  const links: OpenLink[] = []
  const gone: OpenLink[] = []
  for (const open of already) (plan.wanted.some(({ key }) => key === open.key) ? links : gone).push(open)
  return { links, gone }
}

async function openOne(
  options: OpenOptions,
  room: NetRoom,
  wanted: Wanted,
  problems: Problems,
): Promise<Link | undefined> {
  const { kernel } = room
  if (kernel === undefined) return openPlain(options, wanted, problems)
  if (wanted.kind === 'packet') {
    try {
      return openPacket(options, kernel, wanted)
    } catch (error) {
      if (codeOf(error) !== 'EPERM') return problems.failed(options, wanted, error)
      problems.degraded('the right to open packet sockets is missing: clients without an address may not be reached')
    }
  }
  try {
    return openUdp(options, kernel, wanted)
  } catch (error) {
    return problems.failed(options, wanted, error)
  }
}

function openPacket({ port }: OpenOptions, kernel: KernelRoom, wanted: Wanted): Link {
  const { interface: on, address } = wanted
  const { bytes, prefixLength } = address
  return openPacketLink(kernel, {
    name: on.name,
    index: on.index,
    localAddress: bytes,
    hears: wanted.broadcasts ? [bytes, LIMITED_BROADCAST, subnetBroadcast(bytes, prefixLength)] : [bytes],
    port,
    hardware: { address: on.hardware, mtu: on.mtu },
  })
}

function openUdp({ port, socketType, routed = false }: OpenOptions, kernel: KernelRoom, wanted: Wanted): Link {
  const { interface: on, address, group, broadcasts } = wanted
  const ethernet = socketType === 'raw' && !on.loopback && on.hardware.length === 6
  return openUdpLink(kernel, {
    name: on.name,
    index: on.index,
    localAddress: address.bytes,
    bind: group ?? (broadcasts ? new Uint8Array(4) : address.bytes),
    port,
    join: group === undefined ? [] : [group],
    routed: routed && socketType === 'udp',
    ...(ethernet ? { hardware: { address: on.hardware, mtu: on.mtu } } : {}),
  })
}

async function openPlain(options: OpenOptions, wanted: Wanted, problems: Problems): Promise<Link | undefined> {
  if (wanted.kind === 'multicast') return undefined
  try {
    const { interface: on, address } = wanted
    const plain = { name: on.name, index: on.index, localAddress: address.bytes, port: options.port }
    const link = await openPlainLink(plain)
    problems.degraded('the native module koffi is not installed: only relays and clients with an address are heard')
    return link
  } catch (error) {
    return problems.failed(options, wanted, error)
  }
}

const LIMITED_BROADCAST = Uint8Array.of(255, 255, 255, 255)

function subnetBroadcast(address: Uint8Array, prefixLength: number): Uint8Array {
  const all = Uint8Array.from(address)
  for (let bit = prefixLength; bit < 32; bit++) all[bit >>> 3]! |= 0x80 >>> (bit & 7)
  return all
}

const RIGHTS = 'run as root, or: setcap cap_net_raw,cap_net_bind_service=+ep "$(readlink -f "$(command -v node)")"'

/** Collects problems; what has one cause is told once, not for every interface. */
class Problems {
  readonly #list: Problem[]

  constructor(first: readonly Problem[]) {
    this.#list = [...first]
  }

  get all(): readonly Problem[] {
    return this.#list
  }

  add(one: Problem): void {
    if (!this.#list.some(known => known.reason === one.reason && known.interface === one.interface))
      this.#list.push(one)
  }

  degraded(reason: string): void {
    const remedy = reason.includes('koffi') ? 'install with "npm ci", optional dependencies included' : RIGHTS
    this.add({ interface: '', address: '', reason, remedy, wildcard: false, degraded: true })
  }

  failed({ port }: OpenOptions, wanted: Wanted, error: unknown): undefined {
    const name = wanted.interface.name
    const text = formatAddress(wanted.address.bytes)
    const code = codeOf(error)
    if (code === 'EACCES' || code === 'EPERM') {
      this.add(problem('', '', `not allowed to open port ${port} (${code})`, RIGHTS))
    } else if (code === 'EADDRINUSE') {
      const remedy = `stop what holds it; "ss -ulpn sport = :${port}" tells`
      this.#list.push(problem(name, text, `port ${port} is in use`, remedy))
    } else {
      const reason = error instanceof Error ? error.message : String(error)
      this.#list.push(problem(name, text, reason, 'tried again at the next detection of interfaces'))
    }
    return undefined
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
