import type { OptionSpaces } from '../../wire/option-space.js'
import {
  type BooleanNode,
  type FieldName,
  fields4,
  fields6,
  isBoolean,
  type Node,
  type OptionRoot,
  packetFields,
  type TextNode,
  unaryNames,
} from './ast.js'
import type { Dialect } from './dialect.js'
import { ExpressionError, type Place } from './expression-error.js'
import { Lexer, type Token, type TokenKind } from './lexer.js'
import { addressOf, bytesOfHex, checkRange, optionCode, uint32 } from './literal.js'
import { regularExpression } from './regular-expression.js'

export type Family = 'v4' | 'v6'

export interface ParserOptions {
  readonly family: Family
  readonly dialect: Dialect
  readonly spaces: OptionSpaces
  /** Where option names of the first level are looked up: "dhcp4", "dhcp6". */
  readonly space: string
  /** Class names that member() may ask for. */
  isDefinedClass(name: string): boolean
}

/** Reads a whole expression that is true or false. Throws ExpressionError. */
export function parseBoolean(text: string, options: ParserOptions): BooleanNode {
  return new Parser(text, options).wholeBoolean()
}

/** Reads a whole expression whose value is a string. Throws ExpressionError. */
export function parseText(text: string, options: ParserOptions): TextNode {
  return new Parser(text, options).wholeText()
}

/**
 * Recursive descent, one token of look-ahead, read as late as possible. The lists of what was expected are those that
 * Kea's grammar gives at the same place: people search for these texts.
 */
class Parser {
  readonly #lexer: Lexer
  readonly #options: ParserOptions
  #ahead: Token | undefined

  constructor(text: string, options: ParserOptions) {
    this.#lexer = new Lexer(text, options.dialect)
    this.#options = options
  }

  wholeBoolean(): BooleanNode {
    const node = this.#logic(this.#booleanOperand())
    this.#take('end of file')
    return node
  }

  wholeText(): TextNode {
    const node = this.#text()
    this.#take('end of file')
    return node
  }

  // --- true or false

  /** `left` and what `and`, `or` join to it, up to a token that neither is. */
  #logic(left: BooleanNode): BooleanNode {
    for (;;) {
      const joined = this.#conjunction(left)
      const { kind } = this.#peek()
      if (kind !== 'or' && kind !== 'sor') return joined
      this.#next()
      left = { kind: 'or', strict: kind === 'sor', left: joined, right: this.#conjunction(this.#booleanOperand()) }
    }
  }

  #conjunction(left: BooleanNode): BooleanNode {
    for (;;) {
      const { kind } = this.#peek()
      if (kind !== 'and' && kind !== 'sand') return left
      this.#next()
      left = { kind: 'and', strict: kind === 'sand', left, right: this.#booleanOperand() }
    }
  }

  #booleanOperand(): BooleanNode {
    const node = this.#operand(false)
    if (!isBoolean(node)) throw this.#unexpected('==', '+')
    return node
  }

  /** `inParentheses`: a string is an answer too, when the parenthesis ends behind it. */
  #operand(inParentheses: boolean): Node {
    if (this.#peek().kind === 'not') {
      this.#next()
      return { kind: 'not', of: this.#booleanOperand() }
    }
    const first = this.#peek().kind === '(' ? this.#parenthesis() : this.#leaf(true)
    if (isBoolean(first)) return first
    const left = this.#sum(first)
    const { kind } = this.#peek()
    if (kind === '==') {
      this.#next()
      return { kind: 'equal', left, right: this.#text() }
    }
    if (inParentheses && kind === ')') return left
    throw inParentheses ? this.#unexpected(')', '==', '+') : this.#unexpected('==', '+')
  }

  #parenthesis(): Node {
    this.#next()
    let node = this.#operand(true)
    if (isBoolean(node)) node = this.#logic(node)
    this.#take(')', 'and', 'or')
    return node
  }

  // --- strings

  #text(): TextNode {
    return this.#sum(this.#term())
  }

  #sum(left: TextNode): TextNode {
    let sum = left
    while (this.#peek().kind === '+') {
      this.#next()
      sum = { kind: 'concat', left: sum, right: this.#term() }
    }
    return sum
  }

  #term(): TextNode {
    if (this.#peek().kind !== '(') return this.#leaf(false) as TextNode
    this.#next()
    const node = this.#text()
    this.#take(')', '+')
    return node
  }

  /** What starts with a word or a constant. `booleans`: those that are true or false are welcome too. */
  #leaf(booleans: boolean): Node {
    const token = this.#peek()
    switch (token.kind) {
      case 'constant string':
        this.#next()
        return { kind: 'literal', form: 'string', bytes: Buffer.from(token.text.slice(1, -1), 'latin1') }
      case 'constant hexstring':
        this.#next()
        return { kind: 'literal', form: 'hex', bytes: bytesOfHex(token.text) }
      case 'integer':
        this.#next()
        return { kind: 'literal', form: 'integer', bytes: uint32(token) }
      case 'ip address':
        this.#next()
        return { kind: 'literal', form: 'address', bytes: addressOf(token) }
      case 'option':
        this.#next()
        return this.#optionValue({ kind: 'option' }, [this.#code(true)], booleans)
      case 'relay4':
        return this.#relay4(booleans)
      case 'relay6':
        return this.#relay6(booleans)
      case 'vendor':
        return this.#vendor(booleans)
      case 'vendor-class':
        return this.#vendorClass(booleans)
      case 'pkt':
      case 'pkt4':
      case 'pkt6':
        return this.#field(token.kind)
      case 'member':
        return booleans ? this.#member() : this.#refuse()
      case 'match':
        return booleans ? this.#match() : this.#refuse()
      default:
        return this.#call()
    }
  }

  #call(): TextNode {
    const { kind } = this.#peek()
    if ((unaryNames as readonly TokenKind[]).includes(kind)) {
      this.#open()
      const of = this.#text()
      this.#take(')', '+')
      return { kind: 'call', name: kind as (typeof unaryNames)[number], of }
    }
    switch (kind) {
      case 'substring': {
        this.#open()
        const of = this.#textThenComma()
        const start = BigInt(this.#take('integer').text)
        this.#take(',')
        const length = this.#take('all', 'integer')
        this.#take(')')
        return { kind, of, start, length: length.kind === 'all' ? 'all' : BigInt(length.text) }
      }
      case 'split': {
        this.#open()
        const of = this.#textThenComma()
        const delimiters = this.#textThenComma()
        const field = BigInt(this.#take('integer').text)
        this.#take(')')
        return { kind, of, delimiters, field }
      }
      case 'concat': {
        this.#open()
        const left = this.#textThenComma()
        return { kind, left, right: this.#textThenParenthesis() }
      }
      case 'hexstring': {
        this.#open()
        const of = this.#textThenComma()
        return { kind, of, separator: this.#textThenParenthesis() }
      }
      case 'ifelse':
      case 'sifelse': {
        this.#open()
        const test = this.#logic(this.#booleanOperand())
        this.#take('and', 'or', ',')
        const first = this.#textThenComma()
        return { kind: 'ifelse', strict: kind === 'sifelse', test, first, second: this.#textThenParenthesis() }
      }
      default:
        return this.#refuse()
    }
  }

  #textThenComma(): TextNode {
    const node = this.#text()
    this.#take(',', '+')
    return node
  }

  #textThenParenthesis(): TextNode {
    const node = this.#text()
    this.#take(')', '+')
    return node
  }

  // --- the packet

  /** [code] and, for options of the first level, [name]. */
  #code(named: boolean): number {
    this.#take('[')
    const token = named ? this.#take('integer', 'option name') : this.#take('integer')
    const { family, spaces, space } = this.#options
    let code: number | undefined
    if (token.kind === 'integer') code = optionCode(token, family)
    else code = spaces.byName(space, token.text)?.code
    if (code === undefined) throw new ExpressionError(token.place, `option '${token.text}' is not defined`)
    this.#take(']')
    return code
  }

  /** `.hex`, `.text`, `.exists` or another level, behind the code of an option. */
  #optionValue(root: OptionRoot, codes: readonly number[], booleans: boolean): Node {
    this.#take('.')
    const deeper =
      root.kind !== 'vendor' && (this.#options.dialect.deepSubOptions || (root.kind === 'option' && codes.length === 1))
    const ends: TokenKind[] = booleans ? ['text', 'hex', 'exists'] : ['text', 'hex']
    const { kind } = deeper ? this.#take('option', ...ends) : this.#take(...ends)
    if (kind === 'option') return this.#optionValue(root, [...codes, this.#code(false)], booleans)
    const path = { root, codes }
    if (kind === 'exists') return { kind: 'exists', path }
    return { kind: 'option', path, as: kind as 'hex' | 'text' }
  }

  #relay4(booleans: boolean): Node {
    const { place } = this.#next()
    const node = this.#optionValue({ kind: 'relay4' }, [this.#code(false)], booleans)
    this.#only('v4', 'relay4', place)
    return node
  }

  #relay6(booleans: boolean): Node {
    this.#next()
    this.#take('[')
    const token = this.#take('integer')
    const nest = checkRange(token, -128, 127)
    if (this.#options.family === 'v4') throw new ExpressionError(token.place, 'Nest level invalid for DHCPv4 packets')
    if (nest < -32 || nest > 31)
      throw new ExpressionError(token.place, `Nest level has invalid value in ${nest}. Allowed range: -32..31`)
    this.#take(']')
    this.#take('.')
    const { kind } = this.#take('option', 'peeraddr', 'linkaddr')
    if (kind === 'option') return this.#optionValue({ kind: 'relay6', nest }, [this.#code(false)], booleans)
    return { kind: 'relay-field', nest, field: kind as 'peeraddr' | 'linkaddr' }
  }

  #vendor(booleans: boolean): Node {
    this.#next()
    if (this.#take('[', '.').kind === '.') {
      this.#take('enterprise')
      return { kind: 'enterprise', option: 'vendor' }
    }
    const enterprise = this.#enterprise()
    const { kind } = booleans ? this.#take('option', 'exists') : this.#take('option')
    if (kind === 'exists') return { kind: 'vendor-exists', option: 'vendor', enterprise }
    return this.#optionValue({ kind: 'vendor', enterprise }, [this.#code(false)], booleans)
  }

  #vendorClass(booleans: boolean): Node {
    this.#next()
    if (this.#take('[', '.').kind === '.') {
      this.#take('enterprise')
      return { kind: 'enterprise', option: 'vendor-class' }
    }
    const enterprise = this.#enterprise()
    const { kind } = booleans ? this.#take('exists', 'data') : this.#take('data')
    if (kind === 'exists') return { kind: 'vendor-exists', option: 'vendor-class', enterprise }
    if (this.#peek().kind !== '[') return { kind: 'vendor-data', enterprise, index: undefined }
    this.#next()
    const token = this.#take('integer')
    this.#take(']')
    return { kind: 'vendor-data', enterprise, index: checkRange(token, 0, 255) }
  }

  /** The rest of `[enterprise].`; 0 stands for any. */
  #enterprise(): number {
    const token = this.#take('*', 'integer')
    const enterprise = token.kind === '*' ? 0 : checkRange(token, 0, 0xffffffff)
    this.#take(']')
    this.#take('.')
    return enterprise
  }

  #field(of: 'pkt' | 'pkt4' | 'pkt6'): TextNode {
    const { place } = this.#next()
    this.#take('.')
    const names: readonly TokenKind[] = of === 'pkt' ? packetFields : of === 'pkt4' ? fields4 : fields6
    const { kind } = this.#take(...names)
    if (of === 'pkt4') this.#only('v4', of, place)
    if (of === 'pkt6') this.#only('v6', of, place)
    return { kind: 'field', field: `${of}.${kind}` as FieldName }
  }

  #only(family: Family, what: string, place: Place): void {
    if (this.#options.family !== family) throw new ExpressionError(place, `${what} can only be used in DHCP${family}.`)
  }

  #member(): BooleanNode {
    this.#open()
    const token = this.#take('constant string')
    this.#take(')')
    const name = Buffer.from(token.text.slice(1, -1), 'latin1').toString('utf8')
    if (!this.#options.isDefinedClass(name))
      throw new ExpressionError(token.place, `Not defined client class '${name}'`)
    return { kind: 'member', name }
  }

  #match(): BooleanNode {
    this.#open()
    const token = this.#take('constant string')
    this.#take(',')
    const node: BooleanNode = { kind: 'match', source: token.text.slice(1, -1), of: this.#textThenParenthesis() }
    if (regularExpression(node.source) === undefined)
      throw new ExpressionError(token.place, `invalid regular expression ${token.text}`)
    return node
  }

  // --- tokens

  #peek(): Token {
    this.#ahead ??= this.#lexer.next()
    return this.#ahead
  }

  #next(): Token {
    const token = this.#peek()
    this.#ahead = undefined
    return token
  }

  /** The word that stands here, and the parenthesis behind it. */
  #open(): void {
    this.#next()
    this.#take('(')
  }

  /** The next token, when it is of one of these kinds; what may continue the value before it belongs in the list too. */
  #take(...kinds: readonly TokenKind[]): Token {
    if (!kinds.includes(this.#peek().kind)) throw this.#unexpected(...kinds)
    return this.#next()
  }

  #refuse(): never {
    throw this.#unexpected()
  }

  #unexpected(...expected: readonly TokenKind[]): ExpressionError {
    const { kind, place } = this.#peek()
    // Kea names at most four
    const list = expected.length === 0 || expected.length > 4 ? '' : `, expecting ${expected.map(spell).join(' or ')}`
    return new ExpressionError(place, `syntax error, unexpected ${spell(kind)}${list}`)
  }
}

function spell(kind: TokenKind): string {
  return kind === ',' ? '","' : kind
}
