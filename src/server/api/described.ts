import type { Argument } from './arguments.js'
import type { Command } from './command.js'

/** What kind of JSON value an argument is. */
type Kind = 'text' | 'number' | 'flag' | 'list' | 'map' | 'any'

/** A command as clients are told of it: plain data. */
export interface DescribedCommand {
  readonly name: string
  readonly access: string
  readonly services: readonly string[]
  /** '': it is always there. */
  readonly hook: string
  readonly summary: string
  readonly arguments: readonly DescribedArgument[]
}

export interface DescribedArgument {
  readonly name: string
  readonly type: Kind
  readonly needed: boolean
  /** One sentence. */
  readonly says: string
  /** The texts there are, if there are few. */
  readonly choices?: readonly string[]
  /** What values can be looked up as: see Suggestion. */
  readonly suggest?: string
}

/** A declaration as command-describe tells it. */
export function described(command: Command<never>): DescribedCommand {
  const { name, access, services, hook = '', summary } = command
  const given = Object.entries(command.arguments).map(([key, argument]) => describedArgument(key, argument))
  return { name, access, services, hook, summary, arguments: given }
}

function describedArgument(name: string, { type, needed, says, suggest }: Argument<unknown>): DescribedArgument {
  return {
    name,
    type: kindOf(type.schema),
    needed,
    says,
    ...(type.choices === undefined ? {} : { choices: type.choices }),
    ...(suggest === undefined ? {} : { suggest }),
  }
}

const KINDS: Readonly<Record<string, Kind>> = {
  string: 'text',
  integer: 'number',
  number: 'number',
  boolean: 'flag',
  array: 'list',
  object: 'map',
}

function kindOf({ type, enum: choices }: Readonly<Record<string, unknown>>): Kind {
  if (choices !== undefined) return 'text'
  return KINDS[String(type)] ?? 'any'
}
