import type { OptionSpaces } from '../../wire/option-space.js'
import type { Generation } from '../config/behaviours.js'
import type { Node } from './ast.js'
import { isHostOutcome } from './builtin.js'
import type { ClassNames } from './class-set.js'
import { type CompileScope, compileBoolean } from './compile.js'
import { compileText } from './compile-text.js'
import { dialects } from './dialect.js'
import { ExpressionError, type Place } from './expression-error.js'
import { formatExpression } from './format.js'
import type { Frame } from './frame.js'
import { membersOf } from './members.js'
import { optionTextOf } from './option-text.js'
import type { Span } from './packet-view.js'
import { parseBoolean, parseText } from './parser.js'

export interface ExpressionOptions {
  readonly family: 'v4' | 'v6'
  readonly generation: Generation
  /** 'boolean': a test; 'string': a value, for identifiers, computed options, host names and template classes. */
  readonly kind: 'boolean' | 'string'
  readonly spaces: OptionSpaces
  /** Where option names are looked up; default "dhcp4" or "dhcp6". */
  readonly space?: string
  /** The numbers of the class names; those that member() asks for are numbered. */
  readonly names: ClassNames
  /** May member() ask for this name? Built-in names, and classes that are defined already. */
  isDefinedClass(name: string): boolean
  /** Does membership of this class rest on KNOWN or UNKNOWN? Default: of these two only. */
  dependsOnKnown?(name: string): boolean
}

/** An expression ready to be evaluated. Evaluation never throws. */
export interface Compiled {
  /** True when the packet matches. An evaluation that fails (frame.failure says why) matches nothing, as in Kea. */
  test(frame: Frame): boolean
  /** The value, in the frame's register until the next evaluation; empty when the evaluation fails. */
  value(frame: Frame): Span
  /** It asks, directly or through other classes, for KNOWN or UNKNOWN: evaluate it after the host lookup. */
  readonly dependsOnKnown: boolean
  /** Names that member() asks for, each once. */
  readonly classesUsed: readonly string[]
  /** The expression with option codes for names. Parsed again, it means the same. */
  toString(): string
}

/** What Kea says, "<string>:1.14: Invalid character: x", and where. */
export interface ExpressionProblem {
  readonly error: string
  readonly at: Place
}

/** Compiles an expression once, at configuration time. Bad text is a result, never an exception. */
export function compileExpression(text: string, options: ExpressionOptions): { ok: Compiled } | ExpressionProblem {
  const { family, names, spaces, kind } = options
  const dialect = dialects[options.generation]
  const scope: CompileScope = { family, dialect, names, spaces, optionText: optionTextOf(family) }
  const parserOptions = {
    family,
    dialect,
    spaces,
    space: options.space ?? (family === 'v4' ? 'dhcp4' : 'dhcp6'),
    isDefinedClass: (name: string) => options.isDefinedClass(name),
  }
  try {
    if (kind === 'string') {
      const tree = parseText(text, parserOptions)
      const { run } = compileText(tree, scope)
      return { ok: new Evaluable(tree, options, neverMatches, run) }
    }
    const tree = parseBoolean(text, parserOptions)
    const { run } = compileBoolean(tree, scope)
    return { ok: new Evaluable(tree, options, run, frame => void run(frame)) }
  } catch (error) {
    if (error instanceof ExpressionError) return { error: error.message, at: error.place }
    throw error
  }
}

const neverMatches = (): boolean => false

class Evaluable implements Compiled {
  readonly dependsOnKnown: boolean
  readonly classesUsed: readonly string[]
  readonly #tree: Node
  readonly #test: (frame: Frame) => boolean
  readonly #value: (frame: Frame) => void

  constructor(tree: Node, options: ExpressionOptions, test: (frame: Frame) => boolean, value: (frame: Frame) => void) {
    this.#tree = tree
    this.#test = test
    this.#value = value
    this.classesUsed = membersOf(tree)
    this.dependsOnKnown = this.classesUsed.some(name => isHostOutcome(name) || options.dependsOnKnown?.(name) === true)
  }

  test(frame: Frame): boolean {
    frame.reset()
    return this.#test(frame) && frame.failure === ''
  }

  value(frame: Frame): Span {
    frame.reset()
    this.#value(frame)
    if (frame.failure !== '') frame.empty()
    return frame
  }

  toString(): string {
    return formatExpression(this.#tree)
  }
}
