import type { ChildProcess } from 'node:child_process'

/** A program that was started: its lines, its end. */
export class Running {
  /** Lines of stdout and stderr, in the order they came. */
  readonly lines: string[] = []
  readonly pid: number
  readonly #child: ChildProcess
  readonly #name: string
  readonly #ended: Promise<number>
  #code: number | undefined

  constructor(child: ChildProcess, name: string) {
    this.#child = child
    this.#name = name
    this.pid = child.pid ?? 0
    for (const stream of [child.stdout, child.stderr]) {
      let rest = ''
      stream?.setEncoding('utf8').on('data', (text: string) => {
        const parts = (rest + text).split('\n')
        rest = parts.pop() ?? ''
        this.lines.push(...parts)
      })
      stream?.on('end', () => rest !== '' && this.lines.push(rest))
    }
    this.#ended = new Promise(resolve => {
      child.once('error', error => {
        this.lines.push(error.message)
        this.#code = 127
        resolve(127)
      })
      // 'close', not 'exit': by then the last line was read
      child.once('close', (code, signal) => {
        this.#code = code ?? (signal === 'SIGKILL' ? 137 : 143)
        resolve(this.#code)
      })
    })
  }

  /** The exit code; undefined while it runs. 128 + number when a signal ended it. */
  get code(): number | undefined {
    return this.#code
  }

  /** Waits for a line with this text, from line number `from` on. Throws with all lines when it does not come. */
  async line(text: string | RegExp, milliseconds = 10_000, from = 0): Promise<string> {
    const fits = (line: string): boolean => (typeof text === 'string' ? line.includes(text) : text.test(line))
    for (const end = Date.now() + milliseconds; ; ) {
      const found = this.lines.slice(from).find(fits)
      if (found !== undefined) return found
      if (this.#code !== undefined || Date.now() > end)
        throw new Error(
          `${this.#name}: no line with ${text}${this.#code === undefined ? '' : `, exit code ${this.#code}`}\n${this.lines.slice(from).join('\n')}`,
        )
      await pause(10)
    }
  }

  signal(name: NodeJS.Signals): void {
    if (this.#code === undefined) process.kill(this.pid, name)
  }

  /** The exit code, once it has ended. */
  ended(milliseconds = 10_000): Promise<number> {
    return within(this.#ended, milliseconds, () => `${this.#name} did not end\n${this.lines.slice(-20).join('\n')}`)
  }

  /** kill -9, with all that it started, and wait. */
  async kill(): Promise<void> {
    this.killNow()
    await this.ended()
  }

  killNow(): void {
    if (this.pid === 0) return
    try {
      process.kill(-this.pid, 'SIGKILL')
    } catch {
      // the group is gone already
    }
    if (this.#code === undefined) this.#child.kill('SIGKILL')
  }
}

export function pause(milliseconds: number): Promise<void> {
  return new Promise(resolve => setTimeout(resolve, milliseconds))
}

/** Polls until `probe` gives something else than undefined or false. Throws `what` after the time. */
export async function until<T>(what: string, probe: () => T | undefined | false, milliseconds = 10_000): Promise<T> {
  for (const end = Date.now() + milliseconds; ; ) {
    const value = probe()
    if (value !== undefined && value !== false) return value
    if (Date.now() > end) throw new Error(`not in ${milliseconds} ms: ${what}`)
    await pause(20)
  }
}

async function within<T>(promise: Promise<T>, milliseconds: number, what: () => string): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(what())), milliseconds)
  })
  try {
    return await Promise.race([promise, late])
  } finally {
    clearTimeout(timer)
  }
}
