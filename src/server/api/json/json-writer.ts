import { isPending, type Now } from '../../../now.js'
import { Entries, type Json, type JsonMap, Pages, Real } from './json.js'

/** Characters of a piece; making one takes a fraction of a millisecond. */
const PIECE = 16384

type Frame =
  | { readonly kind: 'list'; readonly items: readonly Json[]; next: number }
  | { readonly kind: 'map'; readonly map: JsonMap; readonly keys: readonly string[]; next: number }
  | {
      readonly kind: 'entries'
      readonly entries: Entries
      page: JsonMap
      keys: readonly string[]
      next: number
      first: boolean
    }
  | { readonly kind: 'pages'; readonly pages: Pages; page: readonly Json[]; next: number; first: boolean }

/**
 * JSON in Kea's form: `{ "a": 1, "b": [ 1, 2 ] }`, keys in order, `{  }` and `[  ]` when empty. In pieces, so that long
 * replies neither hold up packets nor fill memory.
 */
export class JsonWriter {
  private readonly frames: Frame[] = []
  private text = ''

  constructor(value: Json) {
    this.value(value)
  }

  /** The next piece, '' while it makes up its mind (take a breath), undefined at the end. */
  piece(): Now<string | undefined> {
    if (this.frames.length === 0 && this.text === '') return undefined
    while (this.frames.length > 0) {
      const pending = this.step(this.frames.at(-1)!)
      if (pending !== undefined) return pending
      if (this.text.length >= PIECE) break
    }
    const { text } = this
    this.text = ''
    return text
  }

  /** Nothing more is wanted. */
  close(): void {
    for (const frame of this.frames)
      if (frame.kind === 'pages') frame.pages.close()
      else if (frame.kind === 'entries') frame.entries.close()
    this.frames.length = 0
    this.text = ''
  }

  /** One item. A promise: a page has to be waited for; then there is more to be had. */
  private step(frame: Frame): Promise<string> | undefined {
    switch (frame.kind) {
      case 'list':
        if (frame.next === frame.items.length) this.end(' ]')
        else {
          if (frame.next > 0) this.text += ', '
          this.value(frame.items[frame.next++]!)
        }
        return undefined
      case 'map':
        if (frame.next === frame.keys.length) this.end(' }')
        else {
          const key = frame.keys[frame.next]!
          this.text += `${frame.next++ > 0 ? ', ' : ''}${quoted(key)}: `
          this.value(frame.map[key]!)
        }
        return undefined
      case 'pages':
        return this.pageItem(frame)
      case 'entries':
        return this.entry(frame)
    }
  }

  private pageItem(frame: Extract<Frame, { kind: 'pages' }>): Promise<string> | undefined {
    if (frame.next < frame.page.length) {
      if (!frame.first) this.text += ', '
      frame.first = false
      this.value(frame.page[frame.next++]!)
      return undefined
    }
    const page = frame.pages.next()
    if (isPending(page)) return page.then(arrived => this.turn(frame, arrived))
    this.turn(frame, page)
    return undefined
  }

  private turn(frame: Extract<Frame, { kind: 'pages' }>, page: readonly Json[] | undefined): '' {
    frame.page = page ?? []
    frame.next = 0
    if (page === undefined) {
      frame.pages.close()
      this.end(' ]')
    }
    return ''
  }

  private entry(frame: Extract<Frame, { kind: 'entries' }>): Promise<string> | undefined {
    if (frame.next < frame.keys.length) {
      const key = frame.keys[frame.next++]!
      this.text += `${frame.first ? '' : ', '}${quoted(key)}: `
      frame.first = false
      this.value(frame.page[key]!)
      return undefined
    }
    const page = frame.entries.next()
    if (isPending(page)) return page.then(arrived => this.turnMap(frame, arrived))
    this.turnMap(frame, page)
    return undefined
  }

  private turnMap(frame: Extract<Frame, { kind: 'entries' }>, page: JsonMap | undefined): '' {
    frame.page = page ?? {}
    frame.keys = Object.keys(frame.page)
    frame.next = 0
    if (page === undefined) {
      frame.entries.close()
      this.end(' }')
    }
    return ''
  }

  private end(bracket: string): void {
    this.frames.pop()
    this.text += bracket
  }

  private value(value: Json): void {
    if (value === null || typeof value !== 'object') this.text += scalar(value)
    else if (value instanceof Real) this.text += realText(value.value)
    else if (value instanceof Pages) {
      this.text += '[ '
      this.frames.push({ kind: 'pages', pages: value, page: [], next: 0, first: true })
    } else if (value instanceof Entries) {
      this.text += '{ '
      this.frames.push({ kind: 'entries', entries: value, page: {}, keys: [], next: 0, first: true })
    } else if (isList(value)) {
      this.text += '[ '
      this.frames.push({ kind: 'list', items: value, next: 0 })
    } else {
      const keys = Object.keys(value).filter(key => value[key] !== undefined)
      this.text += '{ '
      this.frames.push({ kind: 'map', map: value, keys: keys.sort(), next: 0 })
    }
  }
}

const isList = (value: JsonMap | readonly Json[]): value is readonly Json[] => Array.isArray(value)

/** A value without Pages in it, in one go. */
export function jsonText(value: Json): string {
  const writer = new JsonWriter(value)
  let text = ''
  for (;;) {
    const piece = writer.piece()
    if (piece === undefined) return text
    if (isPending(piece)) throw new TypeError('pages have to be waited for')
    text += piece
  }
}

function scalar(value: null | boolean | number | bigint | string): string {
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number' && !Number.isInteger(value)) return realText(value)
  return `${value}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what has to be escaped
const SPECIAL = /["\\\u0000-\u001f\u007f]/
// biome-ignore lint/suspicious/noControlCharactersInRegex: those are what has to be escaped
const SPECIALS = /["\\\u0000-\u001f\u007f]/g

function quoted(text: string): string {
  return SPECIAL.test(text) ? `"${text.replace(SPECIALS, escaped)}"` : `"${text}"`
}

function escaped(c: string): string {
  return ESCAPES[c] ?? `\\u00${c.charCodeAt(0).toString(16).padStart(2, '0')}`
}

const ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
}

/** Six digits, as C++ prints doubles; always with a point or an exponent. What JSON has no word for is null. */
function realText(value: number): string {
  if (!Number.isFinite(value)) return 'null'
  const exponent = value === 0 ? 0 : Math.floor(Math.log10(Math.abs(Number(value.toPrecision(6)))))
  if (exponent >= -4 && exponent < 6) {
    const text = `${Number(value.toPrecision(6))}`
    return text.includes('.') ? text : `${text}.0`
  }
  const [digits, power] = Number(value.toPrecision(6)).toExponential().split('e')
  return `${digits}e${power![0]}${power!.slice(1).padStart(2, '0')}`
}
