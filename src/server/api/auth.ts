import { createHmac, timingSafeEqual } from 'node:crypto'
import { isAbsolute, join } from 'node:path'
import type { ControlAuthentication, ControlClient } from '../config/decided-service.js'
import { formatPosition } from '../config/problem.js'

/** Reads a file of credentials; throws when it cannot. */
export type ReadText = (path: string) => string

/** What an Authorization header was worth. */
export type Attempt =
  | { readonly ok: true; readonly user: string }
  /** `reason` tells what is malformed; absent: well formed, but not known, or no header at all. */
  | { readonly ok: false; readonly reason?: string }

interface Known {
  readonly user: string
  readonly digest: Buffer
}

/**
 * Basic authentication (RFC 7617). Credentials are kept as digests only, and every comparison takes the same time
 * whoever asks.
 */
export class Credentials {
  readonly realm: string
  readonly #key: Buffer
  readonly #known: readonly Known[]

  /**
   * @param read reads user-file and password-file
   * @param key random bytes, so that digests are worth nothing outside of this process
   * @throws Error when a file cannot be read or holds no credentials, with the place in the configuration
   */
  constructor({ realm, directory, clients }: ControlAuthentication, read: ReadText, key: Buffer) {
    this.realm = realm
    this.#key = key
    this.#known = clients.map(client => {
      const secret = secretOf(client, directory, read)
      return { user: secret.slice(0, secret.indexOf(':')), digest: this.#digest(Buffer.from(secret)) }
    })
  }

  /** @param header of the request; undefined: it has none */
  check(header: string | undefined): Attempt {
    if (header === undefined) return { ok: false }
    const found = /^basic +(\S+) *$/i.exec(header.trim())
    if (found === null) return { ok: false, reason: 'not basic authentication' }
    const decoded = Buffer.from(found[1]!, 'base64')
    if (!decoded.includes(0x3a)) return { ok: false, reason: 'no colon between user and password' }
    const digest = this.#digest(decoded)
    let user: string | undefined
    // all of them, so that the time does not tell which one it was
    for (const known of this.#known) if (timingSafeEqual(known.digest, digest)) user = known.user
    return user === undefined ? { ok: false } : { ok: true, user }
  }

  #digest(secret: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(secret).digest()
  }
}

/** "user:password" of a client; a password-file without a user holds both. */
function secretOf(
  { user, userFile, password, passwordFile, position }: ControlClient,
  directory: string,
  read: ReadText,
): string {
  const line = (written: string): string => {
    const path = isAbsolute(written) ? written : join(directory, written)
    try {
      return read(path).split(/\r?\n/, 1)[0]!
    } catch (error) {
      throw new Error(`${formatPosition(position)}: unable to read '${path}': ${(error as Error).message}`)
    }
  }
  const fail = (text: string): never => {
    throw new Error(`${formatPosition(position)}: ${text}`)
  }
  const secret = passwordFile === undefined ? (password ?? '') : line(passwordFile)
  const name = user ?? (userFile === undefined ? undefined : line(userFile))
  if (name === undefined)
    return secret.includes(':') ? secret : fail(`no user is given, and no "user:password" in its file`)
  if (name === '') return fail('user must not be empty')
  if (name.includes(':')) return fail(`user must not contain a ':': '${name}'`)
  return `${name}:${secret}`
}
