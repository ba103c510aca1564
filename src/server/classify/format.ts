import type { BooleanNode, Node, OptionPath, TextNode } from './ast.js'

/** The expression as text, with option codes for names and the fewest parentheses that keep its meaning. */
export function formatExpression(node: Node): string {
  return formatBooleanOrText(node, 0)
}

// How tightly each kind binds; what binds less than its place asks for goes into parentheses.
const OR = 1
const AND = 2
const NOT = 3
const PLUS = 4

function formatBooleanOrText(node: Node, place: number): string {
  switch (node.kind) {
    case 'or':
      return infix(node, OR, place)
    case 'and':
      return infix(node, AND, place)
    case 'not':
      return `not ${formatBooleanOrText(node.of, NOT)}`
    case 'equal':
      return `${text(node.left)} == ${text(node.right)}`
    case 'exists':
      return `${path(node.path)}.exists`
    case 'vendor-exists':
      return `${node.option}[${enterprise(node.enterprise)}].exists`
    case 'member':
      return `member('${node.name}')`
    case 'match':
      return `match('${Buffer.from(node.source, 'latin1').toString('utf8')}', ${text(node.of)})`
    default:
      return text(node, place)
  }
}

function infix(node: BooleanNode & { kind: 'and' | 'or' }, binds: number, place: number): string {
  const word = node.strict ? `s${node.kind}` : node.kind
  // Both group to the left, so only the right side has to bind more tightly.
  const plain = `${formatBooleanOrText(node.left, binds)} ${word} ${formatBooleanOrText(node.right, binds + 1)}`
  return binds < place ? `(${plain})` : plain
}

function text(node: TextNode, place = 0): string {
  switch (node.kind) {
    case 'literal':
      return literal(node)
    case 'option':
      return `${path(node.path)}.${node.as}`
    case 'field':
      return node.field
    case 'relay-field':
      return `relay6[${node.nest}].${node.field}`
    case 'enterprise':
      return `${node.option}.enterprise`
    case 'vendor-data':
      return `vendor-class[${enterprise(node.enterprise)}].data${node.index === undefined ? '' : `[${node.index}]`}`
    case 'concat': {
      const plain = `${text(node.left, PLUS)} + ${text(node.right, PLUS + 1)}`
      return PLUS < place ? `(${plain})` : plain
    }
    case 'substring':
      return `substring(${text(node.of)}, ${node.start}, ${node.length})`
    case 'split':
      return `split(${text(node.of)}, ${text(node.delimiters)}, ${node.field})`
    case 'ifelse':
      return `${node.strict ? 'sifelse' : 'ifelse'}(${formatBooleanOrText(node.test, 0)}, ${text(node.first)}, ${text(node.second)})`
    case 'hexstring':
      return `hexstring(${text(node.of)}, ${text(node.separator)})`
    case 'call':
      return `${node.name}(${text(node.of)})`
  }
}

function literal({ form, bytes }: TextNode & { kind: 'literal' }): string {
  switch (form) {
    case 'integer':
      return String(bytes.readUInt32BE(0))
    case 'address':
      return bytes.length === 4 ? [...bytes].join('.') : bytes.toString('hex').replace(/....(?=.)/g, '$&:')
    case 'hex':
      return `0x${bytes.toString('hex')}`
    case 'string':
      return `'${bytes.toString('utf8')}'`
  }
}

function path({ root, codes }: OptionPath): string {
  const below = (from: number): string =>
    codes
      .slice(from)
      .map(code => `.option[${code}]`)
      .join('')
  switch (root.kind) {
    case 'option':
      return `option[${codes[0]}]${below(1)}`
    case 'relay4':
      return `relay4[${codes[0]}]${below(1)}`
    case 'relay6':
      return `relay6[${root.nest}]${below(0)}`
    case 'vendor':
      return `vendor[${enterprise(root.enterprise)}]${below(0)}`
  }
}

function enterprise(number: number): string {
  return number === 0 ? '*' : String(number)
}
