import type { Report } from '../../server/config/problem.js'
import type { Position } from '../../server/config/tree.js'
import { Lexer, type Token } from './lexer.js'

/** The tokens of one file, with the ways to complain about them that all parts of the parser share. */
export class TokenStream extends Lexer {
  private readonly problems: Report

  constructor(
    file: string,
    readonly source: string,
    report: Report,
  ) {
    super(file, source, report)
    this.problems = report
  }

  /** Undefined, for the caller to return. */
  error(at: Position, text: string): undefined {
    return this.problems.error('syntax', at, text)
  }

  unexpected(token: Token, wanted: string): undefined {
    if (token.kind === 'end') return this.error(token.at, `the file ends here, but ${wanted} is expected`)
    const shown = token.kind === 'string' ? JSON.stringify(token.text) : `"${token.text}"`
    return this.error(token.at, `${wanted} is expected, not ${shown}`)
  }

  /** True: the next token is this sign, and taken. */
  accept(sign: string): boolean {
    const token = this.peek()
    if (token.kind !== 'sign' || token.text !== sign) return false
    this.next()
    return true
  }

  /** The same, and an error when it is not; then the token stays. */
  expect(sign: string): boolean {
    if (this.accept(sign)) return true
    this.unexpected(this.peek(), `"${sign}"`)
    return false
  }

  /** After an error: go on behind the next semicolon or block, or before the brace that closes this one. */
  recover(): void {
    let depth = 0
    for (;;) {
      const { kind, text } = this.peek()
      if (kind === 'end' || (kind === 'sign' && text === '}' && depth === 0)) return
      this.next()
      if (kind !== 'sign') continue
      if (text === '{') depth++
      else if (text === '}' && --depth === 0) return
      else if (text === ';' && depth === 0) return
    }
  }

  /** After an error in what stands before a block: go on at its brace, or behind a semicolon. */
  recoverHead(): void {
    for (;;) {
      const { kind, text } = this.peek()
      if (kind === 'end' || (kind === 'sign' && (text === '{' || text === '}'))) return
      this.next()
      if (kind === 'sign' && text === ';') return
    }
  }
}
