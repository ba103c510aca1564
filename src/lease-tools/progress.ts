/** Told of progress: `done` of `total` bytes. Called about once a megabyte. */
export type Watch = (done: number, total: number) => void

/** Where a progress bar goes: standard error, if it is a terminal. */
export interface Terminal {
  readonly isTTY?: boolean
  readonly columns?: number
  write(text: string): unknown
}

const WIDTH = 30
/** Milliseconds between two drawings. */
const PACE = 100

/** A progress bar for a terminal; nothing when it is none. `now`: milliseconds. Call end() before anything else is printed. */
export class ProgressBar {
  private drawn = 0
  private shown = false

  constructor(
    private readonly terminal: Terminal,
    private readonly now: () => number,
    /** Standard output goes to the same terminal: no bar while something is printed there. */
    private readonly shared = false,
  ) {
    this.drawn = now()
  }

  /** To be passed on; `label` says what is being done. */
  watch(label: string): Watch | undefined {
    if (this.terminal.isTTY !== true) return undefined
    return (done, total) => {
      if (done === total) {
        this.end()
        return
      }
      const now = this.now()
      if (total === 0 || now - this.drawn < PACE) return
      this.drawn = now
      const part = done / total
      const full = Math.round(part * WIDTH)
      const bar = '#'.repeat(full) + '-'.repeat(WIDTH - full)
      const text = `${label} [${bar}] ${Math.floor(part * 100)} %  ${size(done)} of ${size(total)}`
      this.terminal.write(`\r${text.slice(0, (this.terminal.columns ?? 80) - 1)}\u001b[K`)
      this.shown = true
    }
  }

  /** The same for work that prints to `output` meanwhile; "-" is standard output. */
  watchPrinting(label: string, output: string): Watch | undefined {
    return output === '-' && this.shared ? undefined : this.watch(label)
  }

  end(): void {
    if (this.shown) this.terminal.write('\r\u001b[K')
    this.shown = false
  }
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(0)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}
