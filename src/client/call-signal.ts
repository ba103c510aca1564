import { CallFailed } from './caller.js'

/** When a call has to end: the caller's signal or the time. Tells afterwards which it was. */
export class CallSignal {
  readonly signal: AbortSignal
  readonly #own = new AbortController()
  readonly #given: AbortSignal | undefined
  readonly #where: string
  readonly #milliseconds: number
  #timer: NodeJS.Timeout | undefined

  /** `milliseconds`: how long the call may take; 0 is without end. */
  constructor(where: string, milliseconds: number, given?: AbortSignal) {
    this.#where = where
    this.#given = given
    this.#milliseconds = milliseconds
    this.signal = given === undefined ? this.#own.signal : AbortSignal.any([given, this.#own.signal])
    if (milliseconds > 0) this.#timer = setTimeout(() => this.#own.abort(), milliseconds)
  }

  /** What came of it when the signal ended the call; undefined when it did not. */
  get failure(): CallFailed | undefined {
    if (this.#given?.aborted) return new CallFailed('cancelled', 'cancelled')
    if (this.#own.signal.aborted)
      return new CallFailed('timeout', `${this.#where} did not answer within ${this.#milliseconds / 1000} s`)
    return undefined
  }

  /** The time does not count any more. */
  done(): void {
    clearTimeout(this.#timer)
  }
}
