import type { Severity } from './logger.js'
import type { Sink } from './sink.js'

/** Keeps lines, for tests and for tools that show them. */
export class MemorySink implements Sink {
  readonly lines: string[] = []
  closed = false
  reopened = 0

  append(line: string, _severity?: Severity): void {
    this.lines.push(line)
  }

  turn(): void {}
  flush(): void {}

  reopen(): void {
    this.reopened++
  }

  close(): void {
    this.closed = true
  }
}
