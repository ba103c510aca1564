/** Where values for an argument can be looked up, for completion. */
export type ValueSource = 'subnet' | 'network' | 'class' | 'statistic' | 'address' | 'hardware' | 'command'

export type ArgumentType = 'text' | 'number' | 'flag' | 'list' | 'map'

export interface ArgumentInfo {
  readonly name: string
  /** Undefined: any JSON. */
  readonly type?: ArgumentType
  readonly choices?: readonly string[]
  readonly source?: ValueSource
}

/** What to ask before: what a command takes away or ends. */
export type Risk = 'deletes' | 'stops' | 'replaces'

/** What the shell knows of a command. A server that describes its own commands is the better source. */
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

/** A catalog of declarations; the first of a name counts, so that a server's own go in front. */
export function catalogOf(commands: Iterable<CommandInfo>): Catalog {
  const byName = new Map<string, CommandInfo>()
  for (const one of commands) if (!byName.has(one.name)) byName.set(one.name, one)
  const names = [...byName.keys()].sort()
  return { find: name => byName.get(name), names: () => names }
}

/** What to ask before; commands that nobody declared are judged by their names. */
export function riskOf(name: string, command: CommandInfo | undefined): Risk | undefined {
  if (command !== undefined) return command.risk
  if (/(^|-)(del|delete|wipe|remove|purge|clear)(-|$)/.test(name)) return 'deletes'
  return /(^|-)(shutdown|stop)(-|$)/.test(name) ? 'stops' : undefined
}
