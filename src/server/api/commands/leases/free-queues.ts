import type { MapTree } from '../../../config/tree.js'
import type { Address } from '../../../lease/lease.js'
import { LeaseKind } from '../../../lease/lease.js'
import type { PoolPlan } from '../../../subnet/plan.js'
import { big, flag } from '../../argument-type.js'
import { type ArgumentMap, needed, optional } from '../../arguments.js'
import { type Command, type Context, command, type Reply } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { JsonMap } from '../../json/json.js'
import { addressOf } from './address-argument.js'
import type { LeaseFamily } from './family.js'
import type { LeasePlan, LeaseRooms } from './rooms.js'

/**
 * sflq-pool4-*, sflq-pool6-*: pools whose free leases stand in a queue ("allocator": "flq"). In Kea a database keeps
 * these queues; here they are in memory and right at any time, so that there is nothing to rebuild, or to delete.
 */
export function freeQueueCommands<A extends Address>(family: LeaseFamily<A>): readonly Command<LeaseRooms<A>>[] {
  const { digit, ip, kind, other } = family
  const shared = {
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    since: '3',
  } as const
  const returns = '`pools`: first and last address, subnet, kind and length of the leases, and how many are free.'
  const bound = (name: string, says: string) =>
    needed(addressOf(kind, ip), says, {
      missing: `missing '${name}' parameter`,
      wrongType: `'${name}' parameter is not a string`,
      wrongValue: written =>
        other.parse(written) === undefined ? `'${name}' parameter is not an address: ${written}` : wrongRange(written),
    })
  const wrongRange = (...addresses: string[]): string =>
    `invalid V${digit} range - ${addresses.join(', ')}, must be V${digit} addresses where start_address <= end_address`
  const range = {
    'start-address': bound('start-address', 'First address of the range.'),
    'end-address': bound('end-address', 'Last address of the range.'),
  }
  const rangeExample = {
    'start-address': digit === 4 ? '192.0.2.10' : '2001:db8:1::10',
    'end-address': digit === 4 ? '192.0.2.20' : '2001:db8:1::20',
  }
  const check = ({ 'start-address': first, 'end-address': last }: { 'start-address': A; 'end-address': A }): void => {
    if (first > last)
      throw new CommandError(wrongRange(`start_address ${kind.format(first)}`, `end_address ${kind.format(last)}`))
  }
  const found = (pools: readonly PoolPlan<A>[]): Reply => ({
    result: pools.length === 0 ? Result.empty : Result.success,
    text: `${pools.length} pool(s) found.`,
    arguments: { pools: pools.map(pool => queueJson(family, pool)) },
  })
  const getAll = command({
    ...shared,
    name: `sflq-pool${digit}-get-all`,
    access: 'read',
    summary: `All ${ip} pools with a free lease queue.`,
    arguments: {},
    example: undefined,
    returns,
    run({ rooms, written }: Context<LeaseRooms<A>>) {
      if (written !== undefined && written.entries.size > 0)
        throw new CommandError('command does not take any arguments')
      return found(queues(rooms.plan))
    },
  })
  const subnetArguments = {
    'subnet-id': needed(big, 'The subnet.', {
      missing: "missing 'subnet-id' parameter",
      wrongType: "'subnet-id' parameter is not an integer",
      suggest: 'subnet',
    }),
  } as const
  const bySubnet = command({
    ...shared,
    name: `sflq-pool${digit}-get-by-subnet`,
    access: 'read',
    summary: `The ${ip} pools of a subnet with a free lease queue.`,
    arguments: subnetArguments,
    example: { 'subnet-id': 1 },
    returns,
    run({ rooms, written }: Context<LeaseRooms<A>>, { 'subnet-id': id }) {
      refuseOthers(written, subnetArguments)
      if (id <= 0n || id >= 0xffffffffn)
        throw new CommandError(`'subnet-id' ${id} is invalid, must be greater than zero and less than 4294967295`)
      return found(queues(rooms.plan).filter(({ subnet }) => BigInt(subnet.subnet.id) === id))
    },
  })
  const byRange = command({
    ...shared,
    name: `sflq-pool${digit}-get-by-range`,
    access: 'read',
    summary: `The ${ip} pools with a free lease queue that have addresses of a range.`,
    arguments: range,
    example: rangeExample,
    returns,
    run({ rooms, written }: Context<LeaseRooms<A>>, given) {
      refuseOthers(written, range)
      check(given)
      const { 'start-address': first, 'end-address': last } = given
      return found(queues(rooms.plan).filter(({ pool }) => pool.first <= last && pool.last >= first))
    },
  })
  const rebuild = command({
    ...shared,
    name: `sflq-pool${digit}-rebuild`,
    access: 'write',
    summary: `Make the free lease queue of an ${ip} pool anew. It is always right: nothing has to be done.`,
    arguments: range,
    example: rangeExample,
    run({ rooms, written }: Context<LeaseRooms<A>>, given) {
      refuseOthers(written, range)
      check(given)
      if (exactly(rooms.plan, given).length === 0) throw new CommandError(NONE, Result.empty)
      return { result: Result.success, text: 'SFLQ pool rebuilt.' }
    },
  })
  const deletion = {
    ...range,
    force: optional(flag, 'Delete it though it is configured.', { wrongType: "'force' parameter is not a boolean" }),
  }
  const del = command({
    ...shared,
    name: `sflq-pool${digit}-del`,
    access: 'write',
    summary: `Delete the free lease queue of an ${ip} pool. Those of configured pools stay.`,
    arguments: deletion,
    example: rangeExample,
    run({ rooms, written }: Context<LeaseRooms<A>>, given) {
      refuseOthers(written, deletion)
      check(given)
      if (exactly(rooms.plan, given).length === 0) throw new CommandError(NONE, Result.empty)
      throw new CommandError('the pool is configured: its free lease queue goes when the pool does')
    },
  })
  return [getAll, bySubnet, byRange, rebuild, del]
}

const NONE = 'SFLQ pool does not exist'

function queues<A extends Address>({ subnets }: LeasePlan<A>): readonly PoolPlan<A>[] {
  const found: PoolPlan<A>[] = []
  for (const { subnet, pools, pdPools } of subnets.values()) {
    if (subnet.allocator === 'flq') found.push(...pools)
    if (subnet.pdAllocator === 'flq') found.push(...pdPools)
  }
  return found
}

function exactly<A extends Address>(
  plan: LeasePlan<A>,
  { 'start-address': first, 'end-address': last }: { 'start-address': A; 'end-address': A },
): readonly PoolPlan<A>[] {
  return queues(plan).filter(({ pool }) => pool.first === first && pool.last === last)
}

function queueJson<A extends Address>({ kind, digit }: LeaseFamily<A>, plan: PoolPlan<A>): JsonMap {
  const { pool, prefixLength, space, subnet } = plan
  return {
    'start-address': kind.format(pool.first),
    'end-address': kind.format(pool.last),
    'subnet-id': subnet.subnet.id,
    'lease-type': digit === 4 ? 'V4' : pool.kind === LeaseKind.pd ? 'IA_PD' : 'IA_NA',
    'delegated-len': digit === 4 ? 128 : prefixLength,
    'free-leases': space.free,
  }
}

/** Unlike others, these commands take no argument that they do not know. */
function refuseOthers(written: MapTree | undefined, declared: ArgumentMap): void {
  for (const name of written?.entries.keys() ?? [])
    if (!(name in declared)) throw new CommandError(`spurious '${name}' parameter`)
}
