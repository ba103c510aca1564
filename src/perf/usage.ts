import { readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { formatAddress, type Interface, parseAddress } from '../net/interfaces.js'
import { parseBytes } from '../wire/hex.js'
import { CLIENT_PORT, SERVER_PORT } from '../wire/v4/codes.js'
import { CLIENT_PORT as CLIENT_PORT6, SERVER_PORT as SERVER_PORT6 } from '../wire/v6/codes.js'
import { subnets4, subnets6 } from './expectations.js'
import type { DropLimit, MessagePlan, Plan, ScenarioName, ScenarioPlan, TemplateOffsets } from './plan.js'

/** The flags ask for something that cannot be; the message says what and what was expected. */
export class PerfUsage extends Error {}

/** The flags as they were typed. Those with a letter are perfdhcp's. */
export interface PerfFlags {
  readonly v6: boolean
  readonly server: string | undefined
  readonly local: string | undefined
  readonly 'local-port': number
  readonly 'remote-port': number
  readonly relay: readonly string[]
  readonly link: readonly string[]
  readonly direct: boolean
  readonly 'encapsulation-level': string | undefined
  readonly scenario: ScenarioName
  readonly rate: number
  readonly 'renew-rate': number
  readonly 'release-rate': number
  readonly requests: readonly number[]
  readonly period: readonly string[]
  readonly clients: number | undefined
  readonly base: readonly string[]
  readonly 'mac-list': string | undefined
  readonly 'server-list': string | undefined
  readonly 'drop-time': readonly string[]
  readonly 'max-drop': readonly string[]
  readonly 'exit-wait': number
  readonly preload: number
  readonly 'lease-type': MessagePlan['leaseType']
  readonly initial: boolean
  readonly 'rapid-commit': boolean
  readonly broadcast: boolean
  readonly 'first-server': boolean
  readonly option: readonly string[]
  readonly 'relay-option': readonly string[]
  readonly template: readonly string[]
  readonly 'xid-offset': readonly number[]
  readonly 'random-offset': readonly number[]
  readonly 'time-offset': number | undefined
  readonly 'server-offset': number | undefined
  readonly 'ip-offset': number | undefined
  readonly 'elapsed-from': number | undefined
  readonly 'elapsed-for': number | undefined
  readonly seed: number | undefined
  readonly diagnostics: string
  readonly 'thread-mode': 'single' | 'multi' | undefined
  readonly threads: number | undefined
  readonly 'in-flight': number
  readonly spread: string
  readonly 'ramp-to': number
  readonly 'ramp-step': string
  readonly 'ramp-loss': string
  readonly stay: string
  readonly 'renew-every': string
  readonly rebinds: string
  readonly releases: string
  readonly replay: string | undefined
  readonly speed: string
  readonly 'expect-subnet': readonly string[]
  readonly 'expect-option': readonly number[]
  readonly 'expect-prefix-length': number
  readonly validation: boolean
}

/** What the machine says. */
export interface Surroundings {
  readonly interfaces: readonly Interface[]
  /** The own address from which a server is reached. */
  addressTowards(server: string): Promise<string>
  readonly now: number
}

const ALL_AGENTS = 'ff02::1:2'
const ALL_SERVERS = 'ff05::1:3'
const DEFAULT_HARDWARE = '000c01020304'
/** perfdhcp asks for mask, broadcast address, time offset, routers, domain, DNS servers, host name; or DNS and domains. */
const REQUESTED4 = [1, 28, 2, 3, 15, 6, 12]
const REQUESTED6 = [23, 24]
/** Seconds that scenarios last when nothing bounds them. */
const PERIODS: Record<ScenarioName, number> = {
  basic: 60,
  closed: 10,
  avalanche: 300,
  storm: 600,
  ramp: 300,
  churn: 60,
  replay: 3600,
}

/** From flags to the plan. Rejects with PerfUsage. */
export async function planOf(flags: PerfFlags, around: Surroundings): Promise<Plan> {
  check(flags)
  const family = flags.v6 ? 6 : 4
  const place = await placeOf(flags, around)
  const scenario = scenarioOf(flags)
  const list = flags['mac-list'] === undefined ? [] : hardwareList(flags['mac-list'])
  const usual = scenario.name === 'basic' || scenario.name === 'avalanche' ? 1 : 100_000
  const clients = flags.clients ?? (list.length > 0 ? list.length : usual)
  const count =
    flags.requests[0] ?? (scenario.name === 'basic' && flags.rate === 0 && flags.period.length === 0 ? 1 : 0)
  const unbounded = count === 0 && flags.period.length === 0
  const period = unbounded || scenario.name === 'avalanche' ? PERIODS[scenario.name] : 0
  return {
    family,
    ...place,
    scenario,
    rate: flags.rate,
    renewRate: flags['renew-rate'],
    releaseRate: flags['release-rate'],
    count,
    period: (flags.period.length > 0 ? seconds(flags.period[0]!, '-p, --period') : period) * 1000,
    clients,
    identity: { ...baseOf(flags.base), list },
    dropTime: pair(
      flags['drop-time'].map(text => seconds(text, '-d, --drop-time') * 1000),
      1000,
    ),
    maxDrop: pair(flags['max-drop'].map(dropLimit), { value: 0, percent: false }, { value: 0, percent: false }),
    exitWait: flags['exit-wait'] / 1000,
    message: messageOf(flags),
    expect: {
      enabled: flags.validation,
      subnets: flags['expect-subnet'],
      options: flags['expect-option'],
      prefixLength: flags['expect-prefix-length'],
    },
    seed: flags.seed ?? around.now >>> 0,
    threads: threadsOf(flags, scenario, list.length > 0),
    keepTimes: flags.diagnostics.includes('t'),
    keepLeases: flags.diagnostics.includes('l'),
  }
}

function check(flags: PerfFlags): void {
  const { v6, rate } = flags
  const refuse = (when: boolean, text: string): void => {
    if (when) throw new PerfUsage(text)
  }
  const more = flags['renew-rate'] + flags['release-rate']
  refuse(more > 0 && rate === 0, '-f and -F need a rate: -r')
  refuse(more > rate, 'the sum of -f and -F must not exceed -r')
  refuse(!v6 && flags['lease-type'] !== 'address-only', '-e prefix-only and address-and-prefix need -6')
  refuse(!v6 && flags['rapid-commit'], '-c needs -6')
  refuse(v6 && flags.broadcast, '-B needs -4')
  refuse(!v6 && flags['encapsulation-level'] !== undefined, '-A needs -6')
  refuse((flags['encapsulation-level'] ?? '1') !== '1', '-A takes 1 only')
  refuse(flags['mac-list'] !== undefined && flags.base.length > 0, '-M and -b exclude one another')
  refuse(flags.preload > 0 && rate === 0, '-P needs a rate: -r')
  refuse(flags.initial && more > 0, '-i excludes -f and -F')
  refuse(flags.scenario === 'replay' && flags.replay === undefined, '--scenario replay needs --replay FILE')
  refuse(flags.scenario === 'churn' && rate === 0, '--scenario churn needs -r: clients that arrive a second')
  refuse(/[^aeilstT]/.test(flags.diagnostics), '-x takes letters of aeilstT')
  refuse((flags['elapsed-from'] === undefined) !== (flags['elapsed-for'] === undefined), '-Y and -y need one another')
  try {
    if (v6) subnets6(flags['expect-subnet'])
    else subnets4(flags['expect-subnet'])
  } catch (error) {
    throw new PerfUsage(`--expect-subnet: ${(error as Error).message}`)
  }
}

type Place = Pick<Plan, 'servers' | 'serverPort' | 'localPort' | 'device' | 'mode' | 'relays' | 'links'>

/** Where from and where to. */
async function placeOf(flags: PerfFlags, around: Surroundings): Promise<Place> {
  const { v6, local } = flags
  const own = around.interfaces.find(({ name }) => name === local)
  const family = v6 ? 16 : 4
  const relayed = v6 ? flags['encapsulation-level'] !== undefined || flags.relay.length > 0 : !flags.direct
  if (flags.direct && v6 && relayed) throw new PerfUsage('--direct excludes -A and --relay')
  const name = flags.server ?? (flags.direct ? 'all' : undefined)
  if (name === undefined && own === undefined)
    throw new PerfUsage('which server? Without one, -l must name an interface')
  const special: Record<string, string> = v6 ? { all: ALL_AGENTS, servers: ALL_SERVERS } : { all: '255.255.255.255' }
  const server = special[name ?? 'all'] ?? name!
  const servers = flags['server-list'] === undefined ? [server] : linesOf(flags['server-list'])
  for (const one of servers)
    if (parseAddress(one)?.length !== family) throw new PerfUsage(`${one} is no IPv${v6 ? 6 : 4} address of a server`)
  const usual = v6 ? SERVER_PORT6 : SERVER_PORT
  const serverPort = flags['remote-port'] || usual
  // a server elsewhere than on its port answers relays where they ask from: any port will do, and needs no rights
  const relayPort = serverPort === usual ? usual : 0
  const localPort = flags['local-port'] || (relayed ? relayPort : v6 ? CLIENT_PORT6 : CLIENT_PORT)
  const ports = { serverPort, localPort }
  const device = own?.name ?? servers[0]!.split('%')[1] ?? ownerOf(around.interfaces, local) ?? ''
  if (!relayed) {
    if (device === '') throw new PerfUsage('clients on the link need an interface: -l NAME')
    return { servers, ...ports, device, mode: 'direct', relays: [], links: [] }
  }
  const usable = own?.addresses.filter(({ bytes, usable }) => bytes.length === family && usable) ?? []
  const address = formatAddress((usable.find(({ bytes }) => bytes[0] !== 0xfe) ?? usable[0])?.bytes) || local
  const relays = flags.relay.length > 0 ? flags.relay : [address ?? (await around.addressTowards(servers[0]!))]
  for (const one of relays)
    if (parseAddress(one)?.length !== family)
      throw new PerfUsage(`${one} is neither an interface nor an IPv${v6 ? 6 : 4} address of this machine`)
  if (flags.link.length > 0 && flags.link.length !== relays.length)
    throw new PerfUsage('--link is given as often as --relay, or not at all')
  return { servers, ...ports, device, mode: 'relayed', relays, links: flags.link }
}

function ownerOf(interfaces: readonly Interface[], address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  const owner = interfaces.find(({ addresses }) => addresses.some(({ bytes }) => formatAddress(bytes) === address))
  return owner?.name
}

function scenarioOf(flags: PerfFlags): ScenarioPlan {
  const name = flags.scenario
  const share = (text: string, flag: string): number => positive(text.replace('%', ''), flag) / 100
  switch (name) {
    case 'basic':
      return { name, inFlight: flags['in-flight'], preload: flags.preload }
    case 'closed':
      return { name, inFlight: flags['in-flight'] }
    case 'avalanche':
      return { name }
    case 'storm':
      return { name, spread: positive(flags.spread, '--spread') * 1000 }
    case 'ramp':
      return {
        name,
        from: flags.rate || 1000,
        to: flags['ramp-to'],
        step: seconds(flags['ramp-step'], '--ramp-step') * 1000,
        loss: share(flags['ramp-loss'], '--ramp-loss'),
      }
    case 'churn':
      return {
        name,
        stay: seconds(flags.stay, '--stay') * 1000,
        renewEvery: positive(flags['renew-every'], '--renew-every') * 1000,
        rebinds: share(flags.rebinds, '--rebinds'),
        releases: share(flags.releases, '--releases'),
      }
    case 'replay':
      return { name, file: flags.replay!, speed: seconds(flags.speed, '--speed') }
  }
}

function messageOf(flags: PerfFlags): MessagePlan {
  const offsets = (i: number): TemplateOffsets => ({
    xid: flags['xid-offset'][i] ?? -1,
    random: flags['random-offset'][i] ?? -1,
    elapsed: i === 1 ? (flags['time-offset'] ?? -1) : -1,
    server: i === 1 ? (flags['server-offset'] ?? -1) : -1,
    address: i === 1 ? (flags['ip-offset'] ?? -1) : -1,
  })
  const templates = flags.template.map(file => {
    const digits = textOf(file).replaceAll(/\s/g, '')
    if (!/^([0-9a-fA-F]{2})+$/.test(digits)) throw new PerfUsage(`${file}: hexadecimal digits are expected`)
    if (digits.length > 2800) throw new PerfUsage(`${file}: a template has at most 1400 bytes`)
    return digits
  })
  return {
    leaseType: flags['lease-type'],
    initialOnly: flags.initial,
    rapidCommit: flags['rapid-commit'],
    broadcast: flags.broadcast || (flags.direct && !flags.v6),
    options: flags.option.map(text => optionOf(text, '-o')),
    relayOptions: flags['relay-option'].map(text => optionOf(text.replace(/^1:/, ''), '--or')),
    requested: flags.v6 ? REQUESTED6 : REQUESTED4,
    templates,
    offsets: templates.map((_, i) => offsets(i)),
    firstServer: flags['first-server'],
    elapsedFrom: (flags['elapsed-from'] ?? 0) * 1000,
    elapsedFor: (flags['elapsed-for'] ?? 0) * 1000,
  }
}

/** Steering by the lowest bits takes a power of two; a ramp and a replay are played by one. */
function threadsOf(flags: PerfFlags, scenario: ScenarioPlan, listed: boolean): number {
  if (['ramp', 'replay', 'avalanche', 'storm', 'churn'].includes(scenario.name) || listed || flags.direct) return 1
  if (flags['thread-mode'] === 'single') return 1
  return 2 ** Math.floor(Math.log2(Math.min(flags.threads ?? 1, Math.max(availableParallelism(), 8))))
}

function baseOf(texts: readonly string[]): { hardware: string; duid: string } {
  let hardware = DEFAULT_HARDWARE
  let duid = ''
  for (const text of texts) {
    const [, type, value] = /^(mac|ether|duid)=(.+)$/i.exec(text) ?? []
    const bytes = value === undefined ? undefined : parseBytes(value)
    const isDuid = type?.toLowerCase() === 'duid'
    if (bytes === undefined || (isDuid ? bytes.length < 3 || bytes.length > 64 : bytes.length !== 6))
      throw new PerfUsage(`-b ${text}: mac=00:0c:01:02:03:04 or duid=0001... is expected`)
    if (isDuid) duid = bytes.toString('hex')
    else hardware = bytes.toString('hex')
  }
  return { hardware, duid }
}

function hardwareList(file: string): string[] {
  return linesOf(file).map(line => {
    const bytes = parseBytes(line)
    if (bytes?.length !== 6) throw new PerfUsage(`${file}: ${line} is no hardware address`)
    return bytes.toString('hex')
  })
}

function optionOf(text: string, flag: string): { code: number; hex: string } {
  const [, code, hex] = /^(\d{1,5}),((?:[0-9a-fA-F]{2})*)$/.exec(text) ?? []
  if (code === undefined || Number(code) > 65535) throw new PerfUsage(`${flag} ${text}: code,hexstring is expected`)
  return { code: Number(code), hex: hex! }
}

function dropLimit(text: string): DropLimit {
  const percent = text.endsWith('%')
  const value = positive(percent ? text.slice(0, -1) : text, '-D, --max-drop')
  if (value === 0 || (percent && value > 100))
    throw new PerfUsage(`-D ${text}: a positive number or percentage is expected`)
  return { value, percent }
}

function pair<T>(given: readonly T[], first: T, second = given[0] ?? first): [T, T] {
  return [given[0] ?? first, given[1] ?? second]
}

function linesOf(file: string): string[] {
  const lines = textOf(file)
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'))
  if (lines.length === 0) throw new PerfUsage(`${file} is empty`)
  return lines
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (error) {
    throw new PerfUsage(`${file} cannot be read: ${(error as Error).message}`)
  }
}

function positive(text: string, flag: string): number {
  const value = /^\d+(\.\d*)?$|^\.\d+$/.test(text) ? Number(text) : Number.NaN
  if (Number.isNaN(value)) throw new PerfUsage(`${flag} ${text}: a number that is not negative is expected`)
  return value
}

function seconds(text: string, flag: string): number {
  const value = positive(text, flag)
  if (value === 0) throw new PerfUsage(`${flag}: a positive number is expected`)
  return value
}
