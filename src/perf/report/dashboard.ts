import type { Plan } from '../plan.js'
import type { Progress } from '../thread-messages.js'
import { grouped, ms, percent } from './text.js'

const BARS = '▁▂▃▄▅▆▇█'
/** Seconds in the sparkline. */
const HISTORY = 40
const LINES = 3

/** Three lines of a terminal that are drawn again and again: progress, rate and loss, latency. */
export class Dashboard {
  readonly #screen: { write(text: string): void; readonly columns: number }
  readonly #began: number
  readonly #latencies: number[] = []
  #second = -1
  #drawn = false

  constructor(
    screen: { write(text: string): void; readonly columns: number },
    readonly plan: Plan,
    readonly now: () => number = () => performance.now(),
  ) {
    this.#screen = screen
    this.#began = now()
  }

  show(progress: Progress): void {
    const { moment, share, kinds, completed } = progress
    if (moment !== undefined && moment.second !== this.#second) {
      this.#second = moment.second
      this.#latencies.push(moment.p50)
      if (this.#latencies.length > HISTORY) this.#latencies.shift()
    }
    const elapsed = (this.now() - this.#began) / 1000
    const left = share > 0.01 ? `${Math.max(0, elapsed / share - elapsed).toFixed(0)} s left` : ''
    const sent = kinds.reduce((sum, kind) => sum + kind.sent, 0)
    const lost = kinds.reduce((sum, kind) => sum + kind.dropped, 0)
    const loss = percent(sent === 0 ? 0 : lost / sent)
    const latency = moment === undefined ? '' : `p50 ${ms(moment.p50)}  p99 ${ms(moment.p99)}`
    const lines = [
      `${bar(share)} ${(share * 100).toFixed(0).padStart(3)} %  ${elapsed.toFixed(0)} s  ${left}`,
      `${grouped(moment?.completed ?? 0)}/s now  ${grouped(completed)} done  lost ${loss}`,
      `${sparkline(this.#latencies)}  ${latency}`,
    ]
    // a pseudo-terminal may not know its width
    const columns = this.#screen.columns || 80
    this.clear()
    this.#screen.write(`${lines.map(line => line.slice(0, Math.max(20, columns - 1))).join('\n')}\n`)
    this.#drawn = true
  }

  /** Take the lines away: what is printed next stands in their place. */
  clear(): void {
    if (this.#drawn) this.#screen.write(`\x1b[${LINES}A\x1b[J`)
    this.#drawn = false
  }
}

function bar(share: number): string {
  const full = Math.round(Math.min(1, share) * 30)
  return `${'█'.repeat(full)}${'░'.repeat(30 - full)}`
}

/** Bars relative to the highest value. */
export function sparkline(values: readonly number[]): string {
  const most = Math.max(...values, 0)
  return values.map(value => BARS[most === 0 ? 0 : Math.min(7, Math.floor((value / most) * 8))]!).join('')
}
