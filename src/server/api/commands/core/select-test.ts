import type { AddressKind } from '../../../../wire/address.js'
import { ClassSet } from '../../../classify/class-set.js'
import type { MapTree } from '../../../config/tree.js'
import type { Plan } from '../../../engine/plan.js'
import type { Address } from '../../../lease/lease.js'
import type { SubnetPlan } from '../../../subnet/plan.js'
import type { ArgumentType } from '../../argument-type.js'
import { listOf, parsed, text, Unfit } from '../../argument-type.js'
import { type ArgumentMap, optional } from '../../arguments.js'
import type { Reply } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'

/** What the select-test commands of a family work on. */
export interface SelectRoom<A extends Address> {
  readonly plan: () => Plan<A>
  /** The service's own address on an interface; undefined: there is no such interface, or it has none. */
  readonly localAddress: (name: string) => A | undefined
}

/** An address of one family, with the words of these commands. */
export function entryAddress<A extends Address>(
  name: string,
  kind: AddressKind<A>,
  other: AddressKind<Address>,
): ArgumentType<A> {
  const version = kind.width === 4 ? 'IPv4' : 'IPv6'
  return parsed(`${version} address`, written => {
    const address = kind.parse(written)
    if (address !== undefined) return address
    const foreign = other.parse(written) !== undefined
    const wrong = foreign ? `not ${version}` : `Failed to convert string to address '${written}': Invalid argument`
    return new Unfit('value', `bad '${name}' entry: ${wrong}`)
  })
}

/** An entry that is a text of some kind. */
export function entry<T>(name: string, type: ArgumentType<T>, says: string) {
  return optional(type, says, { wrongType: `'${name}' entry must be a string` })
}

export const interfaceEntry = entry('interface', text, 'The interface that the packet came in by.')

export const classesEntry = optional(listOf(text), 'Classes that the client is in.', {
  wrongType: (written: string) =>
    written === 'list' ? "'classes' entry must be a list of strings" : "'classes' entry must be a list",
})

/** Nothing but these entries may be there. */
export function onlyKnown(declared: ArgumentMap, written: MapTree | undefined): void {
  for (const key of written?.entries.keys() ?? [])
    if (!(key in declared)) throw new CommandError(`unknown entry '${key}'`)
}

/** The classes as a packet would have them; all packets are in ALL. */
export function classSet<A extends Address>(plan: Plan<A>, names: readonly string[] | undefined): ClassSet {
  const classes = new ClassSet(plan.evaluator.names)
  for (const name of names ?? []) classes.addName(name)
  return classes
}

/** What became of it, in Kea's words. */
export function selection<A extends Address>(kind: AddressKind<A>, found: SubnetPlan<A> | undefined): Reply {
  if (found === undefined) throw new CommandError('no subnet selected', Result.empty)
  const { id, prefix, prefixLength } = found.subnet
  const subnet = `subnet '${kind.format(prefix)}/${prefixLength}' id ${id}`
  const network = found.network.network.name
  const text = network === '' ? `selected ${subnet}` : `selected shared network '${network}' starting with ${subnet}`
  return { result: Result.success, text }
}

/** What is said when there are no arguments at all, or no map of them. */
export const withoutEntries = (given: unknown): string =>
  given === undefined ? 'empty arguments' : 'arguments must be a map'
