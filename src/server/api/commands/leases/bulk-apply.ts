import { formatPosition } from '../../../config/problem.js'
import type { Tree } from '../../../config/tree.js'
import { type Address, type Lease, LeaseKind } from '../../../lease/lease.js'
import { anyList } from '../../argument-type.js'
import { optional, readArguments } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { JsonMap } from '../../json/json.js'
import { changeLeases, leaseAt, replaceLease } from './change.js'
import { leaseDescribed } from './describe.js'
import { type LeaseDialect, leaseDialects } from './dialect.js'
import type { LeaseFamily } from './family.js'
import { type LookupGiven, lookUp, lookupArguments } from './lookup.js'
import type { LeaseRooms } from './rooms.js'

/** lease6-bulk-apply: what high availability sends for one exchange with a client. */
export function leaseBulkApply<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip, examples } = family
  return command({
    name: `lease${digit}-bulk-apply`,
    access: 'write',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    summary: `Delete, add and replace many ${ip} leases. Nothing is done unless all of them are well-formed.`,
    arguments: {
      'deleted-leases': optional(anyList, `Leases to be deleted, named as for lease${digit}-del.`, {
        wrongType: "the 'deleted-leases' parameter must be a list",
      }),
      leases: optional(anyList, `Leases to be added or replaced, described as for lease${digit}-add.`, {
        wrongType: "the 'leases' parameter must be a list",
      }),
    },
    withoutArguments: 'Command arguments missing or a not a map.',
    example: { 'deleted-leases': [{ 'ip-address': examples.address }], leases: [examples.lease] },
    returns: '`failed-deleted-leases` and `failed-leases`: those that it was not done for, and why.',
    async run(context: Context<LeaseRooms<A>>, { 'deleted-leases': deleted, leases }) {
      if (deleted === undefined && leases === undefined)
        throw new CommandError("neither 'deleted-leases' nor 'leases' parameter specified")
      const { rooms, generation, pace } = context
      const dialect = leaseDialects[generation]
      const bulk = new Bulk(family, rooms, dialect)
      const doomed: Doomed<A>[] = []
      for (const item of deleted?.items ?? []) doomed.push(await bulk.named(item))
      const described = (leases?.items ?? []).map(item => bulk.described(item))
      let until = pace.monotonic() + pace.slice
      const breathe = async (): Promise<void> => {
        if (pace.monotonic() < until) return
        await pace.pause()
        until = pace.monotonic() + pace.slice
      }
      for (const one of doomed) {
        await bulk.delete(one)
        await breathe()
      }
      for (const lease of described) {
        await bulk.put(lease)
        await breathe()
      }
      return bulk.reply()
    },
  })
}

/** A lease that is to be deleted. */
interface Doomed<A extends Address> {
  readonly given: LookupGiven<A>
  readonly lease: Lease<A> | undefined
}

class Bulk<A extends Address> {
  readonly #family: LeaseFamily<A>
  readonly #rooms: LeaseRooms<A>
  readonly #dialect: LeaseDialect
  readonly #arguments: ReturnType<typeof lookupArguments<A>>
  readonly #failedDeletions: JsonMap[] = []
  readonly #failed: JsonMap[] = []
  #done = 0

  constructor(family: LeaseFamily<A>, rooms: LeaseRooms<A>, dialect: LeaseDialect) {
    this.#family = family
    this.#rooms = rooms
    this.#dialect = dialect
    this.#arguments = lookupArguments(family)
  }

  async named(item: Tree): Promise<Doomed<A>> {
    if (item.kind !== 'map') throw new CommandError('Parameters missing or are not a map.')
    const given = readArguments(this.#arguments, item) as LookupGiven<A>
    return { given, lease: await lookUp(this.#family, this.#rooms, given, 'Delete') }
  }

  described(item: Tree): Lease<A> {
    if (item.kind !== 'map')
      throw new CommandError(`get(string) called on a non-map Element in (${formatPosition(item.at)})`)
    return leaseDescribed(this.#family, this.#rooms, this.#family.read(item), this.#dialect)
  }

  async delete({ given, lease }: Doomed<A>): Promise<void> {
    try {
      if (lease !== undefined && (await changeLeases(this.#rooms, [{ was: lease, is: undefined }]))) this.#done++
      else if (given['ip-address'] !== undefined) {
        const kind = this.#family.kindOf(given.type) ?? LeaseKind.na
        this.#failedDeletions.push(this.#failure(given['ip-address'], kind, Result.empty, 'lease not found'))
      }
    } catch (error) {
      if (!(error instanceof CommandError) || lease === undefined) throw error
      this.#failedDeletions.push(this.#failure(lease.address, lease.kind, Result.error, error.message))
    }
  }

  async put(lease: Lease<A>): Promise<void> {
    const { address, kind } = lease
    try {
      const was = await leaseAt(this.#family, this.#rooms, lease)
      if (was !== undefined) await replaceLease(this.#rooms, this.#family, this.#dialect, was, lease)
      else if (!(await changeLeases(this.#rooms, [{ was, is: lease }])))
        throw new CommandError('lost race between calls to get and add', this.#dialect.conflict)
      this.#done++
    } catch (error) {
      if (!(error instanceof CommandError)) throw error
      this.#failed.push(this.#failure(address, kind, error.result, error.message))
    }
  }

  reply(): { result: number; text: string; arguments?: JsonMap } {
    const failures = {
      ...(this.#failedDeletions.length > 0 ? { 'failed-deleted-leases': this.#failedDeletions } : {}),
      ...(this.#failed.length > 0 ? { 'failed-leases': this.#failed } : {}),
    }
    return {
      result: this.#done === 0 ? Result.empty : Result.success,
      text: `Bulk apply of ${this.#done} ${this.#family.ip} leases completed.`,
      ...(Object.keys(failures).length > 0 ? { arguments: failures } : {}),
    }
  }

  #failure(address: A, kind: LeaseKind, result: number, text: string): JsonMap {
    return {
      'error-message': text,
      'ip-address': this.#family.kind.format(address),
      result,
      type: kind === LeaseKind.pd ? 'IA_PD' : 'IA_NA',
    }
  }
}
