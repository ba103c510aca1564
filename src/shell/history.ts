import { appendFileSync, chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'

const KEEP = 2000

// names of values that are secrets, wherever in a line; files of passwords are none
const SECRET = /(password|passphrase|passwd|secret|token|credential)(?!s?-(file|directory))/i
const USER_AND_PASSWORD = /\/\/[^/\s]*:[^/\s]*@/

/** Whether a line may hold a password: such lines are not remembered. Rather one too many. */
export function mayHoldSecret(line: string): boolean {
  return SECRET.test(line) || USER_AND_PASSWORD.test(line)
}

/** Lines that were typed, kept in a file that only its owner reads. A file that cannot be written is done without. */
export class History {
  readonly #path: string | undefined
  /** Newest first, as the line editor wants them. */
  readonly lines: string[]

  /** `path` undefined: not kept beyond this session. */
  constructor(path: string | undefined) {
    this.#path = path
    const read = path === undefined ? [] : readLinesOf(path)
    const kept = read.filter(line => !mayHoldSecret(line)).slice(-KEEP)
    this.lines = kept.toReversed()
    if (path !== undefined && (read.length > 2 * KEEP || kept.length < Math.min(read.length, KEEP)))
      quietly(() => writeFileSync(path, kept.map(line => `${line}\n`).join(''), { mode: 0o600 }))
  }

  /** Remembers a line, several lines as one. Not what may hold a password, nor the same twice in a row. */
  add(text: string): void {
    const line = text.replace(/\s*\n\s*/g, ' ').trim()
    if (line === '' || mayHoldSecret(line) || line === this.lines[0]) return
    this.lines.unshift(line)
    this.lines.length = Math.min(this.lines.length, KEEP)
    const path = this.#path
    if (path === undefined) return
    // at once, not at the end: what was typed survives the terminal
    quietly(() => {
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
      appendFileSync(path, `${line}\n`, { mode: 0o600 })
      chmodSync(path, 0o600)
    })
  }
}

function readLinesOf(path: string): string[] {
  try {
    return readFileSync(path, 'utf8').split('\n').filter(Boolean)
  } catch {
    return []
  }
}

function quietly(work: () => void): void {
  try {
    work()
  } catch {
    // a home that cannot be written to is no reason not to work
  }
}
