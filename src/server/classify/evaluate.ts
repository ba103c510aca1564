import type { BuiltinIds } from './builtin.js'
import type { ClassNames } from './class-set.js'
import type { Compiled } from './expression.js'
import type { Frame } from './frame.js'
import type { GeneratedClasses } from './generated-class.js'
import { vendorClassName } from './vendor-class.js'

/** A class whose membership an expression decides. */
export interface TestedClass {
  readonly id: number
  readonly name: string
  readonly expression: Compiled
  /** A template: the value of the expression names the class (SPAWN_<name>_<value>) that the packet comes into. */
  readonly spawns: GeneratedClasses | undefined
}

/** Told what evaluations come to. Called on the packet path: keep it cheap. */
export interface ClassReport {
  /** An evaluation failed (Kea's EVAL_RESULT text); the packet does not match. */
  failed(name: string, why: string): void
  /** Undefined unless somebody listens: every evaluation and its result. */
  readonly evaluated?: ((name: string, matched: boolean) => void) | undefined
  /** An additional class that is not defined (DHCP4_CLASS_UNDEFINED). */
  undefinedClass(name: string): void
  /** An additional class that has no test (DHCP4_CLASS_UNTESTABLE). */
  untestableClass(name: string): void
}

export interface EvaluatorParts {
  readonly family: 'v4' | 'v6'
  readonly names: ClassNames
  readonly builtin: BuiltinIds
  readonly vendorClasses: GeneratedClasses
  /** In the order of the configuration. */
  readonly independent: readonly TestedClass[]
  readonly dependent: readonly TestedClass[]
  /** Every defined class by number; undefined: it has no test. */
  readonly defined: ReadonlyMap<number, TestedClass | undefined>
  readonly additionalWithoutTest: boolean
  readonly report: ClassReport
}

/**
 * Puts packets into classes. Kea's order: received(), then what hosts and features assign, independent() again after a
 * host assigned classes, lookedUp(), and at last additional() for pool, subnet and network.
 */
export class ClassEvaluator {
  readonly names: ClassNames
  readonly builtin: BuiltinIds
  readonly #parts: EvaluatorParts

  constructor(parts: EvaluatorParts) {
    this.names = parts.names
    this.builtin = parts.builtin
    this.#parts = parts
  }

  /** A packet came in: ALL, its vendor class, and the tests that do not ask for the host. */
  received(frame: Frame): void {
    const { classes } = frame
    classes.add(this.builtin.all)
    if (vendorClassName(this.#parts.family, frame))
      this.#parts.vendorClasses.assign(frame.bytes, frame.start, frame.end, classes)
    this.independent(frame)
  }

  /** The tests that do not ask for the host; again when a host reservation assigned classes that they may ask for. */
  independent(frame: Frame): void {
    const { independent } = this.#parts
    for (let i = 0; i < independent.length; i++) this.#evaluate(independent[i]!, frame)
  }

  /** Out of every class that one of these tests decides: they are asked again once the host's classes are in. */
  forget(frame: Frame): void {
    const { independent } = this.#parts
    for (let i = 0; i < independent.length; i++) frame.classes.remove(independent[i]!.id)
  }

  /** The host was looked for: KNOWN or UNKNOWN, then the tests that ask for it. */
  lookedUp(frame: Frame, known: boolean): void {
    frame.classes.add(known ? this.builtin.known : this.builtin.unknown)
    const { dependent } = this.#parts
    for (let i = 0; i < dependent.length; i++) this.#evaluate(dependent[i]!, frame)
  }

  /** Classes that a network, subnet or pool asks for, by number (ClassNames), in the order of its list. */
  additional(frame: Frame, ids: readonly number[]): void {
    const { defined, report } = this.#parts
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i]!
      const found = defined.get(id)
      if (found !== undefined) this.#evaluate(found, frame)
      else if (!defined.has(id)) report.undefinedClass(this.names.at(id))
      else if (this.#parts.additionalWithoutTest) frame.classes.add(id)
      else report.untestableClass(this.names.at(id))
    }
  }

  #evaluate(tested: TestedClass, frame: Frame): void {
    const { expression, id, spawns } = tested
    const { report } = this.#parts
    let matched: boolean
    if (spawns === undefined) matched = expression.test(frame)
    else {
      const { bytes, start, end } = expression.value(frame)
      matched = end > start
      // The spawned class comes first, so that its options win.
      if (matched) spawns.assign(bytes, start, end, frame.classes)
    }
    if (matched) frame.classes.add(id)
    if (frame.failure !== '') report.failed(tested.name, frame.failure)
    else if (report.evaluated !== undefined) report.evaluated(tested.name, matched)
  }
}
