import type { Address } from '../lease/lease.js'
import type { ConfiguredOption } from '../options/scope.js'
import type { OptionTable } from '../options/table.js'
import type { Exchange } from './exchange.js'

/** What a client's place on its link says: a pool's options, or those of several pools, over its subnet's. */
export interface LinkScope {
  /** pools > subnet > shared network. */
  readonly options: OptionTable
  /** The same, and the global scope: for clients whose classes and reservation bring no options. */
  readonly allOptions: OptionTable
}

/**
 * The option tables that speak for this client, nearest first: its reservation, its place on the link (without a pool:
 * its subnet), its classes in the order they were assigned, the global scope.
 */
export function scopesOf<A extends Address>(x: Exchange<A>, place: LinkScope | undefined, into: OptionTable[]): void {
  // setting length to 0 is a call into the runtime
  while (into.length > 0) into.pop()
  const { plan, host, subnet } = x
  if (host?.options !== undefined) into.push(plan.hostOptions(host))
  const before = into.length
  if (plan.classes.length > 0)
    for (let i = 0; i < x.classes.count; i++) {
      const own = plan.classes[x.classes.idAt(i)]
      if (own !== undefined && !own.options.empty) into.push(own.options)
    }
  // between the link's options and the global ones there is nothing: both are one table
  if (into.length === before && place !== undefined) {
    into.push(place.allOptions)
    return
  }
  const link = place ?? subnet
  if (link !== undefined) into.splice(before, 0, link.options)
  into.push(plan.options)
}

/** The option of this code that counts for the client; undefined: none is configured for it. */
export function configured<A extends Address>(
  x: Exchange<A>,
  lists: readonly OptionTable[],
  code: number,
): ConfiguredOption | undefined {
  for (let i = 0; i < lists.length; i++) {
    const option = lists[i]!.get(code, x.classes)
    if (option !== undefined) return option
  }
  return undefined
}

/** Put the configured option into the answer, unless there is one of this code already. */
export function addConfigured<A extends Address>(x: Exchange<A>, lists: readonly OptionTable[], code: number): void {
  if (x.options.has(code)) return
  const option = configured(x, lists, code)
  if (option !== undefined) x.options.set(code, option.payload, 0, option.payload.length)
}

/** What some scope always sends. */
export function addAlways<A extends Address>(x: Exchange<A>, lists: readonly OptionTable[]): void {
  for (let i = 0; i < lists.length; i++) {
    const { always } = lists[i]!
    for (let j = 0; j < always.length; j++) addConfigured(x, lists, always[j]!)
  }
}

/** What some scope never sends. */
export function removeNever<A extends Address>(x: Exchange<A>, lists: readonly OptionTable[]): void {
  for (let i = 0; i < lists.length; i++) {
    const { never } = lists[i]!
    for (let j = 0; j < never.length; j++) x.options.remove(never[j]!)
  }
}
