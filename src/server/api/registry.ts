import type { Now } from '../../now.js'
import type { Generation } from '../config/behaviours.js'
import { type ArgumentMap, readArguments, type ValuesOf } from './arguments.js'
import type { Command, Context, LongReply, Reply, ServiceName } from './command.js'
import { CommandError } from './command-error.js'

/** A command together with what it works on. */
export interface Registered {
  readonly declaration: Command<never>
  /** @throws CommandError when the arguments are wrong, and whatever the command throws */
  run(context: Omit<Context<unknown>, 'rooms'>): Now<Reply | LongReply>
}

/** The commands that one service takes. */
export class Registry {
  readonly #commands = new Map<string, Registered>()
  readonly #service: ServiceName
  readonly #generation: Generation

  constructor(service: ServiceName, generation: Generation) {
    this.#service = service
    this.#generation = generation
  }

  get service(): ServiceName {
    return this.#service
  }

  get generation(): Generation {
    return this.#generation
  }

  /**
   * Those of the commands that this service has in its generation; `rooms` is what they get as `context.rooms`. A second
   * command of a name replaces the first: a feature may take over a command of the core.
   */
  register<Rooms>(commands: readonly Command<Rooms>[], rooms: Rooms): void {
    for (const declaration of commands)
      if (this.#has(declaration)) this.#commands.set(declaration.name, bind(declaration, rooms))
  }

  /** Takes commands away again: their feature was switched off. */
  remove(names: Iterable<string>): void {
    for (const name of names) this.#commands.delete(name)
  }

  find(name: string): Registered | undefined {
    return this.#commands.get(name)
  }

  /** In the order in which list-commands tells them. Clients of Kea 2.2 compare the list: it has none of Keats' own. */
  names(): string[] {
    const names: string[] = []
    for (const [name, { declaration }] of this.#commands)
      if (this.#generation === '3' || declaration.hook !== OWN) names.push(name)
    return names.sort()
  }

  #has({ services, since, until }: Command<never>): boolean {
    if (!services.includes(this.#service)) return false
    return this.#generation === '3' ? until === undefined : since === undefined
  }
}

/** What `hook` of a command says that Kea does not have. */
const OWN = 'keats'

function bind<Rooms>(declaration: Command<Rooms>, rooms: Rooms): Registered {
  return {
    declaration,
    run(context) {
      const written = context.written ?? NO_ARGUMENTS
      countArguments(declaration, written.entries.size)
      const given = readArguments<ArgumentMap>(declaration.arguments, written)
      return declaration.run({ ...context, rooms }, given as ValuesOf<ArgumentMap>)
    },
  }
}

function countArguments({ count }: Command<never>, given: number): void {
  if (count === undefined || count.allowed.includes(given)) return
  throw new CommandError(typeof count.words === 'string' ? count.words : count.words(given))
}

const NO_ARGUMENTS = {
  kind: 'map',
  at: { file: '<wire>', line: 0, column: 0, endColumn: 0 },
  entries: new Map(),
} as const
