import { isBuiltin } from '../../../src/server/classify/builtin.js'
import { ClassNames, ClassSet } from '../../../src/server/classify/class-set.js'
import { type Compiled, compileExpression, type ExpressionOptions } from '../../../src/server/classify/expression.js'
import { Frame } from '../../../src/server/classify/frame.js'
import type { PacketView } from '../../../src/server/classify/packet-view.js'
import { standardSpaces } from '../../../src/wire/standard-options.js'

const spaces = { v4: standardSpaces(4), v6: standardSpaces(6) }

/** Options for DHCPv4 tests of Kea 2.2, with what the caller says instead. */
export function options(given: Partial<ExpressionOptions> = {}): ExpressionOptions {
  const family = given.family ?? 'v4'
  return {
    family,
    generation: '2.2',
    kind: 'boolean',
    spaces: spaces[family],
    names: new ClassNames(),
    isDefinedClass: name => isBuiltin(name) || name === 'defd' || name === 'knowndep',
    ...given,
  }
}

/** The compiled expression; throws when it is refused. */
export function compiled(text: string, given: Partial<ExpressionOptions> = {}): Compiled {
  const result = compileExpression(text, options(given))
  if ('error' in result) throw new Error(`${text}: ${result.error}`)
  return result.ok
}

/** What is wrong with an expression; undefined: nothing. */
export function refusal(text: string, given: Partial<ExpressionOptions> = {}): string | undefined {
  const result = compileExpression(text, options(given))
  return 'error' in result ? result.error : undefined
}

/** A frame for this packet, in no class. */
export function frameOf(packet: PacketView, names: ClassNames = new ClassNames()): Frame {
  return new Frame(packet, new ClassSet(names))
}

/** The value for this packet in hex, or why there is none. */
export function hexOf(text: string, packet: PacketView, given: Partial<ExpressionOptions> = {}): string {
  const frame = frameOf(packet)
  const { bytes, start, end } = compiled(text, { kind: 'string', ...given }).value(frame)
  return frame.failure === '' ? Buffer.from(bytes.slice(start, end)).toString('hex') : `fails: ${frame.failure}`
}

/** Whether this packet matches, or why that cannot be said. */
export function testOf(text: string, packet: PacketView, given: Partial<ExpressionOptions> = {}): boolean | string {
  const frame = frameOf(packet)
  const matched = compiled(text, given).test(frame)
  return frame.failure === '' ? matched : `fails: ${frame.failure}`
}
