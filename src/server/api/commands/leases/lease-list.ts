import type { Address, Lease } from '../../../lease/lease.js'
import type { LeaseQuery, LeaseWalk } from '../../../store/lease-store.js'
import { flag } from '../../argument-type.js'
import { optional } from '../../arguments.js'
import type { Context, LongReply } from '../../command.js'
import { Result } from '../../command-error.js'
import { type JsonMap, Pages } from '../../json/json.js'
import { leaseDialects } from './dialect.js'
import type { LeaseFamily } from './family.js'
import { extendedJson, leaseJson } from './lease-json.js'
import type { LeaseRooms } from './rooms.js'

/** Leases made JSON in one go. */
const PAGE = 256

/** Every command that shows leases takes it. */
export const extendedArgument = optional(
  flag,
  'Also tell where the lease came from (`origin`: reservation, pool or other, and its `pool`) and its `hostname-of-record`.',
)

/** The leases of several queries, one query after the other, while the reply is sent. */
export class LeaseListing<A extends Address> {
  readonly #family: LeaseFamily<A>
  readonly #context: Context<LeaseRooms<A>>
  readonly #extended: boolean
  readonly #queries: Iterator<LeaseQuery<A>>
  #walk: LeaseWalk<A> | undefined
  #closed = false
  /** Leases so far. */
  count = 0

  constructor(
    family: LeaseFamily<A>,
    context: Context<LeaseRooms<A>>,
    queries: Iterable<LeaseQuery<A>>,
    extended = false,
  ) {
    this.#family = family
    this.#context = context
    this.#extended = extended
    this.#queries = queries[Symbol.iterator]()
  }

  /** Begin with the first query; how many leases it found. */
  async begin(): Promise<number> {
    await this.#advance()
    return this.#walk?.count ?? 0
  }

  /** The reply, with `more` beside the leases. */
  reply(more: JsonMap = {}): LongReply {
    const leases = new Pages(
      () => this.#next(),
      () => this.#close(),
    )
    return { arguments: { ...more, leases }, conclusion: () => this.#conclusion() }
  }

  async #next(): Promise<readonly JsonMap[] | undefined> {
    if (this.#walk === undefined) await this.#advance()
    while (this.#walk !== undefined) {
      const leases = await this.#walk.next(PAGE)
      if (leases.length > 0) {
        this.count += leases.length
        return this.#shown(leases)
      }
      await this.#advance()
    }
    return undefined
  }

  #shown(leases: readonly Lease<A>[]): readonly JsonMap[] | Promise<readonly JsonMap[]> {
    const { rooms, generation } = this.#context
    const dialect = leaseDialects[generation]
    if (!this.#extended) return leases.map(lease => leaseJson(this.#family, lease, dialect))
    return Promise.all(leases.map(lease => extendedJson(this.#family, lease, dialect, rooms.plan)))
  }

  async #advance(): Promise<void> {
    this.#walk?.close()
    this.#walk = undefined
    const { done, value } = this.#queries.next()
    if (done === true || this.#closed) return
    const walk = await this.#context.rooms.store.walk(value)
    // the caller may have gone meanwhile
    if (this.#closed) walk.close()
    else this.#walk = walk
  }

  #close(): void {
    this.#closed = true
    this.#walk?.close()
    this.#walk = undefined
  }

  #conclusion(): { result: number; text: string } {
    const { count } = this
    return {
      result: count === 0 ? Result.empty : Result.success,
      text: `${count} ${this.#family.ip} lease(s) found.`,
    }
  }
}
