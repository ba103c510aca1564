import type { Node } from './ast.js'

/** The class names that an expression asks for, each once, in the order of the text. */
export function membersOf(node: Node): readonly string[] {
  const names = new Set<string>()
  collect(node, names)
  return [...names]
}

function collect(node: Node, names: Set<string>): void {
  switch (node.kind) {
    case 'member':
      names.add(node.name)
      break
    case 'not':
    case 'match':
    case 'substring':
    case 'call':
      collect(node.of, names)
      break
    case 'and':
    case 'or':
    case 'equal':
    case 'concat':
      collect(node.left, names)
      collect(node.right, names)
      break
    case 'split':
      collect(node.of, names)
      collect(node.delimiters, names)
      break
    case 'hexstring':
      collect(node.of, names)
      collect(node.separator, names)
      break
    case 'ifelse':
      collect(node.test, names)
      collect(node.first, names)
      collect(node.second, names)
      break
  }
}
