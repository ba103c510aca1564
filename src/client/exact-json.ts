import type { Json } from './caller.js'

const LONG_NUMBER = /\d{16}/
const WHITE = ' \t\r\n'
const DEPTH = 500

/** Reads JSON; integers beyond 2^53 become bigints. Throws SyntaxError. */
export function parseExact(text: string): Json {
  // no number can be that long: nothing to keep exact, and the engine's own parser is many times faster
  if (!LONG_NUMBER.test(text)) return JSON.parse(text) as Json
  return new ExactParser(text).whole()
}

/** Writes JSON, bigints as integers. `indent` spaces for each level; 0: on one line. */
export function formatExact(value: Json | undefined, indent = 0): string {
  return format(value ?? null, indent, indent === 0 ? '' : '\n')
}

function format(value: Json, indent: number, newline: string): string {
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = indent === 0 ? '' : newline + ' '.repeat(indent)
  const list = Array.isArray(value)
  const parts = list
    ? value.map((one: Json) => format(one, indent, inner))
    : Object.entries(value)
        .filter(([, one]) => one !== undefined)
        .map(([key, one]) => `${JSON.stringify(key)}:${indent === 0 ? '' : ' '}${format(one, indent, inner)}`)
  const [open, close] = list ? ['[', ']'] : ['{', '}']
  return parts.length === 0 ? open + close : open + inner + parts.join(`,${inner}`) + newline + close
}

class ExactParser {
  readonly #numbers = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y
  #at = 0
  constructor(readonly text: string) {}

  whole(): Json {
    const value = this.#value(0)
    this.#skip()
    if (this.#at < this.text.length) this.#fail()
    return value
  }

  #value(depth: number): Json {
    if (depth > DEPTH) throw new SyntaxError('JSON is nested too deeply')
    this.#skip()
    const first = this.text[this.#at]
    if (first === '{') return this.#map(depth)
    if (first === '[') return this.#list(depth)
    if (first === '"') return this.#string()
    for (const [word, value] of [['true', true] as const, ['false', false] as const, ['null', null] as const])
      if (this.text.startsWith(word, this.#at)) {
        this.#at += word.length
        return value
      }
    return this.#number()
  }

  #map(depth: number): Json {
    const map: Record<string, Json> = {}
    this.#at++
    if (this.#next('}')) return map
    do {
      this.#skip()
      const key = this.#string()
      if (!this.#next(':')) this.#fail()
      const value = this.#value(depth + 1)
      // as JSON.parse does: __proto__ is a key like others
      Object.defineProperty(map, key, { value, enumerable: true, configurable: true, writable: true })
    } while (this.#next(','))
    if (!this.#next('}')) this.#fail()
    return map
  }

  #list(depth: number): Json {
    const list: Json[] = []
    this.#at++
    if (this.#next(']')) return list
    do list.push(this.#value(depth + 1))
    while (this.#next(','))
    if (!this.#next(']')) this.#fail()
    return list
  }

  #string(): string {
    const from = this.#at
    if (this.text[from] !== '"') this.#fail()
    do {
      this.#at++
      while (this.text[this.#at] === '\\') this.#at += 2
      if (this.#at >= this.text.length) this.#fail()
    } while (this.text[this.#at] !== '"')
    this.#at++
    return JSON.parse(this.text.slice(from, this.#at)) as string
  }

  #number(): number | bigint {
    const from = this.#at
    this.#numbers.lastIndex = from
    const found = this.#numbers.exec(this.text)
    if (found === null) this.#fail()
    this.#at = this.#numbers.lastIndex
    const value = Number(found[0])
    return found[1] !== undefined || found[2] !== undefined || Number.isSafeInteger(value) ? value : BigInt(found[0])
  }

  #next(mark: string): boolean {
    this.#skip()
    if (this.text[this.#at] !== mark) return false
    this.#at++
    return true
  }

  #skip(): void {
    while (WHITE.includes(this.text[this.#at] ?? '-')) this.#at++
  }

  #fail(): never {
    const found = this.#at < this.text.length ? `'${this.text[this.#at]}'` : 'the end'
    throw new SyntaxError(`JSON: unexpected ${found} at position ${this.#at}`)
  }
}
