/** Where values for an argument can be looked up, for completion. */
export type ValueSource = 'subnet' | 'network' | 'class' | 'statistic' | 'address' | 'hardware' | 'command'

export type ArgumentType = 'text' | 'number' | 'flag' | 'list' | 'map'

export interface ArgumentInfo {
  readonly name: string
  /** Undefined: any JSON. */
  readonly type?: ArgumentType
  readonly choices?: readonly string[]
  readonly source?: ValueSource
  /** One sentence, where a server told it. */
  readonly says?: string
  readonly needed?: boolean
}

/** What to ask before: what a command takes away or ends. */
export type Risk = 'deletes' | 'stops' | 'replaces'

/** What the shell knows of a command. */
export interface CommandInfo {
  readonly name: string
  readonly access: 'read' | 'write'
  /** Names as `service` takes them: dhcp4, dhcp6, d2. */
  readonly services: readonly string[]
  readonly summary: string
  /** In the order in which values without names fill them. */
  readonly arguments: readonly ArgumentInfo[]
  readonly risk?: Risk | undefined
}

export interface Catalog {
  find(name: string): CommandInfo | undefined
  names(): readonly string[]
}

/** A catalog that a server's own descriptions go in front of. */
export interface LearningCatalog extends Catalog {
  /** What is built in, whatever was learned. */
  readonly builtIn: Catalog
  /** What the server at hand says of its commands; replaces what another one said. */
  learn(commands: Iterable<CommandInfo>): void
}

/** A catalog of declarations; the first of a name counts. */
export function catalogOf(commands: Iterable<CommandInfo>): LearningCatalog {
  const byName = new Map<string, CommandInfo>()
  for (const one of commands) if (!byName.has(one.name)) byName.set(one.name, one)
  let learned = new Map<string, CommandInfo>()
  const sorted = [...byName.keys()].sort()
  let names = sorted
  return {
    builtIn: { find: name => byName.get(name), names: () => sorted },
    find: name => learned.get(name) ?? byName.get(name),
    names: () => names,
    learn(told) {
      learned = new Map()
      for (const one of told) if (!learned.has(one.name)) learned.set(one.name, one)
      names = [...new Set([...learned.keys(), ...byName.keys()])].sort()
    },
  }
}

/** What to ask before; commands that nobody declared are judged by their names. */
export function riskOf(name: string, command: CommandInfo | undefined): Risk | undefined {
  if (command !== undefined) return command.risk
  if (/(^|-)(del|delete|wipe|remove|purge|clear)(-|$)/.test(name)) return 'deletes'
  return /(^|-)(shutdown|stop)(-|$)/.test(name) ? 'stops' : undefined
}
