import type { BooleanNode, TextNode } from './ast.js'
import type { BooleanCode, CompileScope } from './compile.js'
import { compileText } from './compile-text.js'
import type { Frame } from './frame.js'
import { compilePath, isText, trimText } from './option-path.js'

type Equal = BooleanNode & { kind: 'equal' }

/** Equality of bytes. Comparing with a constant is what nearly every class does, so it is done in place. */
export function compileEqual(node: Equal, scope: CompileScope): BooleanCode {
  const left = compileText(node.left, scope)
  const right = compileText(node.right, scope)
  const canFail = left.canFail || right.canFail
  if (right.constant !== undefined)
    return (
      compileOptionSlice(node.left, right.constant, scope) ?? { run: equalsConstant(left.run, right.constant), canFail }
    )
  if (left.constant !== undefined)
    return (
      compileOptionSlice(node.right, left.constant, scope) ?? { run: equalsConstant(right.run, left.constant), canFail }
    )
  return {
    run: frame => {
      left.run(frame)
      const { bytes, start, end } = frame
      right.run(frame)
      const length = end - start
      if (frame.end - frame.start !== length) return false
      for (let i = 0; i < length; i++) if (bytes[start + i] !== frame.bytes[frame.start + i]) return false
      return true
    },
    canFail,
  }
}

function equalsConstant(run: (frame: Frame) => void, constant: Buffer): (frame: Frame) => boolean {
  const length = constant.length
  return frame => {
    run(frame)
    const { bytes, start } = frame
    if (frame.end - start !== length) return false
    for (let i = 0; i < length; i++) if (bytes[start + i] !== constant[i]) return false
    return true
  }
}

/** option[n].hex and substring(option[n].hex, from, length) against a constant: one closure, no calls between. */
function compileOptionSlice(node: TextNode, constant: Buffer, scope: CompileScope): BooleanCode | undefined {
  const sliced = node.kind === 'substring'
  const option = sliced ? node.of : node
  if (option.kind !== 'option' || option.as !== 'hex') return undefined
  if (option.path.root.kind !== 'option' || option.path.codes.length !== 1) return undefined
  const from = sliced ? Number(node.start) : 0
  const limit = sliced && node.length !== 'all' ? Number(node.length) : Number.POSITIVE_INFINITY
  if (from < 0 || from > 0xffff || limit < 0 || (limit > 0xffff && limit !== Number.POSITIVE_INFINITY)) return undefined
  const code = option.path.codes[0]!
  const text = isText(compilePath(option.path, scope).definition)
  const length = constant.length
  // The empty value has many ways to come about; the general way knows them all.
  if (length === 0) return undefined
  return {
    run: frame => {
      if (!frame.packet.option(code, frame)) return false
      if (text) trimText(frame)
      const { bytes } = frame
      const start = frame.start + from
      const rest = frame.end - start
      if (Math.min(rest, limit) !== length) return false
      for (let i = 0; i < length; i++) if (bytes[start + i] !== constant[i]) return false
      return true
    },
    canFail: false,
  }
}
