import { JsonFault } from './json-reader.js'

/** Bytes of one command: Kea has no limit, but memory has. */
export const COMMAND_LIMIT = 64 * 1024 * 1024

/** What the feed is inside of. */
type Inside = 'start' | 'document' | 'text' | 'escape' | 'slash' | 'line-comment' | 'comment' | 'comment-star'

/**
 * Finds the end of one JSON document in bytes that come in pieces, as Kea's does on UNIX sockets: it counts brackets,
 * and takes comments out, which the reader behind it would refuse.
 */
export class JsonFeed {
  /** Bytes taken so far. */
  taken = 0
  readonly #kept: Buffer[] = []
  #inside: Inside = 'start'
  /** Where the comment stands: before the document, or in it. */
  #around: 'start' | 'document' = 'start'
  #depth = 0
  readonly #limit: number
  readonly #keeps: boolean

  /** @param keeps false: only the end is wanted, not the text */
  constructor(limit = COMMAND_LIMIT, keeps = true) {
    this.#limit = limit
    this.#keeps = keeps
  }

  /** 'done': the document is complete, what follows it is no concern. */
  push(bytes: Buffer): 'more' | 'done' | JsonFault {
    this.taken += bytes.length
    if (this.taken > this.#limit) return new JsonFault(`the command is longer than ${this.#limit} bytes`)
    // what is to be kept begins here
    let from = 0
    for (let i = 0; i < bytes.length; i++) {
      const c = bytes[i]!
      switch (this.#inside) {
        case 'start':
          if (c === OPEN_MAP || c === OPEN_LIST) {
            this.#inside = 'document'
            this.#depth = 1
            from = i
          } else if (c === HASH) this.#comment('start')
          else if (c === SLASH) this.#slash('start')
          else if (!blank(c)) return new JsonFault(`invalid first character ${String.fromCharCode(c)}`)
          break
        case 'document':
          if (c === QUOTE) this.#inside = 'text'
          else if (c === OPEN_MAP || c === OPEN_LIST) this.#depth++
          else if (c === CLOSE_MAP || c === CLOSE_LIST) {
            if (--this.#depth > 0) break
            this.#keep(bytes, from, i + 1)
            return 'done'
          } else if (c === HASH || c === SLASH) {
            this.#keep(bytes, from, i)
            if (c === HASH) this.#comment('document')
            else this.#slash('document')
          }
          break
        case 'text':
          if (c === QUOTE) this.#inside = 'document'
          else if (c === BACKSLASH) this.#inside = 'escape'
          break
        case 'escape':
          this.#inside = 'text'
          break
        case 'slash':
          if (c === SLASH) this.#inside = 'line-comment'
          else if (c === STAR) this.#inside = 'comment'
          else return new JsonFault(`invalid characters /${String.fromCharCode(c)}`)
          break
        case 'line-comment':
          // the line's end stays, so that places do
          if (c === NEWLINE) from = this.#resume(i)
          break
        case 'comment':
        case 'comment-star':
          if (c === SLASH && this.#inside === 'comment-star') from = this.#resume(i + 1)
          else {
            if (c === NEWLINE && this.#around === 'document') this.#keep(bytes, i, i + 1)
            this.#inside = c === STAR ? 'comment-star' : 'comment'
          }
      }
    }
    const { length } = bytes
    if (this.#inside === 'document' || this.#inside === 'text' || this.#inside === 'escape')
      this.#keep(bytes, from, length)
    return 'more'
  }

  /** The document, without comments. */
  text(): string {
    return (this.#kept.length === 1 ? this.#kept[0]! : Buffer.concat(this.#kept)).toString('utf8')
  }

  #comment(around: 'start' | 'document'): void {
    this.#around = around
    this.#inside = 'line-comment'
  }

  #slash(around: 'start' | 'document'): void {
    this.#around = around
    this.#inside = 'slash'
  }

  #resume(from: number): number {
    this.#inside = this.#around
    return from
  }

  #keep(bytes: Buffer, from: number, to: number): void {
    if (to > from && this.#keeps) this.#kept.push(bytes.subarray(from, to))
  }
}

const OPEN_MAP = 0x7b
const CLOSE_MAP = 0x7d
const OPEN_LIST = 0x5b
const CLOSE_LIST = 0x5d
const QUOTE = 0x22
const BACKSLASH = 0x5c
const HASH = 0x23
const SLASH = 0x2f
const STAR = 0x2a
const NEWLINE = 0x0a

const blank = (c: number): boolean => c === 0x20 || (c >= 0x08 && c <= 0x0d)
