import { type FileReader, Lexer, type TokenKind } from '../lexer.js'
import { Report } from '../problem.js'
import type { Position } from '../tree.js'

/** A token in the text it stands in: offsets are in UTF-16 units, `end` is the one after the last. */
export interface Token {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly kind: TokenKind
}

/** The tokens of a file and its includes, in the order in which they are read, and where each stands. */
export class Tokens {
  readonly all: Token[] = []
  readonly sources: ReadonlyMap<string, string>
  private readonly places = new Map<string, number>()
  private readonly lines = new Map<string, readonly number[]>()

  constructor(file: string, text: string, read: FileReader) {
    const lexer = new Lexer(file, text, read, new Report())
    this.sources = lexer.sources
    for (lexer.next(); lexer.kind !== 'end'; lexer.next()) {
      const place = `${lexer.file}:${lexer.line}:${lexer.column}`
      // A file that is included twice is edited once.
      if (!this.places.has(place)) this.places.set(place, this.all.length)
      const start = this.lineStart(lexer.file, lexer.line) + lexer.column - 1
      this.all.push({ file: lexer.file, start, end: start + lexer.endColumn - lexer.column + 1, kind: lexer.kind })
    }
  }

  /** Number of the token at a place that a tree names. */
  at({ file, line, column }: Position): number {
    return this.places.get(`${file}:${line}:${column}`) ?? -1
  }

  token(number: number): Token | undefined {
    return this.all[number]
  }

  /** Number of the last token of the value that begins with this one. */
  endOf(first: number): number {
    let depth = 0
    for (let i = first; i < this.all.length; i++) {
      const { kind } = this.all[i]!
      if (kind === '{' || kind === '[') depth++
      else if (kind === '}' || kind === ']') depth--
      if (depth === 0) return i
    }
    return this.all.length - 1
  }

  /** The blank that the line of an offset begins with. */
  indent({ file, start }: Token): string {
    const text = this.sources.get(file)!
    const line = text.lastIndexOf('\n', start - 1) + 1
    return /^[ \t]*/.exec(text.slice(line, start))![0]
  }

  private lineStart(file: string, line: number): number {
    let starts = this.lines.get(file)
    if (starts === undefined) {
      const text = this.sources.get(file)!
      const found = [0]
      for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) found.push(i + 1)
      this.lines.set(file, (starts = found))
    }
    return starts[line - 1]!
  }
}
