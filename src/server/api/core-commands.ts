import { text } from './argument-type.js'
import { optional } from './arguments.js'
import { type Command, command } from './command.js'
import { Result } from './command-error.js'
import { described } from './described.js'
import type { Json } from './json/json.js'
import type { Registry } from './registry.js'

/** What the commands of this file need of a service. */
export interface CoreRooms {
  readonly registry: Registry
  readonly version: string
  /** What `version-get` and `-V` tell beside the version: parts and what they are linked with, one a line. */
  readonly extendedVersion: string
  /** What `build-report` tells. */
  readonly buildReport: string
}

const everybody = ['dhcp4', 'dhcp6', 'd2', 'agent'] as const

export const listCommands = command({
  name: 'list-commands',
  access: 'read',
  services: everybody,
  summary: 'All commands that the server takes.',
  arguments: {},
  example: undefined,
  returns: 'A list of names, in alphabetical order.',
  run: ({ rooms }: { readonly rooms: CoreRooms }) => ({ result: Result.success, arguments: rooms.registry.names() }),
})

export const versionGet = command({
  name: 'version-get',
  access: 'read',
  services: everybody,
  summary: 'The version of the server.',
  arguments: {},
  example: undefined,
  returns: '`extended`: the version and what it runs on, one a line. The text of the reply is the version.',
  run: ({ rooms }: { readonly rooms: CoreRooms }) => ({
    result: Result.success,
    text: rooms.version,
    arguments: { extended: rooms.extendedVersion },
  }),
})

export const buildReport = command({
  name: 'build-report',
  access: 'read',
  services: ['dhcp4', 'dhcp6', 'd2', 'agent'],
  summary: 'How the server was built.',
  arguments: {},
  example: undefined,
  run: ({ rooms }: { readonly rooms: CoreRooms }) => ({ result: Result.success, text: rooms.buildReport }),
})

export const commandDescribe = command({
  name: 'command-describe',
  access: 'read',
  services: everybody,
  hook: 'keats',
  summary: 'What commands do and which arguments they take, for completion and help.',
  arguments: { name: optional(text, 'Of this command only.', { suggest: 'command' }) },
  example: { name: 'version-get' },
  returns:
    'A list, one map a command: `name`, `access`, `services`, `hook`, `summary`, and `arguments` with `name`, `type` ' +
    '(text, number, flag, list, map or any), `needed`, `says`, `choices` and `suggest`.',
  run({ rooms: { registry } }: { readonly rooms: CoreRooms }, { name }) {
    const names = name === undefined ? registry.names() : [name]
    const found = names.flatMap(each => registry.find(each)?.declaration ?? [])
    if (found.length === 0) return { result: Result.empty, text: `there is no command '${name}'`, arguments: [] }
    return { result: Result.success, arguments: found.map(described) as unknown as Json }
  },
})

/** Commands that need nothing of a service but its name. */
export const coreCommands: readonly Command<CoreRooms>[] = [listCommands, commandDescribe, versionGet, buildReport]
