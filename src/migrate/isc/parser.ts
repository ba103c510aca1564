import type { Report } from '../../server/config/problem.js'
import { nearest } from '../../server/config/schema/nearest.js'
import type { Position } from '../../server/config/tree.js'
import { parseControl } from './control-parser.js'
import { parseDeclaration } from './declaration-parser.js'
import { PARAMETERS, STATEMENTS } from './keywords.js'
import type { Comment, Token } from './lexer.js'
import { parseOption } from './option-parser.js'
import { parseParameter, withNode } from './parameter-parser.js'
import type { Block, Node, Statement } from './syntax.js'
import { TokenStream } from './token-stream.js'

/** Reads the text of a file that is included. Throws when it cannot. */
export type IncludeReader = (name: string, from: string) => { readonly file: string; readonly text: string }

/** Includes in includes, at most. */
const DEPTH = 32

/** Blocks in blocks, at most. */
const NESTING = 200

/** The parser's way through one file; what it includes is read by parsers of its own. */
export class Parser {
  readonly tokens: TokenStream
  private nesting = 0

  constructor(
    file: string,
    text: string,
    readonly report: Report,
    private readonly read: IncludeReader,
    private readonly sources: Map<string, string>,
    private readonly depth = 0,
  ) {
    sources.set(file, text)
    this.tokens = new TokenStream(file, text, report)
  }

  /** The whole file. */
  file(): Block {
    const { tokens } = this
    const header = this.depth === 0 ? paragraphs(tokens.takeHeader()) : NONE
    const block = { ...this.statements(), header }
    while (tokens.peek().kind !== 'end') {
      tokens.error(tokens.next().at, 'this } closes nothing')
      const more = this.statements()
      ;(block.statements as Statement[]).push(...more.statements)
    }
    return block
  }

  /** `{ ... }`; the opening brace is next. Undefined: it is not. */
  block(): Block | undefined {
    const { tokens } = this
    const open = tokens.peek().at
    if (!tokens.expect('{')) return undefined
    if (++this.nesting > NESTING) {
      tokens.error(open, `blocks stand in one another more than ${NESTING} times`)
      tokens.recover()
    }
    const block = this.statements()
    this.nesting--
    if (!tokens.accept('}')) tokens.error(tokens.peek().at, `the { of line ${open.line} is not closed`)
    return block
  }

  private statements(): Block {
    const statements: Statement[] = []
    const { tokens } = this
    let last: Statement | undefined
    for (;;) {
      const remark = last && tokens.takeComments(tokens.lastLine)
      if (last !== undefined && remark !== undefined && remark.length > 0)
        last.remark ??= remark.map(comment => comment.text.trim()).join(' ')
      const { kind, text } = tokens.peek()
      if (kind === 'end' || (kind === 'sign' && text === '}')) break
      if (tokens.accept(';')) continue
      const before = statements.length
      this.statement(statements)
      last = statements.length > before ? statements.at(-1) : undefined
    }
    return { statements, trailing: paragraphs(tokens.takeComments()) }
  }

  /** One statement; undefined: it could not be read, or was an include of nothing. */
  single(): Statement | undefined {
    const into: Statement[] = []
    this.statement(into)
    return into[0]
  }

  private statement(into: Statement[]): void {
    const { tokens } = this
    const leading = paragraphs(tokens.takeComments())
    const token = tokens.next()
    if (token.kind !== 'word' && token.text !== '!') {
      tokens.unexpected(token, 'a statement')
      tokens.recover()
      return
    }
    const node = new Opening(token, leading, tokens.source)
    const keyword = token.text.toLowerCase()
    if (keyword === 'include') {
      this.include(node, into)
      return
    }
    const statement = this.parse(keyword, token, node)
    if (statement === 'failed') tokens.recover()
    else if (statement !== undefined) into.push(statement)
  }

  private parse(keyword: string, token: Token, node: Node): Statement | 'failed' {
    const found =
      parseOption(keyword, node, this) ??
      parseDeclaration(keyword, node, this) ??
      parseControl(keyword, node, this) ??
      parseParameter(keyword, node, this)
    if (found !== undefined) return found
    if (this.tokens.peek().text === ';' && token.kind === 'word') {
      // dhcpd reads over a word that it does not know, if it stands alone
      this.tokens.next()
      return withNode(node, { kind: 'action', name: 'unknown', target: token.text })
    }
    const near = nearest(keyword, [...PARAMETERS.keys(), ...STATEMENTS])
    const hint = near === undefined || near === keyword ? '' : `; did you mean "${near}"?`
    this.tokens.error(token.at, `"${token.text}" is no statement of dhcpd.conf${hint}`)
    return 'failed'
  }

  private include(node: Node, into: Statement[]): void {
    const { tokens } = this
    const name = tokens.next()
    if (name.kind === 'end') {
      tokens.unexpected(name, 'the name of a file')
      return
    }
    this.semicolon()
    if (this.depth === DEPTH) {
      tokens.error(name.at, `files include one another more than ${DEPTH} times`)
      return
    }
    let source: { readonly file: string; readonly text: string }
    try {
      source = this.read(name.text, tokens.file)
    } catch (error) {
      tokens.error(name.at, `cannot read ${name.text}: ${error instanceof Error ? error.message : String(error)}`)
      return
    }
    const inner = new Parser(source.file, source.text, this.report, this.read, this.sources, this.depth + 1).file()
    const [first] = inner.statements
    if (first !== undefined) (first as { leading: readonly string[] }).leading = [...node.leading, ...first.leading]
    into.push(...inner.statements)
  }

  /** The semicolon that ends a statement. Forgotten at the end of a line: told, and read as if it were there. */
  semicolon(): void {
    const { tokens } = this
    if (tokens.accept(';') || tokens.openString === tokens.lastLine) return
    const next = tokens.peek()
    const { lastLine } = tokens
    const column = lineLength(tokens.source, lastLine, next)
    const at: Position = { file: tokens.file, line: lastLine, column, endColumn: column }
    if (next.at.line > lastLine || next.text === '}' || next.kind === 'end')
      tokens.error(at, 'a semicolon is expected here')
    else {
      tokens.unexpected(next, 'a semicolon')
      tokens.recover()
    }
  }
}

/** A statement whose first token has been read. */
class Opening implements Node {
  readonly at: Position
  remark: string | undefined
  private readonly start: number
  readonly #source: string

  constructor(
    token: Token,
    readonly leading: readonly string[],
    source: string,
  ) {
    this.at = token.at
    this.start = token.start
    this.#source = source
  }

  /** Up to the brace, the semicolon or 70 chars, made when it is asked for. */
  get text(): string {
    const raw = this.#source.slice(this.start, this.start + 400)
    const end =
      /[;{]/.exec(raw.replaceAll(/"[^"\n]*"/g, quoted => quoted.replaceAll(/[;{]/g, '.')))?.index ?? raw.length
    const text = raw.slice(0, end).replaceAll(/#.*/g, '').replaceAll(/\s+/g, ' ').trim()
    return text.length > 70 ? `${text.slice(0, 67)}...` : text
  }
}

/** Column behind the last char of a line that is no comment and no blank. */
function lineLength(source: string, line: number, next: Token): number {
  let start = 0
  for (let i = 1; i < line; i++) start = source.indexOf('\n', start) + 1
  const end = source.indexOf('\n', start)
  const stop = next.at.line === line ? next.start : end < 0 ? source.length : end
  return (
    source
      .slice(start, stop)
      .replace(/#[^"]*$/, '')
      .trimEnd().length + 1
  )
}

/** The texts of comments; an empty line stands where there was one between them. */
function paragraphs(comments: readonly Comment[]): readonly string[] {
  if (comments.length === 0) return NONE
  const lines: string[] = []
  let last = comments[0]!.line
  for (const { text, line } of comments) {
    if (line > last + 1) lines.push('')
    lines.push(text.startsWith(' ') ? text.slice(1) : text)
    last = line
  }
  return lines
}

const NONE: readonly string[] = []

/** Parse one configuration text with what it includes. Everything wrong with it is in the report. */
export function parseText(
  file: string,
  text: string,
  report: Report,
  read: IncludeReader,
  sources: Map<string, string>,
): Block {
  return new Parser(file, text, report, read, sources).file()
}
