import { withNode } from './parameter-parser.js'
import type { Parser } from './parser.js'
import type { Block, Node, Parameter, Permission, Scope, ScopeType, Statement, Value } from './syntax.js'
import type { TokenStream } from './token-stream.js'

const TYPES: readonly ScopeType[] = [
  'subnet',
  'subnet6',
  'shared-network',
  'group',
  'pool',
  'pool6',
  'host',
  'class',
  'subclass',
  'failover',
  'key',
  'zone',
]

/** Declarations with a body, and allow, deny and ignore. Undefined: the keyword is another. */
export function parseDeclaration(keyword: string, node: Node, parser: Parser): Statement | 'failed' | undefined {
  if (keyword === 'allow' || keyword === 'deny' || keyword === 'ignore') return parsePermission(keyword, node, parser)
  const type = TYPES.find(one => one === keyword)
  if (type === undefined) return undefined
  const { tokens } = parser
  const names = readNames(tokens)
  if (type === 'failover' && tokens.peek().text === ';') return peerOfPool(names, node, parser)
  const sound = checkNames(type, names, node, tokens)
  if (type === 'subclass' && tokens.accept(';')) return scope(node, type, names, { statements: [], trailing: [] })
  if (!sound) tokens.recoverHead()
  if (tokens.peek().text !== '{') {
    if (sound) tokens.unexpected(tokens.peek(), '"{"')
    return 'failed'
  }
  const body = type === 'failover' || type === 'key' || type === 'zone' ? settings(parser) : parser.block()
  // key and zone are often closed with a semicolon too
  tokens.accept(';')
  return scope(node, type, names, body ?? { statements: [], trailing: [] })
}

function scope(node: Node, type: ScopeType, names: readonly Value[], body: Block): Scope {
  return withNode(node, { kind: 'scope', type, names, body })
}

/** What stands before the brace or the semicolon. */
function readNames(tokens: TokenStream): Value[] {
  const names: Value[] = []
  for (;;) {
    const { kind, text, at } = tokens.peek()
    if (kind === 'sign' && text === '/') {
      tokens.next()
      const last = names.at(-1)
      const length = tokens.next()
      if (last !== undefined) names[names.length - 1] = { ...last, text: `${last.text}/${length.text}` }
      continue
    }
    if (kind !== 'word' && kind !== 'string') return names
    tokens.next()
    names.push({ kind, text, at })
  }
}

function checkNames(type: ScopeType, names: readonly Value[], node: Node, tokens: TokenStream): boolean {
  const [first, second, third] = names
  const wrong = (wanted: string, value: Value | undefined): boolean => {
    if (value === undefined) tokens.unexpected(tokens.peek(), wanted)
    else tokens.error(value.at, `${wanted} is expected, not "${value.text}"`)
    return false
  }
  const ipv4 = (value: Value | undefined): boolean => value !== undefined && /^\d+\.\d+\.\d+\.\d+$/.test(value.text)
  switch (type) {
    case 'subnet':
      if (!ipv4(first)) return wrong('the address of a subnet', first)
      if (second?.text.toLowerCase() !== 'netmask') return wrong('netmask', second)
      return ipv4(third) || wrong('a netmask', third)
    case 'subnet6':
      return (
        (first !== undefined && /^[0-9a-f:.]+\/\d+$/i.test(first.text)) ||
        wrong('an IPv6 prefix like 2001:db8::/64', first)
      )
    case 'shared-network':
    case 'host':
    case 'key':
    case 'zone':
      return names.length === 1 || wrong('one name', second)
    case 'class':
      return (first?.kind === 'string' && names.length === 1) || wrong('the name of a class in quotes', first)
    case 'subclass':
      return first?.kind === 'string' || wrong('the name of a class in quotes', first)
    case 'failover':
      return (first?.text === 'peer' && second !== undefined) || wrong('peer and its name in quotes', first)
    default:
      return names.length <= 1 || wrong('"{"', second) || node === undefined
  }
}

/** `failover peer "x";` in a pool. */
function peerOfPool(names: readonly Value[], node: Node, parser: Parser): Parameter {
  parser.semicolon()
  return withNode(node, { kind: 'parameter', name: 'failover peer', values: [names.slice(1)], expression: undefined })
}

/** The body of key, zone and failover: words up to a semicolon, the last of which is the value. */
function settings(parser: Parser): Block | undefined {
  const { tokens } = parser
  const open = tokens.peek().at
  if (!tokens.expect('{')) return undefined
  const statements: Statement[] = []
  while (!tokens.accept('}')) {
    const first = tokens.next()
    if (first.kind === 'end') {
      tokens.error(first.at, `the { of line ${open.line} is not closed`)
      break
    }
    if (first.text === ';') continue
    if (first.kind !== 'word') {
      tokens.unexpected(first, 'a setting')
      tokens.recover()
      continue
    }
    const words = [first]
    while (tokens.peek().kind !== 'end' && !';{}'.includes(tokens.peek().text)) words.push(tokens.next())
    const leading = tokens.takeComments().map(comment => comment.text.trim())
    parser.semicolon()
    const last = words.at(-1)!
    // a secret is base64, which no token is: it is taken as it stands in the text
    const whole = first.text.toLowerCase() === 'secret'
    const [from, name] = whole ? [words[1] ?? last, 'secret'] : [last, nameOf(words)]
    const text = from.kind === 'string' ? from.text : tokens.source.slice(from.start, last.end)
    const value: Value = { kind: from.kind === 'string' ? 'string' : 'word', text, at: from.at }
    const shown = tokens.source.slice(first.start, whole ? first.end : last.end)
    statements.push({
      kind: 'parameter',
      name,
      at: first.at,
      leading,
      remark: undefined,
      text: shown,
      values: words.length === 1 ? [] : [[value]],
      expression: undefined,
    })
  }
  return { statements, trailing: [] }
}

function nameOf(words: readonly { readonly text: string }[]): string {
  const names = words.length === 1 ? words : words.slice(0, -1)
  return names.map(word => word.text.toLowerCase()).join(' ')
}

function parsePermission(verb: 'allow' | 'deny' | 'ignore', node: Node, parser: Parser): Permission | 'failed' {
  const { tokens } = parser
  const words = readNames(tokens)
  const [first] = words
  if (first === undefined) {
    tokens.unexpected(tokens.peek(), `what to ${verb}`)
    return 'failed'
  }
  const plain = words.map(word => word.text.toLowerCase()).join('-')
  const members = plain.startsWith('members-of')
  if (members && words[2]?.kind !== 'string') {
    tokens.error((words[2] ?? first).at, 'the name of a class in quotes is expected')
    return 'failed'
  }
  if (!members && !PERMITTED.test(plain)) {
    tokens.error(first.at, `"${words.map(word => word.text).join(' ')}" cannot be allowed or denied`)
    return 'failed'
  }
  if (plain.startsWith('after')) while (tokens.peek().kind !== 'end' && tokens.peek().text !== ';') tokens.next()
  parser.semicolon()
  const what = members
    ? 'members'
    : plain.startsWith('after')
      ? 'after'
      : plain.replace(/^(un)?known$/, '$1known-clients')
  return withNode(node, { kind: 'permission', verb, what, name: members ? words[2]?.text : undefined })
}

const PERMITTED =
  /^((un)?known(-clients)?|(un)?authenticated-clients|all-clients|dynamic-bootp-clients|bootp|booting|duplicates|declines|client-updates|leasequery|after.*|client-id-uid|rapid-commit)$/
