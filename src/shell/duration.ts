import { InputProblem } from './input-problem.js'

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, min: 60_000, h: 3_600_000 }
// what a timer can wait for
const MOST = 2 ** 31 - 1

/** "2s", "500ms", "5m", "1h", "2" (seconds) as milliseconds, 1 to 2^31-1. Throws InputProblem. */
export function readDuration(text: string): number {
  const found = /^(\d+(?:\.\d+)?)(ms|s|min|m|h)?$/.exec(text)
  const value = found === null ? 0 : Math.round(Number(found[1]) * UNITS[found[2] ?? 's']!)
  if (value < 1 || value > MOST) throw new InputProblem(`"${text}" is no duration: 2s, 500ms, 5m or 1h is expected`)
  return value
}
