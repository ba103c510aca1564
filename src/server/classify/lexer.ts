import type { Dialect } from './dialect.js'
import { ExpressionError, type Place } from './expression-error.js'

/** Keywords and punctuation stand for themselves; the others carry a value. The names are those of Kea's error texts. */
export type TokenKind =
  | 'end of file'
  | 'constant string'
  | 'constant hexstring'
  | 'integer'
  | 'ip address'
  | 'option name'
  | Punctuation
  | Word

type Punctuation = '(' | ')' | '[' | ']' | '.' | ',' | '*' | '+' | '=='
type Word = (typeof words)[number] | (typeof laterWords)[number]

export interface Token {
  readonly kind: TokenKind
  /** As written, in latin1: one character a byte. */
  readonly text: string
  readonly place: Place
}

const words = [
  'addrtotext',
  'all',
  'and',
  'ciaddr',
  'concat',
  'data',
  'dst',
  'enterprise',
  'exists',
  'giaddr',
  'hex',
  'hexstring',
  'hlen',
  'htype',
  'iface',
  'ifelse',
  'int16totext',
  'int32totext',
  'int8totext',
  'len',
  'linkaddr',
  'mac',
  'member',
  'msgtype',
  'not',
  'option',
  'or',
  'peeraddr',
  'pkt',
  'pkt4',
  'pkt6',
  'relay4',
  'relay6',
  'siaddr',
  'split',
  'src',
  'substring',
  'text',
  'transid',
  'uint16totext',
  'uint32totext',
  'uint8totext',
  'vendor',
  'vendor-class',
  'yiaddr',
] as const
const laterWords = ['lcase', 'match', 'sand', 'sifelse', 'sor', 'ucase'] as const

/** One way to read the text at a place. The longest match wins; of equals, the first. */
interface Pattern {
  readonly kind: TokenKind | undefined
  readonly shape: RegExp
}

// Words need no delimiter around them ("notoption[1].exists" is "not option[1].exists"), so the longest is tried first.
const wordShape = (known: readonly string[]): RegExp =>
  new RegExp([...known].sort((a, b) => b.length - a.length).join('|'), 'y')

const valuePatterns = (): readonly Pattern[] => [
  { kind: 'constant string', shape: /'[^'\n]*'/y },
  { kind: 'constant hexstring', shape: /0[xX][0-9a-fA-F]+/y },
  { kind: 'integer', shape: /-?[0-9]+/y },
  { kind: 'ip address', shape: /[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+|[0-9a-fA-F]*:[0-9a-fA-F]*:[0-9a-fA-F:.]*/y },
  { kind: undefined, shape: /==|[()[\].,*+]/y },
]
// An option name is known by the bracket that closes it, which counts for the length of the match.
const optionNameShape = (): RegExp => /([A-Za-z](?:[-_A-Za-z0-9]*[A-Za-z0-9])?)[ \t]*\n?[ \t]*\]/y

/** Largest value an integer may have before it is refused, and the smallest. */
const INT64_MAX = 0x7fffffffffffffffn

/** Cuts an expression into tokens, one at a time: what stands behind an error is never looked at. */
export class Lexer {
  readonly #text: string
  // Sticky expressions carry a position, so every lexer has its own.
  readonly #words: RegExp
  readonly #values = valuePatterns()
  readonly #optionName = optionNameShape()
  #at = 0
  #line = 1
  #lineStart = 0

  /** `text` is read as UTF-8 bytes, as Kea does: columns and string literals count bytes. */
  constructor(text: string, dialect: Dialect) {
    this.#text = Buffer.from(text, 'utf8').toString('latin1')
    this.#words = wordShape(dialect.laterWords ? [...words, ...laterWords] : words)
  }

  /** The next token; at the end 'end of file', again and again. Throws ExpressionError. */
  next(): Token {
    this.#skipBlanks()
    const text = this.#text
    const at = this.#at
    if (at === text.length) return { kind: 'end of file', text: '', place: this.#place(1) }

    let kind: TokenKind | undefined
    let length = 0
    let reach = 0
    for (const pattern of this.#values) {
      const found = match(pattern.shape, text, at)
      if (found === undefined || found.length <= reach) continue
      kind = pattern.kind ?? (found as Punctuation)
      reach = length = found.length
    }
    const word = match(this.#words, text, at)
    if (word !== undefined && word.length > reach) {
      kind = word as Word
      reach = length = word.length
    }
    this.#optionName.lastIndex = at
    const name = this.#optionName.exec(text)
    if (name !== null && name[0].length > reach) {
      kind = 'option name'
      length = name[1]!.length
    }

    if (kind === undefined) throw new ExpressionError(this.#place(1), `Invalid character: ${this.#character()}`)
    const token: Token = { kind, text: text.slice(at, at + length), place: this.#place(length) }
    if (kind === 'integer') checkInteger(token)
    this.#at += length
    return token
  }

  #skipBlanks(): void {
    for (; ; this.#at++) {
      const c = this.#text[this.#at]
      if (c === '\n') {
        this.#line++
        this.#lineStart = this.#at + 1
      } else if (c !== ' ' && c !== '\t') return
    }
  }

  #place(length: number): Place {
    const column = this.#at - this.#lineStart + 1
    return { line: this.#line, column, end: column + length - 1 }
  }

  /** The whole character that starts here: half of one would make the message unreadable. */
  #character(): string {
    return [...Buffer.from(this.#text.slice(this.#at, this.#at + 4), 'latin1').toString('utf8')][0]!
  }
}

function match(shape: RegExp, text: string, at: number): string | undefined {
  shape.lastIndex = at
  return shape.exec(text)?.[0]
}

function checkInteger({ text, place }: Token): void {
  const value = BigInt(text.replace('-', ''))
  if (value > (text.startsWith('-') ? INT64_MAX + 1n : INT64_MAX))
    throw new ExpressionError(place, `Failed to convert ${text} to an integer.`)
}
