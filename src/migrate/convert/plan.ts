import type { Block, Scope, Statement, Value } from '../isc/syntax.js'
import { boundsOf, formatAddress, maskLength, parseAddress } from './address.js'
import type { Context } from './context.js'
import { readSettings } from './read-settings.js'
import { type OptionSetting, Settings } from './settings.js'

/** A pool of the input: ranges with what holds for them. */
export interface PoolPlan {
  /** Undefined: ranges that stand in the subnet itself. */
  readonly scope: Scope | undefined
  readonly settings: Settings
  /** Options that a class has the last word of: they stand in a class too, which is looked at after it. */
  readonly last: OptionSetting[]
}

export interface SubnetPlan {
  readonly scope: Scope
  readonly settings: Settings
  readonly id: number
  readonly first: bigint
  readonly last: bigint
  readonly length: number
  /** "10.0.0.0/8" */
  readonly prefix: string
  readonly pools: PoolPlan[]
  readonly network: NetworkPlan | undefined
  /** Classes that are looked at for clients of this subnet. */
  readonly additional: string[]
}

export interface NetworkPlan {
  readonly scope: Scope
  readonly name: string
  readonly settings: Settings
  readonly subnets: SubnetPlan[]
  /** Pools that stand beside the subnets; their ranges go to the subnets that hold them. */
  readonly pools: PoolPlan[]
}

export interface HostPlan {
  readonly scope: Scope
  readonly name: string
  readonly settings: Settings
}

export interface ClassPlan {
  readonly scope: Scope
  readonly name: string
  readonly settings: Settings
  readonly subclasses: { readonly scope: Scope; readonly data: Value | undefined; readonly settings: Settings }[]
}

/** The declarations of an input, each with the settings of the groups around it. */
export class Plan {
  readonly networks: NetworkPlan[] = []
  /** All of them, those of networks too. */
  readonly subnets: SubnetPlan[] = []
  readonly hosts: HostPlan[] = []
  readonly classes = new Map<string, ClassPlan>()
  readonly peers: Scope[] = []
  readonly keys: Scope[] = []
  readonly zones: Scope[] = []
  readonly global: Settings

  constructor(
    block: Block,
    private readonly context: Context,
  ) {
    this.global = readSettings(block, 'global', context)
    this.collect(this.global, new Settings(), undefined)
  }

  private collect(from: Settings, groups: Settings, network: NetworkPlan | undefined, subnet?: SubnetPlan): void {
    for (const scope of from.scopes) this.declaration(scope, groups, network, subnet)
  }

  private declaration(scope: Scope, groups: Settings, network: NetworkPlan | undefined, subnet?: SubnetPlan): void {
    const { context } = this
    const { ledger } = context
    const read = (place: Parameters<typeof readSettings>[1]): Settings =>
      readSettings(scope.body, place, context).within(groups)
    switch (scope.type) {
      case 'group': {
        ledger.converted(scope, 'Kea has no groups: what it sets stands in each of its members')
        const settings = read('group')
        this.collect(settings, settings, network, subnet)
        return
      }
      case 'shared-network': {
        const settings = read('network')
        const plan: NetworkPlan = { scope, name: scope.names[0]?.text ?? '', settings, subnets: [], pools: [] }
        this.networks.push(plan)
        ledger.converted(scope)
        this.collect(settings, new Settings(), plan)
        return
      }
      case 'subnet':
      case 'subnet6':
        this.subnet(scope, groups, network)
        return
      case 'pool':
      case 'pool6': {
        const pools = subnet?.pools ?? network?.pools
        const settings = read('pool')
        if (pools === undefined) ledger.unsupported(scope, 'a pool belongs into a subnet or a shared network')
        else pools.push({ scope, settings, last: [] })
        if (pools !== undefined) ledger.converted(scope)
        return
      }
      case 'host':
        this.hosts.push({ scope, name: scope.names[0]?.text ?? '', settings: read('host') })
        return
      case 'class': {
        const name = scope.names[0]!.text
        const known = this.classes.get(name)
        if (known === undefined) this.classes.set(name, { scope, name, settings: read('class'), subclasses: [] })
        else known.settings.within(read('class'))
        if (known !== undefined) ledger.changed(scope, 'this class is declared twice; both are one class in Kea')
        return
      }
      case 'subclass': {
        const owner = this.classes.get(scope.names[0]!.text)
        if (owner === undefined) ledger.unsupported(scope, 'its class is not declared before it')
        else owner.subclasses.push({ scope, data: scope.names[1], settings: read('class') })
        return
      }
      case 'failover':
        this.peers.push(scope)
        return
      case 'key':
        this.keys.push(scope)
        return
      case 'zone':
        this.zones.push(scope)
    }
  }

  private subnet(scope: Scope, groups: Settings, network: NetworkPlan | undefined): void {
    const { ledger, family } = this.context
    const settings = readSettings(scope.body, 'subnet', this.context).within(groups)
    const found = prefixOf(scope, family)
    if (typeof found === 'string') {
      ledger.unsupported(scope, found)
      tellAll(scope.body.statements, 'its subnet is left out', this.context)
      return
    }
    const [first, last] = boundsOf(found.address, found.length, family)
    const prefix = `${formatAddress(first, family)}/${found.length}`
    const twin = this.subnets.find(one => one.prefix === prefix)
    if (twin !== undefined) {
      ledger.decision(scope, `${prefix} is declared in line ${twin.scope.at.line} already: join the two`)
      tellAll(scope.body.statements, 'its subnet is left out', this.context)
      return
    }
    const id = this.subnets.length + 1
    const { length } = found
    const plan: SubnetPlan = { scope, settings, id, first, last, length, prefix, pools: [], network, additional: [] }
    this.subnets.push(plan)
    network?.subnets.push(plan)
    if (settings.ranges.length > 0) {
      const own = new Settings()
      own.ranges.push(...settings.ranges)
      plan.pools.push({ scope: undefined, settings: own, last: [] })
    }
    ledger.converted(scope)
    this.collect(settings, new Settings(), network, plan)
  }
}

function tellAll(statements: readonly Statement[], note: string, context: Context): void {
  for (const statement of statements) context.ledger.unsupported(statement, note)
}

function prefixOf({ names }: Scope, family: 4 | 6): { readonly address: bigint; readonly length: number } | string {
  const [first, , mask] = names
  if (first === undefined) return 'it has no address'
  const [text, bits] = first.text.split('/')
  const address = parseAddress(text!, family)
  if (address === undefined) return `${first.text} is no address of DHCPv${family}: give this file to the other family`
  const length = mask === undefined ? Number(bits) : maskLength(mask.text)
  if (length === undefined || !(length <= (family === 4 ? 32 : 128))) return `${mask?.text ?? bits} is no netmask`
  return { address, length }
}
