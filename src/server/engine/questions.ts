/** Thrown by a decision that has to wait for an answer; one object, so that throwing it costs little. */
const WAITING: unique symbol = Symbol('waiting')

/**
 * What a decision asks stores and reservations, so that it can be written as if every answer were there at once. Where
 * one is not, the decision is abandoned and made again from its start when it comes; the answers it had are kept, in
 * the order of its questions, and given to it again. So a decision must change nothing before its last question that
 * making it again does not put right.
 */
export class Questions {
  readonly #answers: unknown[] = []
  #count = 0
  #next = 0
  #pending: Promise<unknown> | undefined

  /** The next question was answered in an earlier attempt: recall() instead of asking. */
  get answered(): boolean {
    return this.#next < this.#count
  }

  recall<T>(): T {
    return this.#answers[this.#next++] as T
  }

  /** The answer to the next question. */
  note<T>(answer: T | Promise<T>): T {
    if (typeof answer === 'object' && answer !== null && typeof (answer as Promise<T>).then === 'function') {
      this.#pending = answer as Promise<T>
      throw WAITING
    }
    this.#put(answer)
    this.#next++
    return answer as T
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
    return pending.then(answer => this.#put(answer))
  }

  #put(answer: unknown): void {
    this.#answers[this.#count++] = answer
  }
}
