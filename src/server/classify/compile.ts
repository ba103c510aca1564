import type { BooleanNode } from './ast.js'
import type { ClassNames } from './class-set.js'
import { compileEqual } from './compile-equal.js'
import { compileText } from './compile-text.js'
import type { Dialect } from './dialect.js'
import type { Frame } from './frame.js'
import { compilePath, type PathScope, vendorOption } from './option-path.js'
import type { OptionText } from './option-text.js'
import { regularExpression } from './regular-expression.js'

/** A compiled string expression: leaves its value in the frame's register. */
export interface TextCode {
  readonly run: (frame: Frame) => void
  /** It may end in a failure. What cannot fail need not be evaluated when the result is decided. */
  readonly canFail: boolean
  /** The value, when no packet can change it. */
  readonly constant: Buffer | undefined
}

/** A compiled expression that is true or false. Only valid while frame.failure is ''. */
export interface BooleanCode {
  readonly run: (frame: Frame) => boolean
  readonly canFail: boolean
}

export interface CompileScope extends PathScope {
  readonly dialect: Dialect
  readonly names: ClassNames
  readonly optionText: OptionText
}

/** Turns a tree into closures. Everything that a packet cannot change is worked out here. */
export function compileBoolean(node: BooleanNode, scope: CompileScope): BooleanCode {
  switch (node.kind) {
    case 'not': {
      const of = compileBoolean(node.of, scope)
      return { run: frame => !of.run(frame), canFail: of.canFail }
    }
    case 'and':
    case 'or':
      return compileLogic(node, scope)
    case 'equal':
      return compileEqual(node, scope)
    case 'exists':
      return { run: compilePath(node.path, scope).locate, canFail: false }
    case 'vendor-exists':
      return { run: vendorOption(scope.family, node.option, node.enterprise), canFail: false }
    case 'member': {
      const id = scope.names.number(node.name)
      return { run: frame => frame.classes.has(id), canFail: false }
    }
    case 'match': {
      const of = compileText(node.of, scope)
      const shape = regularExpression(node.source)!
      return {
        run: frame => {
          of.run(frame)
          const { bytes, start, end } = frame
          return shape.test(Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('latin1'))
        },
        canFail: of.canFail,
      }
    }
  }
}

function compileLogic(node: BooleanNode & { kind: 'and' | 'or' }, scope: CompileScope): BooleanCode {
  const left = compileBoolean(node.left, scope)
  const right = compileBoolean(node.right, scope)
  const canFail = left.canFail || right.canFail
  const a = left.run
  const b = right.run
  // Kea 2.2 evaluates both sides. That shows only in failures, so where there are none the short way is taken.
  const both = right.canFail && (node.strict || scope.dialect.strict)
  if (node.kind === 'and') {
    if (!both) return { run: frame => a(frame) && b(frame), canFail }
    return {
      run: frame => {
        const first = a(frame)
        return b(frame) && first
      },
      canFail,
    }
  }
  if (!both) return { run: frame => a(frame) || b(frame), canFail }
  return {
    run: frame => {
      const first = a(frame)
      return b(frame) || first
    },
    canFail,
  }
}
