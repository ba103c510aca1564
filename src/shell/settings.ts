import { readFileSync } from 'node:fs'
import { InputProblem } from './input-problem.js'

/** How to reach a server: as flags say it, or a profile. `password` is here only for as long as the shell runs. */
export interface Settings {
  /** For the prompt: the profile's name; else host and port. */
  readonly name?: string
  /** UNIX socket of a service; host and port do not count then. */
  readonly socket?: string
  readonly host: string
  readonly port: number
  readonly path: string
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly user?: string
  readonly password?: string
  /** Seconds for a call. */
  readonly timeout: number
  /** Services that were named; empty: none. */
  readonly services: readonly string[]
}

/** What a flag or a profile may say. Undefined: not said. */
export interface SettingsGiven {
  readonly socket?: string | undefined
  readonly host?: string | undefined
  readonly port?: number | undefined
  readonly path?: string | undefined
  readonly ca?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  readonly 'auth-user'?: string | undefined
  readonly 'auth-user-file'?: string | undefined
  readonly 'auth-password'?: string | undefined
  readonly 'auth-password-file'?: string | undefined
  readonly timeout?: number | undefined
  readonly service?: readonly string[] | undefined
}

/** kea-shell's defaults. */
export const DEFAULTS = { host: '127.0.0.1', port: 8000, path: '', timeout: 10 } as const

/**
 * Flags in front of the profile, the profile in front of defaults. A socket or a host on the command line replaces the
 * other of the profile. Passwords: a file, then the flag, then `environment` (KEATS_PASSWORD), then the profile.
 * Throws InputProblem.
 */
export function settle(
  flags: SettingsGiven,
  profile: (SettingsGiven & { name: string }) | undefined,
  environment: string | undefined,
): Settings {
  // who names a host does not mean the profile's socket
  const elsewhere = flags.host !== undefined || flags.socket !== undefined
  const base: SettingsGiven = profile === undefined ? {} : elsewhere ? { ...profile, socket: undefined } : profile
  const one = <K extends keyof SettingsGiven>(key: K) => flags[key] ?? base[key]
  const cert = text(one('cert'))
  const key = text(one('key'))
  const ca = text(one('ca'))
  if ((cert === undefined) !== (key === undefined)) throw new InputProblem('--cert and --key must be used together')
  if (cert !== undefined && ca === undefined) throw new InputProblem('--cert and --key with HTTPS disabled (no --ca)')
  const user = fileOr(flags['auth-user-file'], flags['auth-user']) ?? fileOr(base['auth-user-file'], base['auth-user'])
  if (user?.includes(':')) throw new InputProblem('a user name has no colon (RFC 7617)')
  const password =
    fileOr(flags['auth-password-file'], flags['auth-password']) ??
    environment ??
    fileOr(base['auth-password-file'], base['auth-password'])
  const socket = text(one('socket'))
  return {
    ...(profile === undefined || elsewhere ? {} : { name: profile.name }),
    ...(socket === undefined ? {} : { socket }),
    host: one('host') ?? DEFAULTS.host,
    port: one('port') ?? DEFAULTS.port,
    path: one('path') ?? DEFAULTS.path,
    ...(ca === undefined ? {} : { ca }),
    ...(cert === undefined || key === undefined ? {} : { cert, key }),
    ...(user === undefined ? {} : { user }),
    ...(password === undefined ? {} : { password }),
    timeout: one('timeout') ?? DEFAULTS.timeout,
    // kea-shell takes --service "" for none
    services: (one('service') ?? []).filter(Boolean),
  }
}

function text(value: string | undefined): string | undefined {
  return value === '' ? undefined : value
}

/** First line of the file, if one is named; else the value. */
function fileOr(path: string | undefined, value: string | undefined): string | undefined {
  if (path === undefined || path === '') return text(value)
  try {
    return readFileSync(path, 'utf8').split(/\r?\n/, 1)[0]
  } catch (error) {
    throw new InputProblem(`cannot read ${path}: ${(error as Error).message}`)
  }
}
