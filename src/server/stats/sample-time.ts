import type { DateFormat } from '../time/date-format.js'

/** A time as statistics show it, to the microsecond: milliseconds since 1970, and the format of what is before the point. */
export function sampleTime(time: number, seconds: DateFormat): string {
  const micros = Math.round((time - Math.floor(time / 1000) * 1000) * 1000)
  return `${seconds.format(time)}.${`${micros}`.padStart(6, '0')}`
}
