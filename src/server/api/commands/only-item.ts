import type { ListTree, MapTree } from '../../config/tree.js'
import { type ArgumentType, anyList } from '../argument-type.js'
import { type Argument, needed } from '../arguments.js'
import { CommandError } from '../command-error.js'

/** Kea's words for lists of which a command takes one item. */
export interface ItemWords {
  readonly command: string
  /** The argument: "subnet4". */
  readonly key: string
  /** "subnets", "subnet". */
  readonly many: string
  readonly one: string
  /** What an item that is no map is called: "subnet information". */
  readonly item: string
}

/** The argument that holds the list. */
export function onlyList({ command, key }: ItemWords, says: string): Argument<ListTree, true> {
  return needed(anyMaps, says, {
    missing: `missing '${key}' argument for the '${command}' command`,
    wrongType: `'${key}' argument specified for the '${command}' command is not a list`,
  })
}

const anyMaps: ArgumentType<ListTree> = {
  ...anyList,
  name: 'list of one map',
  schema: { type: 'array', items: { type: 'object' }, minItems: 1, maxItems: 1 },
}

/** How many arguments such a command has, in Kea's words. */
export const countOf = ({ command, key }: ItemWords) =>
  ({
    allowed: [1],
    words: (given: number) =>
      `invalid number of arguments ${given} for the '${command}' command. Expecting '${key}' list`,
  }) as const

/**
 * The one map in the list.
 *
 * @throws CommandError when there are more or fewer, or it is none
 */
export function onlyItem({ items }: ListTree, { command, many, one, item }: ItemWords): MapTree {
  if (items.length !== 1)
    throw new CommandError(`invalid number of ${many} specified for the '${command}' command. Expected one ${one}`)
  const [first] = items
  if (first?.kind !== 'map')
    throw new CommandError(`invalid ${item} specified for the '${command}' command. Expected a map`)
  return first
}

/** A command that takes one argument, a text by this name, and counts. */
export const onlyName = (command: string) =>
  ({
    missing: `missing 'name' argument for the '${command}' command`,
    wrongType: `'name' argument specified for the '${command}' command is not a string`,
  }) as const

/** The same for how many there are. */
export const countName = (command: string) =>
  ({
    allowed: [1],
    words: (given: number) =>
      `invalid number of arguments ${given} for the '${command}' command. Expecting 'name' string`,
  }) as const
