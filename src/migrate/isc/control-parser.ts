import { parseExpression } from './expression-parser.js'
import { withNode } from './parameter-parser.js'
import type { Parser } from './parser.js'
import type {
  Action,
  Block,
  Branch,
  ClassRule,
  Condition,
  EventStatement,
  Expression,
  Node,
  Statement,
  Switch,
} from './syntax.js'

const EMPTY: Block = { statements: [], trailing: [] }

/** What runs or decides: if, switch, on, match, set, log, ... Undefined: the keyword is another. */
export function parseControl(keyword: string, node: Node, parser: Parser): Statement | 'failed' | undefined {
  switch (keyword) {
    case 'if':
      return parseIf(node, parser)
    case 'elsif':
    case 'else':
      parser.tokens.error(node.at, `this ${keyword} belongs to no if`)
      return 'failed'
    case 'switch':
      return parseSwitch(node, parser)
    case 'on':
      return parseEvent(node, parser)
    case 'match':
    case 'spawn':
    case 'lease':
      return parseRule(keyword, node, parser)
    case 'set':
    case 'unset':
    case 'define':
    case 'log':
    case 'execute':
    case 'eval':
    case 'return':
    case 'break':
    case 'add':
    case 'parse-vendor-option':
      return parseAction(keyword, node, parser)
    default:
      return undefined
  }
}

function parseIf(node: Node, parser: Parser): Condition {
  const { tokens } = parser
  const branches: Branch[] = []
  let at = node.at
  for (;;) {
    const test = parseExpression(tokens)
    if (test === undefined) tokens.recoverHead()
    else if (!isBoolean(test)) tokens.error(test.at, 'an expression that is true or false is expected')
    branches.push({ at, test: test ?? { kind: 'name', name: 'known', at }, body: parser.block() ?? EMPTY })
    const next = tokens.peek().text.toLowerCase()
    if (next !== 'elsif' && next !== 'else') break
    at = tokens.next().at
    if (next === 'elsif') continue
    if (tokens.peek().text.toLowerCase() === 'if') {
      tokens.next()
      continue
    }
    branches.push({ at, test: undefined, body: parser.block() ?? EMPTY })
    break
  }
  return withNode(node, { kind: 'if', branches })
}

/** A name may be a variable, and a call a function that the file defines. */
function isBoolean({ kind, ...rest }: Expression): boolean {
  if (kind === 'binary' && 'operator' in rest) return BOOLEAN.has(rest.operator)
  return kind === 'not' || kind === 'exists' || kind === 'name' || kind === 'call'
}

const BOOLEAN: ReadonlySet<string> = new Set(['=', '!=', '~=', '~~', 'and', 'or'])

function parseSwitch(node: Node, parser: Parser): Switch | 'failed' {
  const { tokens } = parser
  const subject = parseExpression(tokens)
  if (subject === undefined || !tokens.expect('{')) return 'failed'
  const cases: { values: Expression[]; otherwise: boolean; statements: Statement[] }[] = []
  for (;;) {
    const word = tokens.peek().text.toLowerCase()
    if (word === 'case' || word === 'default') {
      const last = cases.at(-1)
      const open =
        last !== undefined && last.statements.length === 0 ? last : { values: [], otherwise: false, statements: [] }
      if (open !== last) cases.push(open)
      tokens.next()
      const value = word === 'case' ? parseExpression(tokens) : undefined
      if (value !== undefined) open.values.push(value)
      else open.otherwise = true
      if (!tokens.expect(':')) tokens.recover()
      continue
    }
    if (tokens.accept('}')) break
    if (tokens.peek().kind === 'end') {
      tokens.error(tokens.peek().at, `the { of switch in line ${node.at.line} is not closed`)
      break
    }
    const into = cases.at(-1)
    const statement = parser.single()
    if (statement !== undefined && into !== undefined) into.statements.push(statement)
  }
  const whole = cases.map(({ values, otherwise, statements }) => ({
    values,
    otherwise,
    body: { statements, trailing: [] },
  }))
  return withNode(node, { kind: 'switch', subject, cases: whole })
}

function parseEvent(node: Node, parser: Parser): EventStatement | 'failed' {
  const { tokens } = parser
  const events: string[] = []
  for (;;) {
    const event = tokens.next()
    if (!['commit', 'expiry', 'release', 'transmission'].includes(event.text.toLowerCase())) {
      tokens.unexpected(event, 'commit, expiry or release')
      tokens.recoverHead()
      break
    }
    events.push(event.text.toLowerCase())
    if (tokens.peek().text !== 'or') break
    tokens.next()
  }
  const body = parser.block()
  return body === undefined ? 'failed' : withNode(node, { kind: 'event', events, body })
}

function parseRule(keyword: 'match' | 'spawn' | 'lease', node: Node, parser: Parser): ClassRule | 'failed' {
  const { tokens } = parser
  const rule = (rule: ClassRule['rule'], expression: Expression | undefined, limit = 0): ClassRule => {
    parser.semicolon()
    return withNode(node, { kind: 'rule', rule, expression, limit })
  }
  const word = tokens.peek().text.toLowerCase()
  if (keyword === 'lease') {
    tokens.next()
    const limit = tokens.next()
    if (word === 'limit' && /^\d+$/.test(limit.text)) return rule('limit', undefined, Number(limit.text))
    tokens.unexpected(limit, 'limit and a number')
    return 'failed'
  }
  if (keyword === 'spawn' && word !== 'with') {
    tokens.unexpected(tokens.peek(), 'with')
    return 'failed'
  }
  if (keyword === 'spawn' || word === 'if') tokens.next()
  const expression = parseExpression(tokens)
  if (expression === undefined) return 'failed'
  return rule(keyword === 'spawn' ? 'spawn' : word === 'if' ? 'match-if' : 'match', expression)
}

/** What only runs is read up to its end, and kept as text. */
function parseAction(name: string, node: Node, parser: Parser): Action | 'failed' {
  const { tokens } = parser
  const target = name === 'set' || name === 'unset' || name === 'define' ? tokens.next().text : undefined
  if (name === 'define' && tokens.peek().text === '(') {
    while (tokens.peek().kind !== 'end' && tokens.next().text !== ')');
    tokens.expect('=')
    tokens.next()
    while (tokens.peek().kind !== 'end' && tokens.peek().text !== '{') tokens.next()
    parser.block()
    return withNode(node, { kind: 'action', name, target })
  }
  if (name === 'set' || name === 'define') {
    if (!tokens.expect('=') || parseExpression(tokens) === undefined) return 'failed'
  } else if (name === 'log' || name === 'execute' || name === 'eval') {
    let depth = 0
    for (;;) {
      const { kind, text } = tokens.peek()
      if (kind === 'end' || (kind === 'sign' && (text === ';' || text === '}'))) break
      tokens.next()
      if (kind !== 'sign') continue
      if (text === '(') depth++
      if (text === ')' && --depth === 0) break
    }
    if (depth !== 0) {
      tokens.unexpected(tokens.peek(), '")"')
      return 'failed'
    }
  } else while (tokens.peek().kind === 'word' || tokens.peek().kind === 'string') tokens.next()
  parser.semicolon()
  return withNode(node, { kind: 'action', name, target })
}
