import { execFileSync } from 'node:child_process'
import { until } from './running.js'

/** A terminal that a program runs in, played by tmux: keys go in, the screen comes out. */
export class Terminal {
  readonly #name: string

  /** `command` is for the shell. The environment is only what is given, and PATH. */
  constructor(command: string, env: Readonly<Record<string, string>>, size: { columns: number; rows: number }) {
    this.#name = `keats-test-${process.pid}-${Math.random().toString(36).slice(2)}`
    const variables = Object.entries(env).map(([key, value]) => `${key}=${value}`)
    this.#tmux(
      ['-f', '/dev/null', 'new-session', '-d', '-x', String(size.columns), '-y', String(size.rows)].concat([
        ['env', ...variables.map(quoted), command].join(' '),
        ';',
        'set-option',
        'remain-on-exit',
        'on',
      ]),
    )
  }

  /** Types text as it is. */
  type(text: string): void {
    this.#tmux(['send-keys', '-l', text])
  }

  /** Presses keys by tmux's names: Enter, Tab, Up, C-c. */
  press(...keys: string[]): void {
    this.#tmux(['send-keys', ...keys])
  }

  enter(text: string): void {
    this.type(text)
    this.press('Enter')
  }

  /** Lines of the screen that are not empty. */
  screen(): string[] {
    return this.#tmux(['capture-pane', '-p'])
      .split('\n')
      .map(line => line.trimEnd())
      .filter(Boolean)
  }

  /** Waits until the screen says this; gives the screen. */
  async shows(text: string | RegExp): Promise<string[]> {
    let last: string[] = []
    const fits = () => {
      last = this.screen()
      const whole = last.join('\n')
      return typeof text === 'string' ? whole.includes(text) : text.test(whole)
    }
    try {
      await until(`the screen shows ${text}`, fits, 15_000)
    } catch (error) {
      throw new Error(`${(error as Error).message}\n${last.join('\n')}`)
    }
    return last
  }

  /** Waits until the program has left the terminal. Its exit code is not told: tmux at times never learns it. */
  async left(): Promise<void> {
    await until('the program ends', () => this.#tmux(['list-panes', '-F', '#{pane_dead}']).trim() === '1')
  }

  close(): void {
    this.#tmux(['kill-server'])
  }

  #tmux(args: readonly string[]): string {
    return execFileSync('tmux', ['-L', this.#name, ...args], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  }
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
