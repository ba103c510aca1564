/** A word, a quoted string (its bytes, as Latin-1 characters), or one of `= , { }`. */
export interface IscToken {
  readonly text: string
  readonly quoted: boolean
}

/** `words... ;` or `words... { body }`. */
export interface IscStatement {
  readonly line: number
  readonly words: readonly IscToken[]
  readonly body: readonly IscStatement[] | undefined
  /** What was wrong in it, if anything: a string that does not end. */
  readonly fault: string
}

/**
 * Splits the text of a dhcpd.leases file (dhcpd.leases(5)) into statements. Give it the text in pieces; a statement is told when it is
 * whole. What cannot be read is told with a fault, and reading goes on behind it.
 */
export class IscStatementReader {
  private text = ''
  private line = 1
  private readonly take: (statement: IscStatement) => void

  constructor(take: (statement: IscStatement) => void) {
    this.take = take
  }

  feed(piece: string): void {
    this.text += piece
    let from = 0
    for (;;) {
      const end = endOfStatement(this.text, from)
      if (end < 0) break
      this.tell(this.text.slice(from, end))
      from = end
    }
    this.text = this.text.slice(from)
  }

  /** The last piece has been given. What stands unfinished at the end is told with a fault. */
  end(): void {
    const rest = this.text
    this.text = ''
    if (withoutComments(rest).trim() !== '') this.tell(rest, 'the file ends in the middle of it')
  }

  private tell(text: string, fault = ''): void {
    const parser = new Parser(text, this.line)
    const statement = parser.statement(fault)
    if (statement !== undefined) this.take(statement)
    this.line = parser.lineAt(text.length)
  }
}

function withoutComments(text: string): string {
  return text.replaceAll(/#[^\n]*/g, '')
}

/** Where the statement that begins at `from` ends, behind its ";" or "}"; -1: it is not whole yet. */
function endOfStatement(text: string, from: number): number {
  let depth = 0
  for (let i = from; i < text.length; i++) {
    switch (text.charCodeAt(i)) {
      case 0x23: // #
        i = text.indexOf('\n', i)
        if (i < 0) return -1
        break
      case 0x22: {
        i = endOfString(text, i)
        if (i < 0) return -1
        break
      }
      case 0x7b:
        depth++
        break
      case 0x7d:
        if (--depth <= 0) return i + 1
        break
      case 0x3b:
        if (depth === 0) return i + 1
        break
      case 0x0a:
        // a lease begins where a brace was lost: what stands before has no end of its own
        if (depth > 0 && /^(?:lease|ia-na|ia-ta|ia-pd)\s/.test(text.slice(i + 1, i + 8))) return i + 1
    }
  }
  return -1
}

/** The closing quote of the string that opens at `at`, or the end of its line: strings do not go over lines. -1: not there yet. */
function endOfString(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    const c = text.charCodeAt(i)
    if (c === 0x22) return i
    if (c === 0x5c) i++
    else if (c === 0x0a) return i - 1
  }
  return -1
}

/** Reads one statement that is known to be whole. */
class Parser {
  private at = 0
  private counted = 0
  private fault = ''

  constructor(
    private readonly text: string,
    private line: number,
  ) {}

  lineAt(at: number): number {
    for (; this.counted < at; this.counted++) if (this.text.charCodeAt(this.counted) === 0x0a) this.line++
    return this.line
  }

  statement(fault = ''): IscStatement | undefined {
    const words: IscToken[] = []
    this.skip()
    const line = this.lineAt(this.at)
    this.fault = fault
    let body: IscStatement[] | undefined
    for (;;) {
      this.skip()
      const c = this.text[this.at]
      if (c === undefined || c === ';') {
        this.at++
        break
      }
      if (c === '}') break
      if (c === '{') {
        this.at++
        const before = this.fault
        body = this.statements()
        this.fault = before
        break
      }
      words.push(this.token(c))
    }
    if (words.length === 0 && body === undefined) return undefined
    return { line, words, body, fault: this.fault }
  }

  private statements(): IscStatement[] {
    const list: IscStatement[] = []
    for (;;) {
      this.skip()
      const c = this.text[this.at]
      if (c === undefined || c === '}') {
        this.at++
        return list
      }
      const statement = this.statement()
      if (statement !== undefined) list.push(statement)
    }
  }

  private token(c: string): IscToken {
    if (c === '"') return { text: this.quoted(), quoted: true }
    const start = this.at
    if (c === '=' || c === ',') this.at++
    else while (this.at < this.text.length && !/[\s;{}"=,#]/.test(this.text[this.at]!)) this.at++
    if (this.at === start) this.at++
    return { text: this.text.slice(start, this.at), quoted: false }
  }

  /** dhcpd writes what is not printable as a backslash and three octal digits. */
  private quoted(): string {
    const { text } = this
    let value = ''
    for (this.at++; this.at < text.length; this.at++) {
      const c = text[this.at]!
      if (c === '"') {
        this.at++
        return value
      }
      if (c === '\n') break
      if (c !== '\\') {
        value += c
        continue
      }
      const octal = /^[0-7]{1,3}/.exec(text.slice(this.at + 1, this.at + 4))
      if (octal === null) value += text[++this.at] ?? ''
      else {
        value += String.fromCharCode(Number.parseInt(octal[0], 8) & 255)
        this.at += octal[0].length
      }
    }
    this.fault = 'a string does not end on its line'
    return value
  }

  private skip(): void {
    for (; this.at < this.text.length; this.at++) {
      const c = this.text.charCodeAt(this.at)
      if (c === 0x23) {
        const end = this.text.indexOf('\n', this.at)
        this.at = end < 0 ? this.text.length - 1 : end
      } else if (c > 0x20) return
    }
  }
}
