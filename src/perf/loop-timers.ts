import type { Timer, Timers } from '../server/time/clock.js'

/** Timers of a thread without event loop: run() calls what is due. For links, which try again to send what did not fit. */
export class LoopTimers implements Timers {
  #waiting: { readonly at: number; readonly run: () => void }[] = []

  constructor(readonly now: () => number) {}

  after(ms: number, run: () => void): Timer {
    const one = { at: this.now() + ms, run }
    this.#waiting.push(one)
    return { cancel: () => void (this.#waiting = this.#waiting.filter(other => other !== one)) }
  }

  every(ms: number, run: () => void): Timer {
    return this.after(ms, () => {
      run()
      this.every(ms, run)
    })
  }

  soon(run: () => void): void {
    this.after(0, run)
  }

  /** When the next is due; Infinity for none. */
  get next(): number {
    return this.#waiting.reduce((soonest, { at }) => Math.min(soonest, at), Number.POSITIVE_INFINITY)
  }

  run(now: number): void {
    if (this.#waiting.length === 0) return
    const due = this.#waiting.filter(one => one.at <= now)
    this.#waiting = this.#waiting.filter(one => one.at > now)
    for (const one of due) one.run()
  }
}
