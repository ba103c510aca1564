import type { Severity } from './logger.js'

/** Where finished lines go. */
export interface Sink {
  /** Take a line, its line end included. It may be kept until flush(). Never throws. */
  append(line: string, severity: Severity): void
  /** The turn is over: write what should not wait longer. */
  turn(): void
  /** Write everything that waits, now. */
  flush(): void
  /** Give the file back and open it anew: somebody has renamed it. */
  reopen(): void
  /** flush(), then give everything back. */
  close(): void
}

/** What a sink says when it cannot do its work: one line for the operator, without a line end. */
export type Complaint = (text: string) => void
