import type { Position } from '../../server/config/tree.js'
import type { Token } from './lexer.js'
import type { BinaryOperator, Expression, OptionName } from './syntax.js'
import type { TokenStream } from './token-stream.js'

/** How tightly an operator holds; comparisons hold tighter than and, and than or. */
const STRENGTH: Readonly<Record<BinaryOperator, number>> = {
  or: 1,
  and: 2,
  '=': 3,
  '!=': 3,
  '~=': 3,
  '~~': 3,
  '|': 4,
  '^': 4,
  '&': 4,
  '+': 5,
  '-': 5,
  '*': 6,
  '/': 6,
  '%': 6,
}

const isOperator = (text: string): text is BinaryOperator => Object.hasOwn(STRENGTH, text)

/** Words that stand for a value by themselves. */
const NAMES = new Set(
  'hardware known static hw-type hw-address leased-address lease-time host-decl-name client-state filename server-name next-server null'.split(
    ' ',
  ),
)

/** Functions, and how many arguments each takes, at least and at most. */
const FUNCTIONS = new Map<string, readonly [number, number]>([
  ['substring', [3, 3]],
  ['suffix', [2, 2]],
  ['concat', [1, 99]],
  ['pick-first-value', [1, 99]],
  ['pick', [1, 99]],
  ['lcase', [1, 1]],
  ['ucase', [1, 1]],
  ['binary-to-ascii', [4, 4]],
  ['reverse', [2, 2]],
  ['encode-int', [2, 2]],
  ['extract-int', [2, 2]],
  ['packet', [2, 2]],
  ['gethostname', [0, 0]],
  ['gethostbyname', [1, 1]],
  ['encapsulate', [1, 1]],
  ['hash', [1, 1]],
  ['v6relay', [2, 2]],
  ['variable', [1, 1]],
  ['defined', [1, 1]],
])

/** Reads one expression. Undefined: there is none; what is wrong is reported. */
export function parseExpression(tokens: TokenStream, strength = 0): Expression | undefined {
  let left = parseTerm(tokens)
  while (left !== undefined) {
    const token = tokens.peek()
    const operator = token.text === '==' ? '=' : token.text.toLowerCase()
    if (token.kind === 'string' || !isOperator(operator) || STRENGTH[operator] <= strength) return left
    tokens.next()
    const right = parseExpression(tokens, STRENGTH[operator])
    left = right && { kind: 'binary', operator, left, right, at: left.at }
  }
  return undefined
}

function parseTerm(tokens: TokenStream): Expression | undefined {
  const token = tokens.next()
  const { at, text } = token
  if (token.kind === 'string') return { kind: 'text', text, at }
  if (text === '(') {
    const inner = parseExpression(tokens)
    return inner && tokens.expect(')') ? inner : undefined
  }
  const name = text.toLowerCase()
  if (text === '!' || name === 'not') {
    // `not` holds tighter than and, looser than a comparison
    const of = parseExpression(tokens, STRENGTH.and)
    return of && { kind: 'not', of, at }
  }
  if (token.kind !== 'word') return tokens.unexpected(token, 'an expression')
  return parseNamed(name, token, tokens)
}

function parseNamed(name: string, token: Token, tokens: TokenStream): Expression | undefined {
  const { at, text } = token
  const opens = tokens.peek().text === '(' && tokens.peek().kind === 'sign'
  if (name === 'option' || name === 'config-option' || name === 'exists') {
    const option = parseOptionName(tokens)
    if (option === undefined) return undefined
    return name === 'exists'
      ? { kind: 'exists', option, at }
      : { kind: 'option', option, config: name !== 'option', at }
  }
  if (opens) return parseCall(name, at, tokens)
  if (NAMES.has(name)) return { kind: 'name', name, at }
  const literal = parseLiteral(text, at)
  if (literal !== undefined) return literal
  if (/^[a-z_][\w-]*$/i.test(text)) return { kind: 'name', name: text, at }
  return tokens.unexpected(token, 'an expression')
}

function parseCall(name: string, at: Position, tokens: TokenStream): Expression | undefined {
  const known = FUNCTIONS.get(name)
  if (known === undefined) return tokens.error(at, `there is no function "${name}"`)
  tokens.next()
  const args: Expression[] = []
  if (tokens.peek().text !== ')')
    for (;;) {
      const arg = parseExpression(tokens)
      if (arg === undefined) return undefined
      args.push(arg)
      if (tokens.peek().text !== ',') break
      tokens.next()
    }
  if (!tokens.expect(')')) return undefined
  const [least, most] = known
  if (args.length < least || args.length > most)
    return tokens.error(
      at,
      `${name} takes ${least === most ? least : `${least} or more`} arguments, here are ${args.length}`,
    )
  return { kind: 'call', name, args, at }
}

/** A number, an address or a list of hexadecimal numbers. */
function parseLiteral(text: string, at: Position): Expression | undefined {
  if (/^-?\d+$/.test(text)) return { kind: 'number', value: Number(text), at }
  if (/^0x[0-9a-f]+$/i.test(text)) return { kind: 'number', value: Number(text), at }
  if (/^\d+\.\d+\.\d+\.\d+$/.test(text)) return { kind: 'address', text, at }
  const groups = text.split(':')
  if (groups.length > 1 && groups.every(group => /^[0-9a-f]{1,2}$/i.test(group)))
    return { kind: 'bytes', bytes: Uint8Array.from(groups, group => Number.parseInt(group, 16)), at }
  if (/^[0-9a-f]{1,2}$/i.test(text)) return { kind: 'bytes', bytes: Uint8Array.of(Number.parseInt(text, 16)), at }
  return undefined
}

/** `space.name` or `name`. */
export function parseOptionName(tokens: TokenStream): OptionName | undefined {
  const token = tokens.next()
  const { at, text } = token
  const parts = text.split('.')
  if (token.kind !== 'word' || parts.length > 2 || !parts.every(part => /^[\w-]+$/.test(part)))
    return tokens.unexpected(token, 'the name of an option')
  const [first, second] = parts
  return second === undefined ? { space: 'dhcp', name: first!, at } : { space: first!, name: second, at }
}
