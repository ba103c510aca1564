import type { Report } from '../../server/config/problem.js'
import type { Position } from '../../server/config/tree.js'

export type TokenKind = 'word' | 'string' | 'sign' | 'end'

/** One token of dhcpd.conf. A word is a name, number, address or hexadecimal list: what it is, its place tells. */
export interface Token {
  readonly kind: TokenKind
  /** A string's text without its quotes, escapes resolved; a char a byte. */
  readonly text: string
  readonly at: Position
  /** Offset of its first char, and after its last. */
  readonly start: number
  readonly end: number
}

/** A comment, without its sign. */
export interface Comment {
  readonly text: string
  readonly line: number
}

const [NEWLINE, QUOTE, HASH, BACKSLASH, COLON, MINUS] = [10, 34, 35, 92, 58, 45]

/** Two chars that make one sign. `~~` and `~=` match regular expressions. */
const DOUBLE = new Set(['!=', '~~', '~=', '=='])

/** Splits the text of one file into tokens and comments. Never throws: what is no token is reported and passed over. */
export class Lexer {
  private at = 0
  private line = 1
  private lineStart = 0
  private ahead: Token | undefined
  private comments: Comment[] = []
  /** Line that the last token taken ended in. */
  lastLine = 0
  /** Line of the last string that does not end: what it hides is not looked for. */
  openString = 0

  constructor(
    readonly file: string,
    private readonly text: string,
    private readonly report: Report,
  ) {
    if (text.charCodeAt(0) === 0xfeff) this.at = 1
  }

  peek(): Token {
    this.ahead ??= this.scan()
    return this.ahead
  }

  next(): Token {
    const token = this.peek()
    this.ahead = undefined
    this.lastLine = token.at.line
    return token
  }

  /** The comments before the next token that were not taken yet; those up to `line` only, if it is given. */
  takeComments(line = Number.POSITIVE_INFINITY): Comment[] {
    this.peek()
    const count = this.comments.findIndex(comment => comment.line > line)
    return this.comments.splice(0, count < 0 ? this.comments.length : count)
  }

  /** The comments that a file begins with, up to the first empty line behind them. */
  takeHeader(): Comment[] {
    const next = this.peek()
    const gap = this.comments.findIndex((one, i) => (this.comments[i + 1]?.line ?? next.at.line) > one.line + 1)
    return this.comments.splice(0, gap + 1)
  }

  private position(start: number, end: number): Position {
    const column = start - this.lineStart + 1
    return { file: this.file, line: this.line, column, endColumn: Math.max(column, end - this.lineStart) }
  }

  private token(kind: TokenKind, start: number, end: number, text = this.text.slice(start, end)): Token {
    this.at = end
    return { kind, text, at: this.position(start, end), start, end }
  }

  private scan(): Token {
    const { text } = this
    for (;;) {
      this.skipBlanks()
      const start = this.at
      if (start >= text.length) return this.token('end', start, start)
      const code = text.charCodeAt(start)
      if (code === HASH) this.comment(start)
      else if (code === QUOTE) return this.string(start)
      else if (this.beginsWord(start)) return this.word(start)
      else if (DOUBLE.has(text.slice(start, start + 2))) return this.token('sign', start, start + 2)
      else if ('{}()[];,=:.!~/?+-*%&|^<>@'.includes(text[start]!)) return this.token('sign', start, start + 1)
      else {
        this.report.error(
          'syntax',
          this.position(start, start + 1),
          `unexpected character ${JSON.stringify(text[start])}`,
        )
        this.at = start + 1
      }
    }
  }

  private skipBlanks(): void {
    const { text } = this
    for (; this.at < text.length; this.at++) {
      const code = text.charCodeAt(this.at)
      if (code === NEWLINE) {
        this.line++
        this.lineStart = this.at + 1
      } else if (code !== 32 && (code < 9 || code > 13)) return
    }
  }

  private comment(start: number): void {
    const end = this.text.indexOf('\n', start)
    this.at = end < 0 ? this.text.length : end
    this.comments.push({ text: this.text.slice(start + 1, this.at).trimEnd(), line: this.line })
  }

  private beginsWord(at: number): boolean {
    const code = this.text.charCodeAt(at)
    if (isWordChar(code) && code !== COLON && code !== 46 && code !== MINUS) return true
    const next = this.text.charCodeAt(at + 1)
    return (code === COLON && next === COLON) || (code === MINUS && next >= 48 && next <= 57)
  }

  private word(start: number): Token {
    let end = start + 1
    while (end < this.text.length && isWordChar(this.text.charCodeAt(end))) end++
    // `case 1:` ends with a colon that is not of the number, `fd00::` with two that are of the address
    if (end - start > 1 && this.text.charCodeAt(end - 1) === COLON && this.text.charCodeAt(end - 2) !== COLON) end--
    return this.token('word', start, end)
  }

  private string(start: number): Token {
    const { text } = this
    let value = ''
    let from = start + 1
    for (let at = from; at < text.length; at++) {
      const code = text.charCodeAt(at)
      if (code === QUOTE) return this.token('string', start, at + 1, value + text.slice(from, at))
      if (code === NEWLINE) break
      if (code !== BACKSLASH) continue
      const [char, length] = escaped(text, at + 1)
      value += text.slice(from, at) + char
      at += length
      from = at + 1
    }
    const end = text.indexOf('\n', start)
    const stop = end < 0 ? text.length : end
    this.openString = this.line
    this.report.error(
      'syntax',
      this.position(start, stop),
      'this string does not end: " expected before the end of the line',
    )
    return this.token('string', start, stop, text.slice(start + 1, stop))
  }
}

/** What stands after a backslash, and how many chars that is. Octal as in dhcpd.leases, hexadecimal as \x41. */
function escaped(text: string, at: number): readonly [string, number] {
  const octal = /^[0-7]{1,3}/.exec(text.slice(at, at + 3))?.[0]
  if (octal !== undefined) return [String.fromCharCode(Number.parseInt(octal, 8) & 255), octal.length]
  const hex = /^x([0-9a-fA-F]{1,2})/.exec(text.slice(at, at + 3))
  if (hex !== null) return [String.fromCharCode(Number.parseInt(hex[1]!, 16)), hex[0].length]
  const char = text[at] ?? ''
  return [{ t: '\t', r: '\r', n: '\n', b: '\b' }[char] ?? char, char === '' ? 0 : 1]
}

/** Letters, digits, `_ - . :` and everything beyond ASCII. */
function isWordChar(code: number): boolean {
  return (
    (code >= 97 && code <= 122) ||
    (code >= 65 && code <= 90) ||
    (code >= 45 && code <= 58 && code !== 47) ||
    code === 95 ||
    code > 127
  )
}
