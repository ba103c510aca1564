import { LeaseToolFailed } from './lease-tool-failed.js'

const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600, d: 86400, w: 604800 }

/**
 * A point in time as people write it, in seconds since 1970: "2026-11-20", "2026-11-20 18:30", with a "T", seconds and a zone if
 * wanted (else local time), seconds since 1970, "now", or how far from now: "+2h", "-1d". Throws LeaseToolFailed.
 *
 * @param now seconds since 1970
 */
export function parseTime(text: string, now: number): number {
  if (text === 'now') return now
  const relative = /^([+-])(\d+)([smhdw])$/.exec(text)
  if (relative !== null) {
    const seconds = Number(relative[2]) * UNITS[relative[3]!]!
    return relative[1] === '+' ? now + seconds : now - seconds
  }
  if (/^\d{6,}$/.test(text)) return Number(text)
  // a date alone would be midnight in UTC
  const iso = /^\d{4}-\d\d-\d\d$/.test(text) ? `${text}T00:00` : text.replace(' ', 'T')
  const time = /^\d{4}-\d\d-\d\d/.test(iso) ? Date.parse(iso) : Number.NaN
  if (Number.isNaN(time))
    throw new LeaseToolFailed(`"${text}" is no time: write 2026-11-20 18:30, seconds since 1970, now, +2h or -1d`)
  return Math.floor(time / 1000)
}

/** Seconds since 1970 as "2026-11-20 18:30:00" in local time; "never" for a lease that does not end. */
export function formatTime(seconds: number): string {
  if (!Number.isFinite(seconds)) return 'never'
  const time = new Date(seconds * 1000)
  const two = (n: number) => `${n}`.padStart(2, '0')
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`
}
