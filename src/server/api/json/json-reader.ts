import type { Sliced } from '../../config/slices.js'
import type { MapEntry, Position, Tree } from '../../config/tree.js'

/** Why a text is no JSON, in Kea's words with the place. */
export class JsonFault {
  constructor(readonly text: string) {}
}

/** Deeper than any command; whatever walks the tree by recursion is safe. */
const DEPTH = 100
/** Values in one request: what they take is bounded, whatever is sent. */
const VALUES = 4_000_000
/** Values between two yields. */
const STEP = 512
const INT64 = 2n ** 63n

/** Where positions start: Kea counts lines from 0 on UNIX sockets, from 1 in HTTP bodies, and columns with them. */
export interface Origin {
  readonly file: '<wire>' | '<string>'
  readonly first: 0 | 1
}
export const wire: Origin = { file: '<wire>', first: 0 }
export const body: Origin = { file: '<string>', first: 1 }

/** A map or list that is still open. */
interface Open {
  readonly at: Position
  readonly entries: Map<string, MapEntry> | undefined
  readonly items: Tree[] | undefined
  key: string
  keyAt: Position | undefined
}

/**
 * The JSON of commands, as Kea reads it: without comments; a comma may end a list, not a map; of the \u escapes only
 * \u00XX; the last one of equal keys counts. Kea's texts and places, which for scalars are one column early.
 *
 * @param bigIntegers integers beyond 64 bits are kept exactly (Kea 3), else they are faults
 */
export function* readJson(text: string, origin: Origin, bigIntegers: boolean): Sliced<Tree | JsonFault> {
  const reader = new Reader(text, origin, bigIntegers)
  for (;;) {
    for (let i = 0; i < STEP; i++) {
      const fault = reader.step()
      if (fault !== undefined) return fault
      if (reader.done) return reader.root!
    }
    yield
  }
}

class Reader {
  root: Tree | undefined
  done = false
  private i = 0
  private line: number
  private lineStart = 0
  private base: number
  private values = 0
  private readonly open: Open[] = []

  constructor(
    private readonly text: string,
    private readonly origin: Origin,
    private readonly bigIntegers: boolean,
  ) {
    this.line = origin.first
    this.base = origin.first
  }

  /** One value or one end of a map or list. */
  step(): JsonFault | undefined {
    const top = this.open.at(-1)
    this.skipBlanks()
    const c = this.text[this.i]
    if (top === undefined) return this.value(c)
    if (top.entries === undefined) {
      // Kea takes a comma before the end of a list
      if (c === ']') return this.close()
      return this.value(c)
    }
    if (c === '}' && top.keyAt === undefined && top.entries.size === 0) return this.close()
    return this.entry(top, c)
  }

  private entry(top: Open, c: string | undefined): JsonFault | undefined {
    if (c !== '"') return this.fault(c === undefined ? 'EOF read, string expected' : 'String expected', this.i + 1)
    const keyAt = this.place(this.i)
    const key = this.string()
    if (key instanceof JsonFault) return key
    this.skipBlanks()
    const colon = this.text[this.i]
    if (colon !== ':') return this.expected(colon, ':')
    this.i++
    this.skipBlanks()
    top.key = key
    top.keyAt = keyAt
    return this.value(this.text[this.i])
  }

  private value(c: string | undefined): JsonFault | undefined {
    if (++this.values > VALUES) return this.fault(`more than ${VALUES} values`, this.i)
    const at = this.place(this.i)
    switch (c) {
      case '{':
      case '[': {
        if (this.open.length >= DEPTH) return this.fault(`nested more than ${DEPTH} levels deep`, this.i)
        this.i++
        const opened = this.place(this.i)
        const entries = c === '{' ? new Map<string, MapEntry>() : undefined
        const items = c === '[' ? [] : undefined
        this.open.push({ at: opened, entries, items, key: '', keyAt: undefined })
        return undefined
      }
      case '"': {
        const value = this.string()
        return value instanceof JsonFault ? value : this.put({ kind: 'string', at, value })
      }
      case 't':
      case 'f':
      case 'n':
        return this.word(c, at)
      case undefined:
        return this.fault('EOF read', this.i)
      default:
        if (numeric(c)) return this.number(at)
        return this.fault(`error: unexpected character ${c}`, this.i + 1)
    }
  }

  private word(c: string, at: Position): JsonFault | undefined {
    const word = this.run(/[a-zA-Z]+/y)
    if (c === 'n') {
      if (word !== 'null') return this.faultAt(`Bad null value: ${word.slice(0, 100)}`, at)
      return this.put({ kind: 'null', at })
    }
    if (word !== 'true' && word !== 'false') return this.faultAt(`Bad boolean value: ${word.slice(0, 100)}`, at)
    return this.put({ kind: 'boolean', at, value: word === 'true' })
  }

  private number(at: Position): JsonFault | undefined {
    const written = this.run(/[-+0-9.eE]+/y)
    if (/^[-+]?\d+$/.test(written)) {
      const value = Number(written)
      if (Number.isSafeInteger(value)) return this.put({ kind: 'integer', at, value: value === 0 ? 0 : value })
      if (written.length > 100) return this.faultAt('Number overflow: more than 100 digits', at)
      const exact = BigInt(written.replace('+', ''))
      if ((exact >= INT64 || exact < -INT64) && !this.bigIntegers)
        return this.faultAt(`Number overflow: ${written}`, at)
      return this.put({ kind: 'integer', at, value, exact })
    }
    const value = /^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(written) ? Number(written) : Number.NaN
    if (!Number.isFinite(value)) return this.faultAt(`Number overflow: ${written.slice(0, 100)}`, at)
    return this.put({ kind: 'real', at, value })
  }

  /** A value is complete: into the map or list around it, then what follows it. */
  private put(value: Tree): JsonFault | undefined {
    const top = this.open.at(-1)
    if (top === undefined) {
      this.root = value
      this.skipBlanks()
      if (this.i < this.text.length) return this.fault('Extra data', this.i)
      this.done = true
      return undefined
    }
    if (top.items !== undefined) top.items.push(value)
    else {
      top.entries!.set(top.key, { key: top.key, keyAt: top.keyAt!, value })
      top.keyAt = undefined
    }
    this.skipBlanks()
    const end = top.items === undefined ? '}' : ']'
    const c = this.text[this.i]
    if (c === end) return this.close()
    if (c !== ',') return this.expected(c, `,${end}`)
    this.i++
    if (end === '}') return this.afterComma()
    return undefined
  }

  /** A comma in a map wants another entry. */
  private afterComma(): JsonFault | undefined {
    this.skipBlanks()
    if (this.text[this.i] === '"') return undefined
    return this.fault(this.i < this.text.length ? 'String expected' : 'EOF read, string expected', this.i + 1)
  }

  private close(): JsonFault | undefined {
    this.i++
    const { at, entries, items } = this.open.pop()!
    return this.put(entries === undefined ? { kind: 'list', at, items: items! } : { kind: 'map', at, entries })
  }

  private string(): string | JsonFault {
    const { text } = this
    const start = ++this.i
    let value = ''
    let from = start
    for (;;) {
      const c = text.charCodeAt(this.i)
      if (c === 0x22) break
      if (Number.isNaN(c)) return this.fault('Unterminated string', start)
      this.i++
      if (c !== 0x5c) continue
      value += text.slice(from, this.i - 1)
      const escaped = this.escape()
      if (escaped instanceof JsonFault) return escaped
      value += escaped
      from = this.i
    }
    value += text.slice(from, this.i++)
    return value
  }

  /** What stands after a backslash. */
  private escape(): string | JsonFault {
    const { text } = this
    const c = text[this.i++]
    if (c !== 'u') {
      const plain = c === undefined ? undefined : ESCAPES[c]
      return plain ?? this.fault('Bad escape', this.i - 1)
    }
    if (text.slice(this.i, this.i + 2) !== '00') return this.fault('Unsupported unicode escape', this.i)
    const hex = text.slice(this.i + 2, this.i + 4)
    if (!/^[\da-fA-F]{2}$/.test(hex)) return this.fault('Not hexadecimal in unicode escape', this.i - 1)
    this.i += 4
    return String.fromCharCode(Number.parseInt(hex, 16))
  }

  private run(pattern: RegExp): string {
    pattern.lastIndex = this.i
    const found = pattern.exec(this.text)![0]
    this.i += found.length
    return found
  }

  private skipBlanks(): void {
    const { text } = this
    for (;;) {
      const c = text.charCodeAt(this.i)
      if (c === 0x0a) {
        this.line++
        this.lineStart = this.i + 1
        // Kea's columns start at 1 on every line but the first one of a socket
        this.base = 1
      } else if (c !== 0x20 && c !== 0x09 && c !== 0x0d && c !== 0x08 && c !== 0x0c) return
      this.i++
    }
  }

  /** The place that Kea has counted to when `read` characters were read. */
  private place(read: number): Position {
    const column = read - this.lineStart + this.base
    return { file: this.origin.file, line: this.line, column, endColumn: column }
  }

  private expected(c: string | undefined, wanted: string): JsonFault {
    const found = c === undefined ? 'EOF' : `'${c}'`
    return this.fault(`${found} read, one of "${wanted}" expected`, this.i + (c === undefined ? 0 : 1))
  }

  private fault(text: string, read: number): JsonFault {
    return this.faultAt(text, this.place(read))
  }

  private faultAt(text: string, { file, line, column }: Position): JsonFault {
    return new JsonFault(`${text} in ${file}:${line}:${column}`)
  }
}

const numeric = (c: string): boolean => (c >= '0' && c <= '9') || c === '-' || c === '+' || c === '.'

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
}
