import type { OptionPath, TextNode } from './ast.js'
import { ClassSet } from './class-set.js'
import { type CompileScope, compileBoolean, type TextCode } from './compile.js'
import { compileEnterprise, compileField, compileRelayField, compileVendorData } from './fields.js'
import { Frame } from './frame.js'
import { concat, hexstring, split, substring, unary } from './functions.js'
import { noPacket } from './no-packet.js'
import { compilePath, isText, trimText } from './option-path.js'

type Run = (frame: Frame) => void

const INT32_MAX = 0x7fffffffn
const INT32_MIN = -0x80000000n

/** Turns a string expression into a closure, or into a constant when no packet can change its value. */
export function compileText(node: TextNode, scope: CompileScope): TextCode {
  switch (node.kind) {
    case 'literal':
      return constant(node.bytes)
    case 'option':
      return { run: optionValue(node.path, node.as, scope), canFail: false, constant: undefined }
    case 'field':
      return { run: compileField(node.field), canFail: false, constant: undefined }
    case 'relay-field':
      return { run: compileRelayField(node.nest, node.field), canFail: false, constant: undefined }
    case 'enterprise':
      return { run: compileEnterprise(scope.family, node.option), canFail: false, constant: undefined }
    case 'vendor-data':
      return {
        run: compileVendorData(scope.family, node.enterprise, node.index ?? 0),
        canFail: false,
        constant: undefined,
      }
    case 'concat': {
      const left = compileText(node.left, scope)
      const right = compileText(node.right, scope)
      return pair(left, right, concat, scope)
    }
    case 'hexstring': {
      const of = compileText(node.of, scope)
      const separator = compileText(node.separator, scope)
      return pair(of, separator, hexstring, scope)
    }
    case 'substring':
      return compileSubstring(node, scope)
    case 'split':
      return compileSplit(node, scope)
    case 'ifelse':
      return compileIfElse(node, scope)
    case 'call': {
      const of = compileText(node.of, scope)
      const call = unary[node.name]
      const failure = `Can not convert to valid ${node.name === 'addrtotext' ? 'address' : node.name.slice(0, -6)}.`
      const canFail = of.canFail || node.name.endsWith('totext')
      const run: Run = frame => {
        of.run(frame)
        if (!call(frame)) frame.fail(failure)
      }
      return folded(run, canFail, [of], scope)
    }
  }
}

function constant(bytes: Buffer): TextCode {
  const end = bytes.length
  return { run: frame => frame.set(bytes, 0, end), canFail: false, constant: bytes }
}

/** Works the value out now when all that it is made of is constant. */
function folded(run: Run, canFail: boolean, parts: readonly TextCode[], scope: CompileScope): TextCode {
  if (parts.some(part => part.constant === undefined)) return { run, canFail, constant: undefined }
  const frame = new Frame(noPacket, new ClassSet(scope.names))
  run(frame)
  // A constant that cannot be had fails for every packet, and says so then.
  if (frame.failure !== '') return { run, canFail: true, constant: undefined }
  return constant(Buffer.from(frame.bytes.slice(frame.start, frame.end)))
}

/** A function of two values: the first as bytes, the second in the register. */
function pair(
  left: TextCode,
  right: TextCode,
  join: (frame: Frame, bytes: Uint8Array, start: number, end: number) => void,
  scope: CompileScope,
): TextCode {
  const run: Run = frame => {
    left.run(frame)
    const { bytes, start, end } = frame
    right.run(frame)
    join(frame, bytes, start, end)
  }
  return folded(run, left.canFail || right.canFail, [left, right], scope)
}

function optionValue(path: OptionPath, as: 'hex' | 'text', scope: CompileScope): Run {
  const { locate, definition } = compilePath(path, scope)
  if (isText(definition))
    return frame => {
      if (locate(frame)) trimText(frame)
      else frame.empty()
    }
  if (as === 'hex')
    return frame => {
      if (!locate(frame)) frame.empty()
    }
  const code = path.codes.at(-1)!
  const { optionText } = scope
  return frame => {
    if (locate(frame)) optionText(frame, code, definition)
    else frame.empty()
  }
}

function compileSubstring(node: TextNode & { kind: 'substring' }, scope: CompileScope): TextCode {
  const of = compileText(node.of, scope)
  const bad =
    beyondInt32(node.start, 'starting position of the substring') ??
    (node.length === 'all' ? undefined : beyondInt32(node.length, 'length of the substring'))
  if (bad !== undefined) return failing(of, bad)
  const start = Number(node.start)
  const length = node.length === 'all' ? Number(INT32_MAX) : Number(node.length)
  const run: Run = frame => {
    of.run(frame)
    substring(frame, start, length)
  }
  return folded(run, of.canFail, [of], scope)
}

function compileSplit(node: TextNode & { kind: 'split' }, scope: CompileScope): TextCode {
  const of = compileText(node.of, scope)
  const delimiters = compileText(node.delimiters, scope)
  const bad = beyondInt32(node.field, 'field field for split')
  if (bad !== undefined) return failing(of, bad)
  const field = Number(node.field)
  const run: Run = frame => {
    of.run(frame)
    const { bytes, start, end } = frame
    delimiters.run(frame)
    const { bytes: marks, start: from, end: to } = frame
    frame.set(bytes, start, end)
    split(frame, marks, from, to, field)
  }
  return folded(run, of.canFail || delimiters.canFail, [of, delimiters], scope)
}

/** Kea accepts numbers beyond 32 bits, then fails on every value that is not empty. */
function beyondInt32(value: bigint, what: string): string | undefined {
  if (value >= INT32_MIN && value <= INT32_MAX) return undefined
  return `the parameter '${value}' for the ${what} couldn't be converted to an integer.`
}

function failing(of: TextCode, failure: string): TextCode {
  const run: Run = frame => {
    of.run(frame)
    if (frame.end > frame.start) frame.fail(failure)
  }
  return { run, canFail: true, constant: undefined }
}

function compileIfElse(node: TextNode & { kind: 'ifelse' }, scope: CompileScope): TextCode {
  const test = compileBoolean(node.test, scope)
  const first = compileText(node.first, scope)
  const second = compileText(node.second, scope)
  const canFail = test.canFail || first.canFail || second.canFail
  const both = (first.canFail || second.canFail) && (node.strict || scope.dialect.strict)
  if (!both)
    return {
      run: frame => {
        if (test.run(frame)) first.run(frame)
        else second.run(frame)
      },
      canFail,
      constant: undefined,
    }
  return {
    run: frame => {
      const chosen = test.run(frame)
      first.run(frame)
      const { bytes, start, end } = frame
      second.run(frame)
      if (chosen) frame.set(bytes, start, end)
    },
    canFail,
    constant: undefined,
  }
}
