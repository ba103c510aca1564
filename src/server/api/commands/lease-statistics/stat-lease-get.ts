import type { Address } from '../../../lease/lease.js'
import { sampleTime } from '../../../stats/sample-time.js'
import { DateFormat } from '../../../time/date-format.js'
import { big } from '../../argument-type.js'
import { mapOf, needed, optional, type ValuesOf } from '../../arguments.js'
import { type Command, type Context, command, type Reply } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import { type Json, Pages } from '../../json/json.js'
import { type Column, columns4, columns6 } from './columns.js'
import type { LeaseStatisticsRooms } from './rooms.js'

/** Rows made in one go. */
const PAGE = 256

/** Which subnets; without bounds: all. */
interface Range {
  readonly text: string
  readonly first: number
  readonly last: number
}

const identifier = (name: string) => {
  const wrong = `'${name}' parameter missing or not an integer`
  return needed(big, 'A subnet.', { missing: wrong, wrongType: wrong, suggest: 'subnet' })
}

const range = mapOf({
  'first-subnet-id': identifier('first-subnet-id'),
  'last-subnet-id': identifier('last-subnet-id'),
})

const statisticsArguments = {
  'subnet-id': optional(big, 'Only this subnet.', {
    wrongType: "'subnet-id' parameter is not integer",
    suggest: 'subnet',
  }),
  'subnet-range': optional(range, 'Only subnets from `first-subnet-id` to `last-subnet-id`, both included.', {
    wrongType: 'subnet-range parameter is not a map',
  }),
} as const

/** stat-lease4-get, stat-lease6-get */
function statLeaseGet<A extends Address>(digit: 4 | 6, columns: readonly Column[]): Command<LeaseStatisticsRooms<A>> {
  const name = `stat-lease${digit}-get`
  return command({
    name,
    access: 'read',
    services: ['dhcp4', 'dhcp6'],
    hook: 'stat_cmds',
    summary: `Leases of DHCPv${digit} by subnet: how many there can be, were and are.`,
    arguments: statisticsArguments,
    withoutArguments: given => (given === undefined ? '' : "'arguments' parameter is not a map"),
    example: { 'subnet-id': 1 },
    returns: '`result-set`: `columns`, `rows` in the order of the subnets, and a `timestamp`.',
    run({ rooms }: Context<LeaseStatisticsRooms<A>>, given) {
      const wanted = rangeOf(given['subnet-id'], given['subnet-range'])
      const ids = [...rooms.plan.subnets.keys()]
        .filter(id => id >= wanted.first && id <= wanted.last)
        .sort((a, b) => a - b)
      if (ids.length === 0) return nothing(`${name}[${wanted.text}]`, given['subnet-id'], wanted)
      let next = 0
      const rows = new Pages(() => {
        if (next >= ids.length) return undefined
        const page = ids.slice(next, next + PAGE).map(id => rowOf(rooms, columns, id))
        next += PAGE
        return page
      })
      const timestamp = sampleTime(rooms.clock.now(), new DateFormat('%Y-%m-%d %H:%M:%S'))
      const names = ['subnet-id', ...columns.map(column => column.name)]
      return {
        arguments: { 'result-set': { columns: names, rows, timestamp } },
        conclusion: () => ({
          result: Result.success,
          text: `${name}[${wanted.text}]: ${ids.length} rows found`,
        }),
      }
    },
  })
}

function rowOf<A extends Address>(
  { statistics, leases }: LeaseStatisticsRooms<A>,
  columns: readonly Column[],
  subnetId: number,
): Json {
  return [
    subnetId,
    ...columns.map(({ name, kind, what }) =>
      what === 'statistic'
        ? (statistics.find(`subnet[${subnetId}].${name}`)?.exact ?? 0)
        : leases.leasesOf(kind, subnetId)[what],
    ),
  ]
}

type Between = ValuesOf<typeof statisticsArguments>['subnet-range']

function rangeOf(id: bigint | undefined, between: Between): Range {
  if (id !== undefined && between !== undefined)
    throw new CommandError('cannot specify both subnet-id and subnet-range')
  if (id !== undefined) {
    positive('subnet-id', id)
    const only = subnetId(id)
    return { text: `subnet-id=${only}`, first: only, last: only }
  }
  if (between === undefined) return { text: 'all subnets', first: 0, last: Number.POSITIVE_INFINITY }
  const { 'first-subnet-id': from, 'last-subnet-id': to } = between
  positive('first-subnet-id', from)
  positive('last-subnet-id', to)
  const first = subnetId(from)
  const last = subnetId(to)
  if (last < first) throw new CommandError("'last-subnet-id' must be greater than 'first-subnet-id'")
  if (last === first) throw new CommandError('LeaseStatsQuery: last_subnet_id_must be > first_subnet_id_')
  return { text: `subnets ${first} through ${last}`, first, last }
}

function positive(name: string, value: bigint): void {
  if (value <= 0n) throw new CommandError(`'${name}' parameter must be > 0`)
}

/** Kea keeps the last 32 bits. */
const subnetId = (value: bigint): number => Number(BigInt.asUintN(32, value))

function nothing(what: string, id: bigint | undefined, { first, last }: Range): Reply {
  const bounds = Number.isFinite(last) ? `${first} through ${last}` : '0 through 0'
  const why =
    id === undefined ? `selected ID range: ${bounds} includes no known subnets` : `subnet-id: ${first} does not exist`
  return { result: Result.empty, text: `${what}: no matching data, ${why}`, arguments: {} }
}

export const leaseStatistics4Commands: readonly Command<LeaseStatisticsRooms<number>>[] = [statLeaseGet(4, columns4)]
export const leaseStatistics6Commands: readonly Command<LeaseStatisticsRooms<bigint>>[] = [statLeaseGet(6, columns6)]
