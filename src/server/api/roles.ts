import type { Caller } from './caller.js'
import { catalogue } from './catalogue.js'
import type { Access, Command, LongReply, Reply } from './command.js'
import type { Json } from './json/json.js'
import type { Registry } from './registry.js'

/** What roles look at of a command. */
export interface CommandTraits {
  readonly name: string
  /** Undefined: nobody knows the command. */
  readonly access: Access | undefined
  /** '' for commands of the servers themselves; undefined: nobody knows. */
  readonly hook: string | undefined
}

/** True when the command is in the list. */
export type AccessList = (command: CommandTraits) => boolean

/** What callers in one role may send. */
export class Role {
  constructor(
    readonly name: string,
    private readonly accept: AccessList | undefined,
    private readonly reject: AccessList | undefined,
    private readonly acceptFirst: boolean,
    private readonly acceptOthers: boolean,
    /** list-commands tells what the role may send only. */
    readonly filtersList: boolean,
    private readonly extra: ReadonlyMap<string, CommandTraits>,
  ) {}

  /** @param declaration of the command where it is registered; others are looked up in Kea's list */
  allows(name: string, declaration?: Pick<Command<never>, 'access' | 'hook'>): boolean {
    const traits = this.extra.get(name) ?? traitsOf(name, declaration)
    const accepted = this.accept?.(traits) === true
    const rejected = this.reject?.(traits) === true
    if (accepted && rejected) return this.acceptFirst
    return accepted || (!rejected && this.acceptOthers)
  }
}

function traitsOf(name: string, declaration: Pick<Command<never>, 'access' | 'hook'> | undefined): CommandTraits {
  if (declaration !== undefined) return { name, access: declaration.access, hook: declaration.hook ?? '' }
  const known = catalogue.get(name)
  return { name, access: known?.access, hook: known?.hook }
}

/** How a caller comes by its role. */
export type RoleMethod = 'remote-address' | 'cert-subject' | 'cert-issuer' | 'basic-authentication'

/** Who may send what: Kea's rbac. Callers on UNIX sockets, and what an agent forwards, are not asked. */
export class Roles {
  constructor(
    private readonly method: RoleMethod,
    private readonly requireTls: boolean,
    private readonly roles: ReadonlyMap<string, Role>,
    /** Of callers that nothing is known of. */
    private readonly fallback: Role,
    /** Of callers whose role is not configured. */
    private readonly unknown: Role,
  ) {}

  /** The role of the caller; undefined: roles do not apply to it. */
  of(caller: Caller): Role | undefined {
    if (caller.channel !== 'http') return undefined
    if (this.requireTls && !caller.tls) return nobody
    const name = this.nameOf(caller)
    return name === undefined || name === '' ? this.fallback : (this.roles.get(name) ?? this.unknown)
  }

  private nameOf(caller: Caller): string | undefined {
    switch (this.method) {
      case 'remote-address':
        return caller.remoteAddress
      case 'cert-subject':
        return caller.certificate?.subject
      case 'cert-issuer':
        return caller.certificate?.issuer
      case 'basic-authentication':
        return caller.user
    }
  }
}

const nobody = new Role('', undefined, undefined, true, false, false, new Map())

/** The reply as the role may see it. */
export function filterReply(reply: Reply | LongReply, name: string, role: Role, registry: Registry): Reply | LongReply {
  if (name !== 'list-commands' || !role.filtersList || 'conclusion' in reply) return reply
  return { ...reply, arguments: filteredList(reply.arguments, role, other => registry.find(other)?.declaration) }
}

/** The names in a list that the role may send. */
export function filteredList(
  list: Json | undefined,
  role: Role,
  declaration: (name: string) => Pick<Command<never>, 'access' | 'hook'> | undefined,
): Json {
  if (!Array.isArray(list)) return []
  return list.filter(name => typeof name === 'string' && role.allows(name, declaration(name)))
}
