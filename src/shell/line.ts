import { InputProblem } from './input-problem.js'

/** What a typed line says: words, then where the answer goes. */
export interface Line {
  /** Words as they were typed, quotes and all: `key="two words"` is one. */
  readonly words: readonly string[]
  /** `| json`: the name behind the bar. */
  readonly filter?: string
  /** `> file` or `>> file`. */
  readonly target?: { readonly path: string; readonly append: boolean }
}

/**
 * Splits a line into words. Quotes hold words together; so does JSON, which begins at the start of a word or behind its
 * first '='; a bracket elsewhere is a letter like others (subnet[1].assigned-addresses). `|` and `>` count where a word
 * could begin. 'open' when a quote or JSON goes on in the next line. Throws InputProblem.
 */
export function readLine(text: string): Line | 'open' {
  const split = splitWords(text)
  if (split === 'open') return 'open'
  let words: string[] = []
  let filter: string | undefined
  let target: Line['target']
  for (let i = 0; i < split.length; i++) {
    const word = split[i]!
    if (word === '|') {
      const name = split[++i]
      if (filter !== undefined || target !== undefined) throw new InputProblem('one filter, in front of > file')
      if (name === undefined) throw new InputProblem('a filter is missing behind |: json or table')
      filter = plain(name)
    } else if (word === '>' || word === '>>') {
      const path = split[++i]
      if (path === undefined) throw new InputProblem(`a file name is missing behind ${word}`)
      if (target !== undefined) throw new InputProblem('the answer goes to one file only')
      target = { path: plain(path), append: word === '>>' }
    } else if (filter !== undefined || target !== undefined) {
      throw new InputProblem(`"${word}" stands behind the filter or the file; arguments go in front`)
    } else words = [...words, word]
  }
  return { words, ...(filter === undefined ? {} : { filter }), ...(target === undefined ? {} : { target }) }
}

/** A word without the quotes around it. */
export function plain(word: string): string {
  const quote = word[0]
  if (word.length < 2 || (quote !== '"' && quote !== "'") || !word.endsWith(quote)) return word
  if (quote === "'") return word.slice(1, -1)
  try {
    return JSON.parse(word) as string
  } catch {
    return word.slice(1, -1)
  }
}

function splitWords(text: string): string[] | 'open' {
  const words: string[] = []
  let at = 0
  for (;;) {
    while (isSpace(text[at])) at++
    if (at >= text.length) return words
    const operator = /^(\||>>?)/.exec(text.slice(at, at + 2))?.[0]
    if (operator !== undefined) {
      words.push(operator)
      at += operator.length
      continue
    }
    const end = endOfWord(text, at)
    if (end === undefined) return 'open'
    words.push(text.slice(at, end))
    at = end
  }
}

// undefined: the word is not complete
function endOfWord(text: string, from: number): number | undefined {
  let valueStart = true
  let named = false
  for (let at = from; at < text.length; ) {
    const c = text[at]!
    if (isSpace(c)) return at
    if (valueStart && (c === '{' || c === '[')) {
      const end = endOfJson(text, at)
      if (end === undefined) return undefined
      at = end
    } else if (valueStart && (c === '"' || c === "'")) {
      const end = endOfQuoted(text, at)
      if (end === undefined) return undefined
      at = end
    } else at++
    valueStart = c === '=' && !named
    named ||= c === '='
  }
  return text.length
}

function endOfJson(text: string, from: number): number | undefined {
  let depth = 0
  for (let at = from; at < text.length; ) {
    const c = text[at]!
    if (c === '"') {
      const end = endOfQuoted(text, at)
      if (end === undefined) return undefined
      at = end
      continue
    }
    if (c === '{' || c === '[') depth++
    if (c === '}' || c === ']') depth--
    at++
    if (depth === 0) return at
  }
  return undefined
}

function endOfQuoted(text: string, from: number): number | undefined {
  const quote = text[from]
  for (let at = from + 1; at < text.length; at++) {
    if (text[at] === '\\' && quote === '"') at++
    else if (text[at] === quote) return at + 1
  }
  return undefined
}

function isSpace(c: string | undefined): boolean {
  return c === ' ' || c === '\t' || c === '\n' || c === '\r'
}
