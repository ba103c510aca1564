import type { Report } from './problem.js'
import type { Position } from './tree.js'

/** What a token is; punctuation is its own kind. 'bad' stands for something unreadable that is reported already. */
export type TokenKind =
  | '{'
  | '}'
  | '['
  | ']'
  | ','
  | ':'
  | 'string'
  | 'integer'
  | 'real'
  | 'boolean'
  | 'null'
  | 'bad'
  | 'end'

/** Returns the text of a file; throws when it cannot. Relative paths are relative to the process, as Kea takes them. */
export type FileReader = (path: string) => string

/** Kea's limit: includes in includes. */
const INCLUDE_DEPTH = 10
const INT64 = 2n ** 63n

interface Frame {
  readonly file: string
  readonly text: string
  readonly at: number
  readonly line: number
  readonly lineStart: number
}

/**
 * Kea's JSON dialect as tokens. next() moves on; the fields describe the token it stopped at. Never fails: what cannot
 * be read is reported and skipped.
 *
 * The dialect: `#`, `//` and C comments; `<?include "file"?>` anywhere between tokens; strings with the escapes of JSON, of
 * the unicode ones only \u00XX; literals in lower case.
 */
export class Lexer {
  kind: TokenKind = 'end'
  /** Value of a string. */
  text = ''
  /** Value of an integer or real. */
  number = 0
  /** Value of a boolean. */
  flag = false
  line = 1
  column = 1
  endColumn = 1
  file: string
  /** All texts read, the includes too. */
  readonly sources = new Map<string, string>()

  private source: string
  private i = 0
  private lineNumber = 1
  private lineStart = 0
  private readonly outer: Frame[] = []

  constructor(
    file: string,
    source: string,
    private readonly read: FileReader,
    private readonly report: Report,
  ) {
    this.file = file
    this.source = source
    this.sources.set(file, source)
  }

  /** Where the current token stands. */
  get at(): Position {
    return { file: this.file, line: this.line, column: this.column, endColumn: this.endColumn }
  }

  next(): void {
    for (;;) {
      const { source } = this
      const c = source.charCodeAt(this.i)
      this.mark()
      switch (c) {
        case 0x20:
        case 0x09:
        case 0x0d:
          this.i++
          continue
        case 0x0a:
          this.newline(this.i++)
          continue
        case 0x23: // #
          this.skipLine()
          continue
        case 0x2f: // /
          if (this.comment()) continue
          return
        case 0x3c: // <
          if (this.include()) continue
          return
        case 0x22:
          this.string()
          return
        case 0x7b:
          this.punctuation('{')
          return
        case 0x7d:
          this.punctuation('}')
          return
        case 0x5b:
          this.punctuation('[')
          return
        case 0x5d:
          this.punctuation(']')
          return
        case 0x2c:
          this.punctuation(',')
          return
        case 0x3a:
          this.punctuation(':')
          return
        default:
          if (Number.isNaN(c)) {
            const frame = this.outer.pop()
            if (frame === undefined) {
              this.kind = 'end'
              return
            }
            this.resume(frame)
            continue
          }
          // a byte order mark, as some editors leave it
          if (c === 0xfeff && this.i === 0) {
            this.i++
            continue
          }
          if ((c >= 0x30 && c <= 0x39) || c === 0x2d || c === 0x2b || c === 0x2e) this.numeral()
          else this.word()
          return
      }
    }
  }

  private mark(): void {
    this.line = this.lineNumber
    this.column = this.i - this.lineStart + 1
    this.endColumn = this.column
  }

  private punctuation(kind: TokenKind): void {
    this.kind = kind
    this.i++
  }

  private newline(at: number): void {
    this.lineNumber++
    this.lineStart = at + 1
  }

  private skipLine(): void {
    const end = this.source.indexOf('\n', this.i)
    this.i = end < 0 ? this.source.length : end
  }

  /** False: this was no comment, a 'bad' token stands here. */
  private comment(): boolean {
    const { source } = this
    if (source.startsWith('//', this.i)) {
      this.skipLine()
      return true
    }
    if (!source.startsWith('/*', this.i)) {
      this.word()
      return false
    }
    const end = source.indexOf('*/', this.i + 2)
    if (end < 0) {
      this.report.error('comment-not-closed', this.at, `Comment not closed. (/* in line ${this.lineNumber}`)
      this.i = source.length
      return true
    }
    for (let n = source.indexOf('\n', this.i); n >= 0 && n < end; n = source.indexOf('\n', n + 1)) this.newline(n)
    this.i = end + 2
    return true
  }

  /** False: this was no include, a 'bad' token stands here. */
  private include(): boolean {
    const match = /<\?include[ \t]+"([^"\n]*)"[ \t]*\?>/y
    match.lastIndex = this.i
    const found = match.exec(this.source)
    if (found === null) {
      const directive = this.source.startsWith('<?', this.i)
      if (!directive) {
        this.word()
        return false
      }
      this.report.error('bad-include', this.at, 'Include directive is incomplete, expected <?include "file"?>')
      this.skipLine()
      return true
    }
    this.endColumn = this.column + found[0].length - 1
    const at = this.at
    this.i += found[0].length
    const path = found[1]!
    if (this.outer.length >= INCLUDE_DEPTH) {
      this.report.error('include-depth', at, `Too many nested include files (at most ${INCLUDE_DEPTH}).`)
      return true
    }
    let text: string
    try {
      text = this.read(path)
    } catch {
      this.report.error('no-include', at, `Can't open include file ${path}`)
      return true
    }
    this.outer.push({
      file: this.file,
      text: this.source,
      at: this.i,
      line: this.lineNumber,
      lineStart: this.lineStart,
    })
    this.sources.set(path, text)
    this.resume({ file: path, text, at: 0, line: 1, lineStart: 0 })
    return true
  }

  private resume(frame: Frame): void {
    this.file = frame.file
    this.source = frame.text
    this.i = frame.at
    this.lineNumber = frame.line
    this.lineStart = frame.lineStart
  }

  private string(): void {
    const { source } = this
    const start = this.i + 1
    let plain = true
    for (let i = start; ; i++) {
      const c = source.charCodeAt(i)
      if (c === 0x22) {
        this.i = i + 1
        this.endColumn = i - this.lineStart + 1
        this.kind = 'string'
        this.text = plain ? source.slice(start, i) : this.unescape(start, i)
        return
      }
      if (c === 0x5c) {
        plain = false
        i++
        if (source.charCodeAt(i) === 0x0a) i--
      } else if (Number.isNaN(c) || c === 0x0a) {
        // Ends with its line: the rest of the file can still be read.
        this.endColumn = Math.max(this.column, i - this.lineStart)
        this.report.error('string-not-closed', this.at, 'Invalid character: " (the string is not closed in its line)')
        this.i = i
        this.kind = 'bad'
        return
      } else if (c < 0x20) plain = false
    }
  }

  /** The value of source[start, end), with what is wrong in it reported. */
  private unescape(start: number, end: number): string {
    const raw = this.source.slice(start, end)
    let value = ''
    for (let i = 0; i < raw.length; i++) {
      const c = raw[i]!
      if (c < ' ') this.wrong('bad-string', start + i, `Invalid control in "${raw}"`)
      if (c !== '\\') {
        value += c
        continue
      }
      const escaped = raw[++i] ?? ''
      const plain = ESCAPES[escaped]
      if (plain !== undefined) value += plain
      else if (escaped === 'u') {
        const digits = raw.slice(i + 1, i + 5)
        if (!/^[0-9a-fA-F]{4}$/.test(digits)) this.wrong('bad-string', start + i - 1, `Bad escape in "${raw}"`)
        else if (!digits.startsWith('00'))
          this.wrong('bad-string', start + i - 1, `Unsupported unicode escape in "${raw}", expected \\u00XX`)
        else value += String.fromCharCode(Number.parseInt(digits, 16))
        i += 4
      } else this.wrong('bad-string', start + i - 1, `Bad escape in "${raw}"`)
    }
    return value
  }

  private wrong(code: string, index: number, text: string): void {
    const column = index - this.lineStart + 1
    this.report.error(code, { file: this.file, line: this.lineNumber, column, endColumn: column }, text)
  }

  private numeral(): void {
    const start = this.i
    let i = start + 1
    for (; ; i++) {
      const c = this.source.charCodeAt(i)
      const digit = c >= 0x30 && c <= 0x39
      if (!digit && c !== 0x2e && c !== 0x65 && c !== 0x45 && c !== 0x2d && c !== 0x2b) break
    }
    const text = this.source.slice(start, i)
    this.i = i
    this.endColumn = i - this.lineStart
    if (/^-?\d+$/.test(text)) this.integer(text)
    else if (/^[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?$/.test(text)) {
      this.kind = 'real'
      this.number = Number(text)
    } else {
      this.kind = 'bad'
      this.report.error('bad-number', this.at, `Failed to convert ${text} to a number.`)
    }
  }

  private integer(text: string): void {
    this.kind = 'integer'
    this.number = Number(text)
    if (text.length >= 19) {
      const exact = BigInt(text)
      if (exact >= INT64 || exact < -INT64)
        this.report.error('bad-number', this.at, `Failed to convert ${text} to an integer.`)
    }
    if (/^-?0\d/.test(text))
      this.report.warn('leading-zero', this.at, `${text} has leading zeros and is read as ${this.number}, not octal`)
  }

  private word(): void {
    const match = /[A-Za-z_][-\w]*|./suy
    match.lastIndex = this.i
    const word = match.exec(this.source)![0]
    this.i += word.length
    this.endColumn = this.i - this.lineStart
    this.kind = 'bad'
    const lower = word.toLowerCase()
    if (lower === 'true' || lower === 'false' || lower === 'null') {
      this.kind = lower === 'null' ? 'null' : 'boolean'
      this.flag = lower === 'true'
      if (word !== lower) this.report.error('bad-literal', this.at, `JSON ${lower} reserved keyword is lower case only`)
    } else {
      const hint = word.length > 1 ? ', texts stand in double quotes' : ''
      this.report.error('bad-character', this.at, `Invalid character: ${word[0]} (in ${word}${hint})`)
    }
  }
}

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
