const UNITS = [
  ['d', 86_400],
  ['h', 3600],
  ['min', 60],
] as const

/** Seconds from now in words: "in 52 min", "3 h ago", "now". */
export function span(seconds: number): string {
  const size = Math.abs(seconds)
  if (size < 1) return 'now'
  const [unit, length] = UNITS.find(([, one]) => size >= 2 * one) ?? (['s', 1] as const)
  const text = `${Math.floor(size / length)} ${unit}`
  return seconds > 0 ? `in ${text}` : `${text} ago`
}
