/** Whose turn it is: the clients of one thread, over and over; at random where a list of addresses says so. */
export class Turns {
  #next: number

  constructor(
    readonly clients: number,
    readonly thread: number,
    readonly threads: number,
    readonly random: (() => number) | undefined = undefined,
  ) {
    this.#next = thread
  }

  next(): number {
    if (this.random !== undefined) {
      const own = Math.max(1, Math.floor((this.clients - this.thread + this.threads - 1) / this.threads))
      return Math.min(this.clients - 1, Math.floor(this.random() * own) * this.threads + this.thread)
    }
    const client = this.#next
    this.#next += this.threads
    if (this.#next >= this.clients) this.#next = this.thread % this.clients
    return client
  }
}
