const DAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday']
const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

const two = (n: number): string => (n < 10 ? `0${n}` : `${n}`)
const three = (n: number): string => `${n}`.padStart(3, '0')
const hour12 = (d: Date): number => d.getHours() % 12 || 12
const dayOfYear = (d: Date): number =>
  Math.round((Date.UTC(d.getFullYear(), d.getMonth(), d.getDate()) - Date.UTC(d.getFullYear(), 0, 1)) / 86_400_000)
/** Week of the year, the first one beginning with the first Sunday (0) or Monday (1). */
const week = (d: Date, first: number): number => Math.floor((dayOfYear(d) + 7 - ((d.getDay() + 7 - first) % 7)) / 7)
const offset = (d: Date): string => {
  const minutes = -d.getTimezoneOffset()
  const size = Math.abs(minutes)
  return `${minutes < 0 ? '-' : '+'}${two(Math.trunc(size / 60))}${two(size % 60)}`
}
const zone = (d: Date): string =>
  new Intl.DateTimeFormat('en', { timeZoneName: 'short' }).formatToParts(d).find(p => p.type === 'timeZoneName')
    ?.value ?? ''

/** strftime(3) in the C locale, and what a field needs of it. */
const FIELDS: Readonly<Record<string, (d: Date) => string>> = {
  a: d => DAYS[d.getDay()]!.slice(0, 3),
  A: d => DAYS[d.getDay()]!,
  b: d => MONTHS[d.getMonth()]!.slice(0, 3),
  B: d => MONTHS[d.getMonth()]!,
  c: d => render('%a %b %e %H:%M:%S %Y', d),
  d: d => two(d.getDate()),
  D: d => render('%m/%d/%y', d),
  e: d => `${d.getDate()}`.padStart(2),
  F: d => render('%Y-%m-%d', d),
  h: d => MONTHS[d.getMonth()]!.slice(0, 3),
  H: d => two(d.getHours()),
  I: d => two(hour12(d)),
  j: d => three(dayOfYear(d) + 1),
  m: d => two(d.getMonth() + 1),
  M: d => two(d.getMinutes()),
  n: () => '\n',
  p: d => (d.getHours() < 12 ? 'AM' : 'PM'),
  r: d => render('%I:%M:%S %p', d),
  R: d => render('%H:%M', d),
  s: d => `${Math.trunc(d.getTime() / 1000)}`,
  S: d => two(d.getSeconds()),
  t: () => '\t',
  T: d => render('%H:%M:%S', d),
  U: d => two(week(d, 0)),
  w: d => `${d.getDay()}`,
  W: d => two(week(d, 1)),
  x: d => render('%m/%d/%y', d),
  X: d => render('%H:%M:%S', d),
  y: d => two(d.getFullYear() % 100),
  Y: d => `${d.getFullYear()}`,
  z: offset,
  Z: zone,
  '%': () => '%',
}

/** The whole text for one second, as far as no %q and %Q stands in it. */
function render(format: string, date: Date): string {
  return format.replace(/%(.)/g, (mark, letter: string) => FIELDS[letter]?.(date) ?? mark)
}

/** A date that shows local time when it is asked for local fields, or UTC. */
function dateOf(time: number, utc: boolean): Date {
  const date = new Date(time)
  return utc ? new Date(time + date.getTimezoneOffset() * 60_000) : date
}

/**
 * A strftime format with log4cplus' additions %q (milliseconds, 3 digits) and %Q (milliseconds and microseconds,
 * "123.456"). The fields are computed once a second; a line costs only its milliseconds.
 */
export class DateFormat {
  readonly #pieces: readonly string[]
  /** marks[i] follows pieces[i]: true for %Q. */
  readonly #marks: readonly boolean[]
  readonly #utc: boolean
  readonly #rendered: string[]
  #second = Number.NaN

  constructor(format: string, utc = false) {
    const pieces: string[] = []
    const marks: boolean[] = []
    let piece = ''
    for (let i = 0; i < format.length; i++) {
      const next = format[i + 1]
      if (format[i] !== '%' || next === undefined) {
        piece += format[i]
      } else {
        i++
        if (next === 'q' || next === 'Q') {
          pieces.push(piece)
          marks.push(next === 'Q')
          piece = ''
        } else piece += `%${next}`
      }
    }
    pieces.push(piece)
    this.#pieces = pieces
    this.#marks = marks
    this.#utc = utc
    this.#rendered = pieces.slice()
  }

  /** `time`: milliseconds since 1970, possibly with a fraction. */
  format(time: number): string {
    const second = Math.floor(time / 1000)
    if (second !== this.#second) this.#render(second)
    const rendered = this.#rendered
    let text = rendered[0]!
    if (this.#marks.length > 0) {
      const rest = time - second * 1000
      const ms = Math.trunc(rest)
      for (let i = 0; i < this.#marks.length; i++) {
        text += ms < 10 ? `00${ms}` : ms < 100 ? `0${ms}` : ms
        if (this.#marks[i]!) text += `.${three(Math.trunc((rest - ms) * 1000))}`
        text += rendered[i + 1]!
      }
    }
    return text
  }

  #render(second: number): void {
    const date = dateOf(second * 1000, this.#utc)
    for (let i = 0; i < this.#pieces.length; i++) this.#rendered[i] = render(this.#pieces[i]!, date)
    this.#second = second
  }
}
