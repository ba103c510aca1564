import { DateFormat } from '../time/date-format.js'
import type { Severity } from './logger.js'

/** Kea's patterns for files and terminals, and for syslog, which dates lines itself. */
export const defaultPattern = '%D{%Y-%m-%d %H:%M:%S.%q} %-5p [%c/%i.%t] %m\n'
export const syslogPattern = '%-5p [%c.%t] %m\n'

/** What a pattern may show of where it runs. */
export interface Place {
  readonly pid: number
  /** %t: a number that tells threads apart. */
  readonly thread: number
  readonly hostname: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Milliseconds since 1970 when the server started: where %r counts from. */
  readonly started: number
}

/** In the order of the severity index of LineFormat. */
export const severities: readonly Severity[] = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL']

type Step =
  | { readonly kind: 'text' /** One a severity. */; readonly texts: readonly string[] }
  | { readonly kind: 'date'; readonly date: DateFormat; readonly fit: Fit }
  | { readonly kind: 'message' | 'elapsed'; readonly fit: Fit }

/** Width rules between % and the letter: %-5p, %.10c. */
interface Fit {
  readonly left: boolean
  readonly min: number
  readonly max: number
}

const AS_IS: Fit = { left: false, min: 0, max: Number.POSITIVE_INFINITY }

function fitted(text: string, { left, min, max }: Fit): string {
  // log4cplus cuts at the front: of "kea-dhcp4.dhcp4" %.5c leaves "dhcp4"
  const cut = text.length > max ? text.slice(text.length - max) : text
  return left ? cut.padEnd(min) : cut.padStart(min)
}

/** A pattern for one logger: everything that does not change from line to line is put together beforehand. */
export class LineFormat {
  readonly #steps: readonly Step[]
  readonly #started: number

  constructor(pattern: string, source: string, place: Place) {
    this.#steps = compile(pattern, source, place)
    this.#started = place.started
  }

  /** `time` in milliseconds since 1970; `severity` an index into `severities`; `message` with its id in front. */
  line(time: number, severity: number, message: string): string {
    let text = ''
    for (const step of this.#steps) {
      switch (step.kind) {
        case 'text':
          text += step.texts[severity]!
          break
        case 'date':
          text += step.fit === AS_IS ? step.date.format(time) : fitted(step.date.format(time), step.fit)
          break
        case 'message':
          text += step.fit === AS_IS ? message : fitted(message, step.fit)
          break
        default:
          text += fitted(`${Math.trunc(time - this.#started)}`, step.fit)
      }
    }
    return text
  }
}

const CONVERSION = /%(-?)(\d*)(?:\.(\d+))?([%a-zA-Z])(?:\{([^}]*)\})?/g
/** Letters that take {...}; behind others a brace is text. */
const TAKES_ARGUMENT = 'cdDEX'

function compile(pattern: string, source: string, place: Place): Step[] {
  const steps: Step[] = []
  const add = (texts: readonly string[]): void => {
    const last = steps.at(-1)
    if (last?.kind === 'text') {
      steps[steps.length - 1] = { kind: 'text', texts: last.texts.map((text, i) => text + texts[i]!) }
    } else steps.push({ kind: 'text', texts })
  }
  const same = (text: string): void => add(severities.map(() => text))
  let end = 0
  for (const match of pattern.matchAll(CONVERSION)) {
    if (match.index < end) continue
    same(pattern.slice(end, match.index))
    const [whole, dash = '', min = '', max, letter = '', braces] = match
    const takes = TAKES_ARGUMENT.includes(letter)
    end = match.index + whole.length - (!takes && braces !== undefined ? braces.length + 2 : 0)
    const fit = dash === '' && min === '' && max === undefined ? AS_IS : fitOf(dash, min, max)
    switch (letter) {
      case 'm':
        steps.push({ kind: 'message', fit })
        break
      case 'r':
        steps.push({ kind: 'elapsed', fit })
        break
      case 'd':
      case 'D':
        // %d is UTC, %D local time
        steps.push({ kind: 'date', date: new DateFormat(braces || '%Y-%m-%d %H:%M:%S', letter === 'd'), fit })
        break
      case 'p':
        add(severities.map(severity => fitted(severity, fit)))
        break
      default: {
        const text = fixed(letter, braces, source, place)
        same(text === undefined ? pattern.slice(match.index, end) : fitted(text, fit))
      }
    }
  }
  same(pattern.slice(end))
  return steps.filter(step => step.kind !== 'text' || step.texts.some(text => text !== ''))
}

function fitOf(dash: string, min: string, max: string | undefined): Fit {
  return { left: dash === '-', min: Number(min), max: max === undefined ? Number.POSITIVE_INFINITY : Number(max) }
}

/** Conversions whose text never changes; undefined: there is no such conversion. */
function fixed(letter: string, braces: string | undefined, source: string, place: Place): string | undefined {
  switch (letter) {
    case 'c': {
      const parts = Number(braces)
      return parts > 0 ? source.split('.').slice(-parts).join('.') : source
    }
    case 'i':
      return `${place.pid}`
    case 't':
      return `${place.thread}`
    case 'T':
      return `${place.pid + place.thread}`
    case 'h':
    case 'H':
      return place.hostname
    case 'E':
      return place.environment[braces ?? ''] ?? ''
    case 'n':
      return '\n'
    case '%':
      return '%'
    // the place in the source, and diagnostic contexts, which this server has not
    case 'b':
    case 'F':
    case 'L':
    case 'l':
    case 'M':
    case 'x':
    case 'X':
      return ''
    default:
      return undefined
  }
}
