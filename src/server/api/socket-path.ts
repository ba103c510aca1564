import { statSync } from 'node:fs'
import { dirname } from 'node:path'

/** Where control sockets may be ("safe mode" of Kea 3). */
export interface SocketPolicy {
  /** Folders that may hold them; empty: any. */
  readonly directories: readonly string[]
  /** `-X`: what is unsafe is warned of, not refused. */
  readonly unsafe: boolean
}

/** Permissions beyond these let strangers put a socket of their own in the place of ours. */
const BEYOND = 0o027

/** What is unsafe about the path of a control socket; undefined: nothing. */
export function unsafePath(path: string, { directories }: SocketPolicy): string | undefined {
  if (directories.length === 0) return undefined
  const parent = dirname(path)
  if (!directories.includes(parent))
    return `invalid path specified: '${parent}', supported path is '${directories.join("' or '")}'`
  const mode = statSync(parent, { throwIfNoEntry: false })?.mode
  if (mode === undefined || (mode & BEYOND) !== 0)
    return `socket path:${parent} does not exist or does not have permission = 0750`
  return undefined
}
