import { isPending, type Now } from '../../now.js'
import type { Address } from '../lease/lease.js'

/** Thrown by a decision that has to wait for an answer; one value, so that throwing it costs little. */
const WAITING: unique symbol = Symbol('waiting')

/** What is asked. */
export const Question = { lease: 0, reserved: 1, free: 2, ended: 3 } as const
export type Question = (typeof Question)[keyof typeof Question]

/**
 * What a decision asks stores and reservations, so that it can be written as if every answer were there at once. Where
 * one is not, the decision is abandoned and made again from its start when it comes. Its earlier answers are given to it
 * again, as long as it asks the same questions: what other packets were promised meanwhile may lead it elsewhere. So a
 * decision must change nothing before its last question that making it again does not put right.
 *
 *   const lease = questions.answered(Question.lease, address, 128)
 *     ? questions.recall<Lease | undefined>()
 *     : questions.note(store.byAddress(address, kind, 128))
 */
export class Questions {
  readonly #kinds: Question[] = []
  readonly #addresses: Address[] = []
  readonly #lengths: number[] = []
  readonly #answers: unknown[] = []
  #count = 0
  #next = 0
  #pending: Promise<unknown> | undefined

  /** Was this, the next question, answered in an earlier attempt? Then recall() the answer, else note() it. */
  answered(kind: Question, address: Address, length: number): boolean {
    const next = this.#next
    if (
      next < this.#count &&
      this.#kinds[next] === kind &&
      this.#addresses[next] === address &&
      this.#lengths[next] === length
    )
      return true
    // another way than last time: the answers of the rest of that one are of no use
    this.#count = next
    this.#kinds[next] = kind
    this.#addresses[next] = address
    this.#lengths[next] = length
    return false
  }

  recall<T>(): T {
    return this.#answers[this.#next++] as T
  }

  /** The answer to the question that answered() was just asked about. */
  note<T>(answer: Now<T>): T {
    if (isPending(answer)) {
      this.#pending = answer
      throw WAITING
    }
    this.#answers[this.#count++] = answer
    this.#next++
    return answer
  }

  /** Another decision: its questions are new. */
  clear(): void {
    this.#count = 0
    this.#next = 0
  }

  /** The decision begins again. */
  again(): void {
    this.#next = 0
  }

  /** After `thrown` came out of a decision: resolves when it is to be made again. Anything else is thrown on. */
  wait(thrown: unknown): Promise<void> {
    const pending = this.#pending
    if (thrown !== WAITING || pending === undefined) throw thrown
    this.#pending = undefined
    return pending.then(answer => {
      this.#answers[this.#count++] = answer
    })
  }
}
