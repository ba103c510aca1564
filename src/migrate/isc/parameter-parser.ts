import { parseExpression } from './expression-parser.js'
import { PARAMETERS, type Shape, STATEMENTS } from './keywords.js'
import type { Parser } from './parser.js'
import type { Expression, Node, Parameter, Value } from './syntax.js'
import type { TokenStream } from './token-stream.js'

type Failed = 'failed'

/** `keyword value, value;`. Undefined: it is no parameter of dhcpd.conf. */
export function parseParameter(keyword: string, node: Node, parser: Parser): Parameter | Failed | undefined {
  const { tokens } = parser
  if (keyword === 'not' && tokens.peek().text === 'authoritative') {
    tokens.next()
    parser.semicolon()
    return withNode(node, { kind: 'parameter', name: 'not authoritative', values: [], expression: undefined })
  }
  const shape = PARAMETERS.get(keyword)
  if (shape === undefined) {
    // ldap and OMAPI settings of many patched servers: told of by the converter, not an error
    if (!keyword.startsWith('ldap-') && !keyword.startsWith('omapi-')) return undefined
  }
  let expression: Expression | undefined
  let values: Value[][] = []
  if (tokens.accept('=')) {
    expression = parseExpression(tokens)
    if (expression === undefined) return 'failed'
  } else {
    const first = tokens.peek()
    const call =
      first.kind === 'word' &&
      shape !== 'any' &&
      /^(concat|pick-first-value|substring|binary-to-ascii)$/i.test(first.text)
    if (call) expression = parseExpression(tokens)
    else values = readValues(tokens)
    if (call && expression === undefined) return 'failed'
    if (!call && !fits(shape ?? 'any', values, node, tokens)) return 'failed'
  }
  parser.semicolon()
  return withNode(node, { kind: 'parameter', name: keyword, values, expression })
}

/** The statement with what every statement has; the node's text stays a getter. */
export function withNode<const T extends object>(node: Node, rest: T): T & Node {
  return Object.assign(node, rest)
}

/** Values up to the semicolon, in lists split by commas. A prefix length joins the address before it. */
export function readValues(tokens: TokenStream): Value[][] {
  const lists: Value[][] = []
  let list: Value[] = []
  let comma = true
  for (;;) {
    const token = tokens.peek()
    const { kind, text, at } = token
    if (kind === 'end') break
    if (kind === 'sign') {
      if (text === ',') {
        if (comma) tokens.unexpected(token, 'a value')
        tokens.next()
        lists.push(list)
        list = []
        comma = true
        continue
      }
      if (text === '/') {
        tokens.next()
        const length = tokens.peek()
        if (length.kind === 'word') {
          tokens.next()
          const address = list.at(-1)
          if (address !== undefined && token.start === length.start - 1 && beforeSlash(tokens, token.start))
            list[list.length - 1] = { ...address, text: `${address.text}/${length.text}` }
          else list.push({ kind: 'word', text: `/${length.text}`, at })
          continue
        }
      }
      break
    }
    // the next line begins a statement: a semicolon was forgotten
    if (!comma && kind === 'word' && at.line > tokens.lastLine && isKeyword(text)) break
    tokens.next()
    list.push({ kind, text, at })
    comma = false
  }
  if (list.length > 0) lists.push(list)
  else if (lists.length > 0) tokens.unexpected(tokens.peek(), 'a value')
  return lists
}

const isKeyword = (text: string): boolean =>
  PARAMETERS.has(text.toLowerCase()) || STATEMENTS.includes(text.toLowerCase())

/** The slash follows without a blank. */
const beforeSlash = (tokens: TokenStream, at: number): boolean => !/\s/.test(tokens.source[at - 1] ?? ' ')

function fits(shape: Shape, values: readonly (readonly Value[])[], node: Node, tokens: TokenStream): boolean {
  const all = values.flat()
  const [first] = all
  const end = tokens.peek()
  const wrong = (wanted: string, value: Value | undefined): false => {
    if (value === undefined) tokens.unexpected(end, wanted)
    else tokens.error(value.at, `${wanted} is expected, not "${value.text}"`)
    return false
  }
  const none = first === undefined
  switch (shape) {
    case 'none':
      return none || wrong('a semicolon', first)
    case 'number':
      return (!none && /^(-?\d+|infinite|0x[0-9a-f]+)$/i.test(first.text)) || wrong('a number', first)
    case 'flag':
      return (!none && /^(true|false|on|off|ignore)$/i.test(first.text)) || wrong('on, off, true or false', first)
    case 'text':
      // dhcpd takes a single word without quotes too
      return !none || wrong('a text in quotes', first)
    case 'address':
      return (!none && isAddress(first)) || wrong('an address or the name of a host', first)
    case 'addresses': {
      const bad = all.find(value => !isAddress(value))
      return (!none && bad === undefined) || wrong('an address or the name of a host', bad ?? first)
    }
    case 'one':
      return !none || wrong('a value', first)
    case 'two':
      return hardware(all, wrong)
    case 'range': {
      const words = all.filter(value => value.text.toLowerCase() !== 'dynamic-bootp')
      const bad = words.find(value => !/^\d+\.\d+\.\d+\.\d+(\/\d+)?$/.test(value.text))
      return (words.length > 0 && words.length < 3 && bad === undefined) || wrong('an address', bad ?? words[2])
    }
    case 'range6':
      return (!none && first.text.includes(':')) || wrong('an IPv6 address', first)
    default:
      return node !== undefined
  }
}

function isAddress({ kind, text }: Value): boolean {
  return kind === 'word' && (/^[\w.-]+\.?$/.test(text) || /^[0-9a-f:.]+$/i.test(text))
}

function hardware(all: readonly Value[], wrong: (wanted: string, value: Value | undefined) => false): boolean {
  const [type, address] = all
  if (type === undefined) return wrong('ethernet or another type of hardware', undefined)
  if (address === undefined) return /^unknown-\d+$/.test(type.text) || wrong('a hardware address', undefined)
  return (
    /^([0-9a-f]{1,2}:)*[0-9a-f]{1,2}$/i.test(address.text) ||
    wrong('a hardware address, hexadecimal numbers with colons between them,', address)
  )
}
