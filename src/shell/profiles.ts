import { chmodSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { JsonMap } from '../client/caller.js'
import { isMap } from '../client/replies.js'
import { InputProblem } from './input-problem.js'
import type { Settings, SettingsGiven } from './settings.js'

type Profile = SettingsGiven & { name: string }

const TEXTS = [
  'socket',
  'host',
  'path',
  'ca',
  'cert',
  'key',
  'auth-user',
  'auth-user-file',
  'auth-password',
  'auth-password-file',
]
const NUMBERS = ['port', 'timeout']

/** Where profiles and history are kept, by the environment (XDG). */
export function shellFiles(
  env: Readonly<Record<string, string | undefined>>,
): { profiles: string; history: string } | undefined {
  const home = env.HOME
  const config = env.XDG_CONFIG_HOME || (home && join(home, '.config'))
  const state = env.XDG_STATE_HOME || (home && join(home, '.local', 'state'))
  if (!config || !state) return undefined
  return { profiles: join(config, 'keats', 'shell.json'), history: join(state, 'keats', 'shell-history') }
}

/**
 * The profile of this name, or the one that `default` names. Undefined when no name is given and none is the default.
 * Throws InputProblem: no such profile, a file that cannot be read, a password in a file that others can read.
 */
export function readProfile(path: string, name: string | undefined): Profile | undefined {
  const all = readFile(path)
  if (all === undefined) {
    if (name === undefined) return undefined
    throw new InputProblem(`there is no profile ${name}: no file ${path}`)
  }
  const wanted = name ?? (typeof all.default === 'string' ? all.default : undefined)
  if (wanted === undefined) return undefined
  const profiles = isMap(all.profiles) ? all.profiles : {}
  const profile = Object.hasOwn(profiles, wanted) ? profiles[wanted] : undefined
  if (!isMap(profile))
    throw new InputProblem(`${path} has no profile ${wanted}: ${Object.keys(profiles).join(', ') || 'it has none'}`)
  check(path, wanted, profile)
  return { ...(profile as SettingsGiven), name: wanted }
}

export function profileNames(path: string): string[] {
  const profiles = readFile(path)?.profiles
  return isMap(profiles) ? Object.keys(profiles) : []
}

/** Keeps a connection under a name, without its password. The first that is kept becomes the default. */
export function saveProfile(path: string, name: string, settings: Settings): void {
  const all = readFile(path) ?? {}
  const profiles = isMap(all.profiles) ? all.profiles : {}
  const before = isMap(profiles[name]) ? profiles[name] : {}
  const { user, services, name: _, password: __, ...rest } = settings
  const kept = Object.fromEntries(Object.entries(before).filter(([key]) => key.startsWith('auth-password')))
  const profile = {
    ...kept,
    ...rest,
    ...(user === undefined ? {} : { 'auth-user': user }),
    ...(services.length === 0 ? {} : { service: services }),
  }
  const next = { default: name, ...all, profiles: { ...profiles, [name]: profile } }
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  // renamed over the old one: a full disk does not leave half a file
  writeFileSync(`${path}.new`, `${JSON.stringify(next, undefined, 2)}\n`, { mode: 0o600 })
  chmodSync(`${path}.new`, 0o600)
  renameSync(`${path}.new`, path)
}

function readFile(path: string): JsonMap | undefined {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new InputProblem(`cannot read ${path}: ${(error as Error).message}`)
  }
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new InputProblem(`${path}: ${(error as Error).message}`)
  }
  if (!isMap(value as JsonMap)) throw new InputProblem(`${path}: a map with "default" and "profiles" is expected`)
  return value as JsonMap
}

function check(path: string, name: string, profile: JsonMap): void {
  const where = `${path}, profile ${name}`
  for (const [key, value] of Object.entries(profile)) {
    const good = TEXTS.includes(key)
      ? typeof value === 'string'
      : NUMBERS.includes(key)
        ? typeof value === 'number' && value > 0
        : key === 'service' && Array.isArray(value) && value.every(one => typeof one === 'string')
    if (!good) throw new InputProblem(`${where}: ${key} is not known, or not of its type`)
  }
  if (profile['auth-password'] !== undefined && (statSync(path).mode & 0o077) !== 0)
    throw new InputProblem(`${where} has a password, and others may read the file: chmod 600 ${path}`)
}
