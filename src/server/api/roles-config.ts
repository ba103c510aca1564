import type { AgentConfig } from '../config/decided-agent.js'
import type { Report } from '../config/problem.js'
import { choiceIn, flagIn, mapIn, mapsIn, placeOf, textIn, textItems, textsIn } from '../config/read.js'
import type { MapEntry, MapTree, Tree } from '../config/tree.js'
import { type AccessList, type CommandTraits, Role, type RoleMethod, Roles } from './roles.js'

/** Kea's libraries for roles: of the Control Agent, and of the services of Kea 3. */
const libraries: ReadonlySet<string> = new Set(['libca_rbac.so', 'libdhcp_rbac.so'])

const methods: readonly RoleMethod[] = ['remote-address', 'cert-subject', 'cert-issuer', 'basic-authentication']

/** The roles that a configuration asks for; undefined: none, or there were errors. */
export function decideRoles(hooks: AgentConfig['hooks'], report: Report): Roles | undefined {
  const hook = hooks.find(({ library }) => libraries.has(library))
  if (hook === undefined) return undefined
  const before = report.errors
  if (hook.parameters === undefined) {
    report.error('missing-keyword', hook.position, "missing parameter 'assign-role-method' in parameters map")
    return undefined
  }
  const roles = new RoleReader(hook.parameters, report).roles()
  return report.errors > before ? undefined : roles
}

class RoleReader {
  readonly #map: MapTree
  readonly #report: Report
  readonly #extra = new Map<string, CommandTraits>()
  readonly #named = new Map<string, AccessList>([
    ['ALL', () => true],
    ['NONE', () => false],
    ['READ', ({ access }) => access === 'read'],
    ['WRITE', ({ access }) => access === 'write'],
  ])

  constructor(map: MapTree, report: Report) {
    this.#map = map
    this.#report = report
  }

  roles(): Roles {
    for (const command of mapsIn(this.#map, 'commands')) this.#command(command)
    for (const list of mapsIn(this.#map, 'access-control-lists')) {
      const entry = this.#only(list)
      const access = entry && this.#list(entry.value)
      if (entry !== undefined && access !== undefined) this.#named.set(entry.key, access)
    }
    const method = this.#method()
    const byCertificate = method === 'cert-subject' || method === 'cert-issuer'
    const roles = new Map<string, Role>()
    for (const role of mapsIn(this.#map, 'roles')) {
      const name = textIn(role, 'name')
      if (name === undefined || name === '')
        this.#report.error('missing-keyword', role.at, "missing parameter 'name' in roles map")
      else if (roles.has(name))
        this.#report.error('duplicate-key', placeOf(role, 'name'), `role '${name}' stands here twice`)
      else roles.set(name, this.#role(role, name))
    }
    return new Roles(
      method,
      flagIn(this.#map, 'require-tls') ?? byCertificate,
      roles,
      this.#role(mapIn(this.#map, 'default-role'), 'default'),
      this.#role(mapIn(this.#map, 'unknown-role'), 'unknown'),
    )
  }

  #method(): RoleMethod {
    const method = choiceIn(this.#map, 'assign-role-method', methods)
    if (method === undefined)
      this.#report.error(
        'wrong-value',
        placeOf(this.#map, 'assign-role-method'),
        `assign-role-method must be one of ${methods.join(', ')}`,
      )
    return method ?? 'basic-authentication'
  }

  #command(map: MapTree): void {
    const name = textIn(map, 'name')
    const access = choiceIn(map, 'access', ['read', 'write'])
    if (name === undefined || access === undefined)
      this.#report.error('missing-keyword', map.at, "commands want a 'name', and an 'access' of read or write")
    else this.#extra.set(name, { name, access, hook: textIn(map, 'hook') ?? '' })
  }

  /** Without a configuration everything is refused. */
  #role(map: MapTree | undefined, name: string): Role {
    if (map === undefined) return new Role(name, undefined, undefined, true, false, false, this.#extra)
    const list = (key: string): AccessList | undefined => {
      const written = map.entries.get(key)?.value
      return written && this.#list(written)
    }
    const chosen = (key: string, usual: 'accept' | 'reject'): boolean => {
      const choice = choiceIn(map, key, ['accept', 'reject'])
      if (choice === undefined && map.entries.has(key))
        this.#report.error('wrong-value', placeOf(map, key), `${key} must be accept or reject`)
      return (choice ?? usual) === 'accept'
    }
    const filters = textsIn(map, 'response-filters')
    for (const filter of filters)
      if (filter !== 'list-commands')
        this.#report.error('wrong-value', placeOf(map, 'response-filters'), `unknown response filter '${filter}'`)
    return new Role(
      name,
      list('accept-commands'),
      list('reject-commands'),
      chosen('list-match-first', 'accept'),
      chosen('other-commands', 'reject'),
      filters.includes('list-commands'),
      this.#extra,
    )
  }

  /** An access list: a name, or a map with one entry. */
  #list(tree: Tree): AccessList | undefined {
    if (tree.kind === 'string') {
      const list = this.#named.get(tree.value)
      if (list === undefined) this.#report.error('wrong-value', tree.at, `unknown access list '${tree.value}'`)
      return list
    }
    if (tree.kind !== 'map') {
      this.#report.error('wrong-type', tree.at, 'an access list is a name or a map')
      return undefined
    }
    const entry = this.#only(tree)
    return entry && this.#kind(entry)
  }

  #kind({ key, keyAt, value }: MapEntry): AccessList | undefined {
    switch (key) {
      case 'not': {
        const inner = this.#list(value)
        return inner && (command => !inner(command))
      }
      case 'and': {
        const all = this.#lists(value)
        return command => all.every(list => list(command))
      }
      case 'or': {
        const any = this.#lists(value)
        return command => any.some(list => list(command))
      }
      // Kea's manual has both spellings
      case 'command':
      case 'commands': {
        if (value.kind !== 'list') return this.#wrong(value, `${key} wants a list of names`)
        const names = new Set(textItems(value).map(name => name.value))
        return ({ name }) => names.has(name)
      }
      case 'access': {
        if (value.kind !== 'string' || (value.value !== 'read' && value.value !== 'write'))
          return this.#wrong(value, 'access must be read or write')
        const wanted = value.value
        return ({ access }) => access === wanted
      }
      case 'hook': {
        if (value.kind !== 'string') return this.#wrong(value, 'hook wants the name of a hook')
        const wanted = value.value
        return ({ hook }) => hook === wanted
      }
      default:
        return this.#report.error('unknown-keyword', keyAt, `got unexpected keyword "${key}" in an access list`)
    }
  }

  #lists(tree: Tree): AccessList[] {
    if (tree.kind !== 'list') {
      this.#wrong(tree, 'a list of access lists is wanted')
      return []
    }
    return tree.items.map(item => this.#list(item)).filter(list => list !== undefined)
  }

  #only(map: MapTree): MapEntry | undefined {
    const [entry, more] = map.entries.values()
    if (entry === undefined || more !== undefined) return this.#wrong(map, 'exactly one entry is wanted in this map')
    return entry
  }

  #wrong(tree: Tree, text: string): undefined {
    return this.#report.error('wrong-value', tree.at, text)
  }
}
