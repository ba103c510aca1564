import { parseExpression, parseOptionName } from './expression-parser.js'
import { readValues, withNode } from './parameter-parser.js'
import type { Parser } from './parser.js'
import type { Definition, FieldType, Node, OptionName, OptionStatement, SpaceDefinition, Value } from './syntax.js'
import type { TokenStream } from './token-stream.js'

type Read = OptionStatement | Definition | SpaceDefinition | 'failed'

const VERBS = ['option', 'supersede', 'default', 'append', 'prepend', 'send'] as const

/** `option ...`: a value, a definition, a space. Undefined: the keyword is another. */
export function parseOption(keyword: string, node: Node, parser: Parser): Read | undefined {
  const verb = VERBS.find(one => one === keyword)
  const { tokens } = parser
  if (verb === undefined) return undefined
  if (verb !== 'option' && tokens.peek().text === 'option') tokens.next()
  else if (verb === 'option' && tokens.peek().text.toLowerCase() === 'space') return parseSpace(node, parser)
  const option = parseOptionName(tokens)
  if (option === undefined) return 'failed'
  if (tokens.peek().text.toLowerCase() === 'code') {
    const definition = parseDefinition(option, node, parser)
    if (definition !== undefined) return definition
  }
  if (tokens.accept('=')) {
    const expression = parseExpression(tokens)
    if (expression === undefined) return 'failed'
    parser.semicolon()
    return withNode(node, { kind: 'option', verb, option, values: [], expression })
  }
  const { text, kind } = tokens.peek()
  if (kind === 'word' && /^(concat|pick-first-value|substring|binary-to-ascii|option|config-option)$/i.test(text)) {
    const expression = parseExpression(tokens)
    if (expression === undefined) return 'failed'
    parser.semicolon()
    return withNode(node, { kind: 'option', verb, option, values: [], expression })
  }
  const values: readonly (readonly Value[])[] = readValues(tokens)
  parser.semicolon()
  return withNode(node, { kind: 'option', verb, option, values, expression: undefined })
}

/** `option space name code width 1 length width 1 hash size 11;` */
function parseSpace(node: Node, parser: Parser): SpaceDefinition | 'failed' {
  const { tokens } = parser
  tokens.next()
  const name = tokens.next()
  if (name.kind !== 'word') {
    tokens.unexpected(name, 'the name of an option space')
    return 'failed'
  }
  let codeWidth = 1
  let lengthWidth = 1
  while (tokens.peek().kind === 'word' && ['code', 'length', 'hash'].includes(tokens.peek().text.toLowerCase())) {
    const what = tokens.next().text.toLowerCase()
    tokens.next()
    const value = Number(tokens.next().text)
    if (what === 'code') codeWidth = value
    else if (what === 'length') lengthWidth = value
  }
  parser.semicolon()
  return withNode(node, { kind: 'space', name: name.text, codeWidth, lengthWidth })
}

/** `option name code 200 = type;`. Undefined: `code` was a value after all. */
function parseDefinition(option: OptionName, node: Node, parser: Parser): Definition | 'failed' | undefined {
  const { tokens } = parser
  tokens.next()
  const code = tokens.next()
  if (!/^(\d+|0x[0-9a-f]+)$/i.test(code.text)) {
    tokens.unexpected(code, 'the code of an option')
    return 'failed'
  }
  if (!tokens.expect('=')) return 'failed'
  const shape = parseType(tokens)
  if (shape === undefined) return 'failed'
  parser.semicolon()
  return withNode(node, { kind: 'definition', option, code: Number(code.text), ...shape })
}

interface TypeShape {
  readonly fields: readonly FieldType[]
  readonly array: boolean
}

function parseType(tokens: TokenStream): TypeShape | undefined {
  if (tokens.peek().text.toLowerCase() === 'array') {
    tokens.next()
    if (!acceptWord(tokens, 'of')) return tokens.unexpected(tokens.peek(), 'of')
    const inner = parseType(tokens)
    return inner && { fields: inner.fields, array: true }
  }
  if (tokens.accept('{')) {
    const fields: FieldType[] = []
    do {
      const inner = parseType(tokens)
      if (inner === undefined) return undefined
      if (inner.array && inner.fields.length === 1) fields.push({ ...inner.fields[0]!, array: true })
      else fields.push(...inner.fields)
    } while (tokens.accept(','))
    return tokens.expect('}') ? { fields, array: false } : undefined
  }
  const field = parseField(tokens)
  return field && { fields: [field], array: false }
}

function acceptWord(tokens: TokenStream, word: string): boolean {
  if (tokens.peek().text.toLowerCase() !== word) return false
  tokens.next()
  return true
}

function parseField(tokens: TokenStream): FieldType | undefined {
  const token = tokens.next()
  const type = token.text.toLowerCase()
  switch (type) {
    case 'unsigned':
    case 'signed':
      if (!acceptWord(tokens, 'integer')) return tokens.unexpected(tokens.peek(), 'integer')
      return integer(tokens, type === 'signed')
    case 'integer':
      // dhcpd reads a bare integer as a signed one
      return integer(tokens, true)
    case 'boolean':
    case 'ip-address':
    case 'ip6-address':
    case 'text':
    case 'string':
    case 'domain-name':
      return { type }
    case 'domain-list':
      return { type, compressed: acceptWord(tokens, 'compressed') }
    case 'encapsulate':
      return { type, space: tokens.next().text }
    default:
      return tokens.unexpected(token, 'the type of an option')
  }
}

function integer(tokens: TokenStream, signed: boolean): FieldType | undefined {
  const token = tokens.next()
  const width = ([8, 16, 32] as const).find(one => String(one) === token.text)
  return width === undefined ? tokens.unexpected(token, '8, 16 or 32') : { type: 'integer', width, signed }
}
