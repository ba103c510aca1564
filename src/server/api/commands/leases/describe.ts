import type { Tree } from '../../../config/tree.js'
import { LeaseDraft } from '../../../lease/draft.js'
import { type Address, LeaseKind, type LeaseState } from '../../../lease/lease.js'
import { poolHolding, poolsOfKind, type SubnetPlan } from '../../../subnet/plan.js'
import { CommandError } from '../../command-error.js'
import { jsonText } from '../../json/json-writer.js'
import { jsonOf } from '../../json/written.js'
import type { LeaseDialect } from './dialect.js'
import type { LeaseFamily } from './family.js'
import type { GivenRest, LeaseGiven } from './given.js'
import type { LeaseRooms } from './rooms.js'

/**
 * The lease that was described, as the configuration has it: in its subnet, with what it says of lifetimes. Throws
 * CommandError with Kea's words where the two do not fit.
 */
export function leaseDescribed<A extends Address>(
  family: LeaseFamily<A>,
  { plan, clock }: Pick<LeaseRooms<A>, 'plan' | 'clock'>,
  given: LeaseGiven<A>,
  dialect: LeaseDialect,
): LeaseDraft<A> {
  const home = subnetOf(family, plan.subnets, given, dialect)
  const { rest } = given
  const address = family.kind.format(given.address)
  const lease = new LeaseDraft(given.kind, given.address, given.prefixLength)
  lease.subnetId = home.subnet.id
  lease.poolId = poolHolding(poolsOfKind(home, given.kind), given.address)?.pool.id ?? 0
  lease.clientId = given.clientId
  lease.hardware = given.hardware
  lease.iaid = given.iaid
  lease.validLifetime = rest['valid-lft'] ?? home.subnet.valid.default
  lease.preferredLifetime = given.preferredLifetime ?? home.subnet.valid.default
  lease.cltt = clientTime(rest.expire, lease.validLifetime, address, clock.seconds())
  lease.hostname = (rest.hostname ?? '').toLowerCase()
  lease.fqdnForward = rest['fqdn-fwd'] ?? false
  lease.fqdnReverse = rest['fqdn-rev'] ?? false
  if (lease.hostname === '' && (lease.fqdnForward || lease.fqdnReverse))
    throw new CommandError('No hostname specified and either forward or reverse fqdn was set to true.')
  lease.state = stateOf(rest.state ?? 0, dialect)
  lease.userContext = contextOf(rest)
  // a lease that is in use is somebody's
  if (lease.kind === LeaseKind.v4 && lease.clientId.length === 0 && lease.hardware.length === 0 && lease.state !== 1)
    throw new CommandError(
      `Lease4: ${address}, state: ${stateNames[lease.state]} has neither hardware address or client id`,
    )
  return lease
}

function subnetOf<A extends Address>(
  { ip, kind }: LeaseFamily<A>,
  subnets: ReadonlyMap<number, SubnetPlan<A>>,
  { subnetId, address, kind: leaseKind }: LeaseGiven<A>,
  { conflict }: LeaseDialect,
): SubnetPlan<A> {
  const text = kind.format(address)
  const holds = ({ subnet }: SubnetPlan<A>): boolean => kind.contains(subnet.prefix, subnet.prefixLength, address)
  if (subnetId === 0) {
    for (const plan of subnets.values())
      if (plan.guards.length === 0 && plan.network.guards.length === 0 && holds(plan)) return plan
    throw new CommandError(`subnet-id not specified and failed to find a subnet for address ${text}`, conflict)
  }
  const plan = subnets.get(subnetId)
  if (plan === undefined)
    throw new CommandError(
      `Invalid subnet-id: No ${ip} subnet with subnet-id=${subnetId} currently configured.`,
      conflict,
    )
  // delegated prefixes lie anywhere
  if (leaseKind === LeaseKind.pd || holds(plan)) return plan
  const { prefix, prefixLength } = plan.subnet
  throw new CommandError(
    `The address ${text} does not belong to subnet ${kind.format(prefix)}/${prefixLength}, subnet-id=${subnetId}`,
    conflict,
  )
}

/** When the client was last heard of, so that the lease ends at `expire`. Seconds since 1970. */
function clientTime(expire: bigint | undefined, validLifetime: number, address: string, now: number): number {
  if (expire === undefined) return now
  if (expire <= 0n) throw new CommandError(`expiration time must be positive for address ${address}`)
  const time = expire - BigInt(validLifetime)
  if (time < 0n) throw new CommandError(`expiration time must be greater than valid lifetime for address ${address}`)
  if (time > 0xffffffffn) throw new CommandError(`expiration time is too far in the future for address ${address}`)
  return Number(time)
}

function stateOf(state: number, { lastState, states }: LeaseDialect): LeaseState {
  if (state > lastState) throw new CommandError(`Invalid state value: ${state}, supported values are: ${states}`)
  return state as LeaseState
}

/** JSON text of the map that is kept with the lease; '': none. */
function contextOf({ 'user-context': context, comment }: GivenRest): string {
  if (context !== undefined && context.kind !== 'map')
    throw new CommandError(`Invalid user context '${written(context)}' is not a JSON map.`)
  if (comment === undefined) return context === undefined ? '' : written(context)
  if (context?.entries.has('comment') === true)
    throw new CommandError(`Duplicated comment entry '${written(comment)}' in user context '${written(context)}'`)
  const entries = [...(context?.entries.values() ?? [])].map(({ key, value }) => [key, jsonOf(value)])
  return jsonText({ ...Object.fromEntries(entries), comment: jsonOf(comment) })
}

const written = (tree: Tree): string => jsonText(jsonOf(tree))

const stateNames = ['default', 'declined', 'expired-reclaimed', 'released', 'registered'] as const
