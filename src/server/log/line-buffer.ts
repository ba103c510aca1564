import { writeSync } from 'node:fs'

/** Characters that may wait for a destination that does not take them; what comes after is lost, and counted. */
const LIMIT = 1 << 20

/** Lines on their way to a file descriptor. A write that takes only a part continues where it stopped. */
export class LineBuffer {
  #text = ''
  #rest: Buffer | undefined
  #lost = 0

  get waiting(): number {
    return this.#text.length + (this.#rest?.length ?? 0)
  }

  add(line: string): boolean {
    if (this.waiting > LIMIT) {
      this.#lost++
      return false
    }
    this.#text += line
    return true
  }

  /** How many lines found no room since this was asked last. */
  takeLost(): number {
    const lost = this.#lost
    this.#lost = 0
    return lost
  }

  /** Forget what waits; the number of characters thrown away. */
  clear(): number {
    const length = this.waiting
    this.#text = ''
    this.#rest = undefined
    return length
  }

  /** Write all that waits. Undefined: done; else the error code ("ENOSPC"), and what is left still waits. */
  write(fd: number): string | undefined {
    try {
      while (this.#rest !== undefined || this.#text !== '') {
        if (this.#rest === undefined) {
          this.#rest = Buffer.from(this.#text)
          this.#text = ''
        }
        const written = writeSync(fd, this.#rest)
        this.#rest = written < this.#rest.length ? this.#rest.subarray(written) : undefined
      }
      return undefined
    } catch (error) {
      return (error as NodeJS.ErrnoException).code ?? String(error)
    }
  }
}
