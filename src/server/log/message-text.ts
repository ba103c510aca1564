import type { LogArgument, Message } from './logger.js'

/** The text of a message, cut at its places %1 .. %9 once. */
export class MessageText {
  readonly #head: string
  readonly #places: readonly number[]
  readonly #tails: readonly string[]

  constructor(message: Message) {
    const parts = `${message.id} ${message.text}`.split(/%([1-9])/)
    this.#head = parts[0]!
    this.#places = parts.filter((_, i) => i % 2 === 1).map(digit => Number(digit) - 1)
    this.#tails = parts.filter((_, i) => i % 2 === 0).slice(1)
  }

  /** Id and text. A place without an argument stays as it is. */
  expand(args: readonly LogArgument[]): string {
    let text = this.#head
    for (let i = 0; i < this.#places.length; i++) {
      const place = this.#places[i]!
      text += place < args.length ? args[place]! : `%${place + 1}`
      text += this.#tails[i]!
    }
    return text
  }
}
