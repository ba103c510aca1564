import type { Now } from '../../now.js'
import type { Generation } from '../config/behaviours.js'
import type { Pace } from '../config/slices.js'
import type { MapTree, Tree } from '../config/tree.js'
import type { ArgumentMap, ValuesOf } from './arguments.js'
import type { Caller } from './caller.js'
import type { Json } from './json/json.js'

/** What roles allow: reading, or everything. */
export type Access = 'read' | 'write'

/** Who takes commands, by the names that `service` in a command has. 'agent': the Control Agent itself. */
export type ServiceName = 'dhcp4' | 'dhcp6' | 'd2' | 'agent'

/** The answer to a command. Kea wants a text whenever the result is not 0. */
export interface Reply {
  /** See Result. */
  readonly result: number
  readonly text?: string
  readonly arguments?: Json
}

/** An answer whose result and text are known only once its arguments, with Pages in them, are written. */
export interface LongReply {
  readonly arguments: Json
  /** Called when the last page is written. */
  conclusion(): Reply
}

/** What a command is run with, beside its arguments. */
export interface Context<Rooms> {
  /** What the commands of one room were registered with. */
  readonly rooms: Rooms
  readonly caller: Caller
  /** For work longer than a few milliseconds: `runSliced(work, pace)`. */
  readonly pace: Pace
  readonly generation: Generation
  /** The arguments as written, with places; undefined: there were none, or they are no map. */
  readonly written: MapTree | undefined
}

/**
 * One command, declared once: the check of its arguments, the reference, completion in the shell and roles all read this.
 * Declarations are constants; what they work on comes as `context.rooms`.
 */
export interface Command<Rooms, M extends ArgumentMap = ArgumentMap> {
  readonly name: string
  readonly access: Access
  readonly services: readonly ServiceName[]
  /** Kea's hook that brings it, e.g. "lease_cmds"; absent: Kea has it without hooks. */
  readonly hook?: string
  /** First generation that has it; absent: both. */
  readonly since?: '3'
  /** Last generation that has it; absent: still there. */
  readonly until?: '2.2'
  /** One sentence. */
  readonly summary: string
  readonly arguments: M
  /**
   * The answer when there are arguments to be given, but no map of them (`given`: what stands there instead). '': as if
   * the map were empty.
   */
  readonly withoutArguments?: string | ((given: Tree | undefined) => string)
  /** How many arguments there must be, where Kea counts them; `words` for any other number, declared or not. */
  readonly count?: { readonly allowed: readonly number[]; readonly words: string | ((given: number) => string) }
  /** Arguments that work, for the reference and its test. */
  readonly example: Readonly<Record<string, unknown>> | undefined
  /** What `arguments` of the answer holds, one sentence or several; absent: nothing. */
  readonly returns?: string
  /** Not while another exclusive command runs: what changes the configuration. They wait in order. */
  readonly exclusive?: boolean
  run(context: Context<Rooms>, given: ValuesOf<M>): Now<Reply | LongReply>
}

/** Declares a command; types of the arguments follow from their declarations. */
export function command<Rooms, const M extends ArgumentMap>(declaration: Command<Rooms, M>): Command<Rooms, M> {
  return declaration
}
