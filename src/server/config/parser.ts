import { type FileReader, Lexer, type TokenKind } from './lexer.js'
import { formatPosition, type Report, type Sources } from './problem.js'
import type { Sliced } from './slices.js'
import type { MapEntry, Position, Tree } from './tree.js'

/** Deeper than any configuration; keeps everything that walks trees by recursion safe. */
const DEPTH = 100
/** Tokens between two yields. */
const STEP = 512

/** What parsing one text gave. `tree` is undefined when nothing at all could be read. */
export interface Parsed {
  readonly tree: Tree | undefined
  readonly sources: Sources
}

/** A map or list whose end has not been seen. */
interface Open {
  readonly at: Position
  /** Kea's name for the map in messages: the nearest keyword above it. */
  readonly name: string
  readonly entries: Map<string, MapEntry> | undefined
  readonly items: Tree[] | undefined
  key: string
  keyAt: Position | undefined
  /** Something stands before this point that a comma may follow. */
  filled: boolean
  /** A comma stands before this point. */
  comma: Position | undefined
}

/**
 * Text to tree. Reports everything that is wrong and keeps what can be kept: after a missing comma, colon or bracket
 * it goes on as if it were there. Iterative, since files come from anywhere and may be nested without end.
 */
export function* parse(file: string, text: string, read: FileReader, report: Report): Sliced<Parsed> {
  const lexer = new Lexer(file, text, read, report)
  const parser = new Parser(lexer, report)
  for (let i = 1; parser.step(); i++) if (i % STEP === 0) yield
  return { tree: parser.root, sources: lexer.sources }
}

class Parser {
  root: Tree | undefined
  private readonly open: Open[] = []
  private top: Open | undefined

  constructor(
    private readonly lexer: Lexer,
    private readonly report: Report,
  ) {
    lexer.next()
  }

  /** Takes one token, or a key with its colon. False: done. */
  step(): boolean {
    const { lexer, top } = this
    if (lexer.kind === 'end') return this.finish()
    if (top === undefined) {
      if (this.root !== undefined) {
        this.unexpected('end of file')
        return false
      }
      return this.value('toplevel')
    }
    switch (lexer.kind) {
      case '}':
      case ']':
        this.closing(lexer.kind)
        return true
      case ',':
        this.separator(top)
        return true
      case ':':
        this.unexpected(top.entries === undefined ? '"," or ]' : 'constant string')
        lexer.next()
        return this.keyInList(top)
      default:
        if (top.filled && top.comma === undefined) this.unexpected(top.entries === undefined ? '"," or ]' : '"," or }')
        return top.entries === undefined ? this.value(top.name) : this.entry(top)
    }
  }

  /** A colon stood in a list or where a key should. After a text in a list, its ] is missing and the text is a key. */
  private keyInList(list: Open): boolean {
    const last = list.items?.at(-1)
    const around = this.open.at(-2)
    if (last?.kind !== 'string' || around?.entries === undefined) return true
    list.items!.pop()
    this.close()
    around.key = last.value
    around.keyAt = last.at
    return this.valueOrNothing(around, around.key)
  }

  private entry(top: Open): boolean {
    const { lexer } = this
    if (lexer.kind !== 'string') {
      this.unexpected('constant string')
      // What stands where a key should is still read, for what is wrong inside; it leads to nothing.
      top.key = ''
      top.keyAt = undefined
      if (lexer.kind === 'bad') {
        lexer.next()
        if ((lexer.kind as TokenKind) === ':') lexer.next()
        return this.valueOrNothing(top, top.name)
      }
      return this.value(top.name)
    }
    top.key = lexer.text
    top.keyAt = lexer.at
    lexer.next()
    if ((lexer.kind as TokenKind) === ':') lexer.next()
    else this.unexpected(':')
    return this.valueOrNothing(top, top.key)
  }

  private valueOrNothing(top: Open, name: string): boolean {
    switch (this.lexer.kind) {
      case '}':
      case ']':
      case ',':
      case ':':
      case 'end':
        if (top.keyAt !== undefined) this.unexpected('a value')
        top.filled = true
        top.comma = undefined
        return true
      default:
        return this.value(name)
    }
  }

  /** The lexer stands at a value. False: stop here. */
  private value(name: string): boolean {
    const { lexer } = this
    const at = lexer.at
    switch (lexer.kind) {
      case '{':
      case '[':
        if (this.open.length >= DEPTH) {
          this.report.error('too-deep', at, `nested more than ${DEPTH} levels deep`)
          return false
        }
        this.top = {
          at,
          name,
          entries: lexer.kind === '{' ? new Map() : undefined,
          items: lexer.kind === '[' ? [] : undefined,
          key: '',
          keyAt: undefined,
          filled: false,
          comma: undefined,
        }
        this.open.push(this.top)
        break
      case 'string':
        this.place({ kind: 'string', at, value: lexer.text })
        break
      case 'integer':
      case 'real':
        this.place({ kind: lexer.kind, at, value: lexer.number })
        break
      case 'boolean':
        this.place({ kind: 'boolean', at, value: lexer.flag })
        break
      case 'null':
        this.place({ kind: 'null', at })
        break
      case 'bad':
        this.place(undefined)
        break
      default:
        this.unexpected('{')
    }
    lexer.next()
    return true
  }

  /** Put a finished value where it belongs; undefined: it could not be read, its place counts as filled. */
  private place(value: Tree | undefined): void {
    const { top } = this
    if (top === undefined) {
      this.root = value
      return
    }
    top.filled = true
    top.comma = undefined
    if (value === undefined) return
    top.items?.push(value)
    if (top.entries === undefined || top.keyAt === undefined) return
    const { key, keyAt } = top
    const first = top.entries.get(key)
    if (first === undefined) top.entries.set(key, { key, keyAt, value })
    else {
      const text = `duplicate ${key} entries in ${top.name} map (previous at ${formatPosition(first.keyAt)})`
      this.report.error('duplicate-key', keyAt, text, { at: first.keyAt, text: `${key} stands here already` })
    }
  }

  private separator(top: Open): void {
    const { lexer } = this
    if (!top.filled) this.unexpected(top.entries === undefined ? 'a value' : 'constant string')
    else if (top.comma !== undefined) this.extraneous(lexer.at)
    top.comma = lexer.at
    lexer.next()
  }

  private extraneous(at: Position): void {
    this.report.warn('extraneous-comma', at, 'Extraneous comma. A piece of configuration may have been omitted.')
  }

  private closing(kind: '}' | ']'): void {
    const { lexer, open } = this
    if (bracketOf(this.top!) !== kind) {
      this.unexpected(`"," or ${bracketOf(this.top!)}`)
      if (!open.some(one => bracketOf(one) === kind)) {
        lexer.next()
        return
      }
      while (bracketOf(this.top!) !== kind) this.close()
    }
    this.close()
    lexer.next()
  }

  /** Ends the innermost map or list. */
  private close(): void {
    const done = this.open.pop()!
    if (done.comma !== undefined && done.filled) this.extraneous(done.comma)
    this.top = this.open.at(-1)
    if (done.entries !== undefined) this.place({ kind: 'map', at: done.at, entries: done.entries })
    else this.place({ kind: 'list', at: done.at, items: done.items! })
  }

  private finish(): false {
    const { top, lexer } = this
    if (top === undefined) {
      if (this.root === undefined && this.report.errors === 0)
        this.report.error('syntax', lexer.at, 'syntax error, unexpected end of file, expecting {')
      return false
    }
    this.report.error('syntax', lexer.at, `syntax error, unexpected end of file, expecting ${bracketOf(top)}`, {
      at: top.at,
      text: `${top.name} ${top.entries === undefined ? 'list' : 'map'} opened here`,
    })
    while (this.top !== undefined) this.close()
    return false
  }

  private unexpected(expecting: string): void {
    const { kind, at } = this.lexer
    // Unreadable things are reported by the lexer.
    if (kind !== 'bad')
      this.report.error('syntax', at, `syntax error, unexpected ${tokenName(kind)}, expecting ${expecting}`)
  }
}

/** What closes a map or list. */
function bracketOf(open: Open): '}' | ']' {
  return open.entries === undefined ? ']' : '}'
}

/** Kea's names of tokens in messages. */
export function tokenName(kind: TokenKind | Tree['kind']): string {
  switch (kind) {
    case 'string':
      return 'constant string'
    case 'real':
      return 'floating point'
    case 'map':
      return '{'
    case 'list':
      return '['
    case ',':
      return '","'
    case 'end':
      return 'end of file'
    default:
      return kind
  }
}
