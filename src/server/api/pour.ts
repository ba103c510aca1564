import type { Writable } from 'node:stream'
import type { Timers } from '../time/clock.js'

/** Milliseconds in which a reader must take something. */
const STALLED = 30_000

/**
 * Writes pieces as fast as the reader takes them. False: the reader has gone, or took nothing for 30 s. Fails when the
 * pieces do; does not end `out`.
 */
export async function pour(text: AsyncIterable<string>, out: Writable, timers: Timers): Promise<boolean> {
  for await (const piece of text) {
    if (out.destroyed) return false
    if (!out.write(piece) && !(await drained(out, timers))) return false
  }
  return !out.destroyed
}

/** True when more may be written. */
function drained(out: Writable, timers: Timers): Promise<boolean> {
  return new Promise(resolve => {
    const settle = (ok: boolean): void => {
      timer.cancel()
      out.off('drain', onDrain)
      out.off('close', onClose)
      resolve(ok)
    }
    const onDrain = (): void => settle(true)
    const onClose = (): void => settle(false)
    const timer = timers.after(STALLED, onClose)
    out.on('drain', onDrain)
    out.on('close', onClose)
  })
}
