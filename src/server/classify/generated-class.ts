import type { ClassNames, ClassSet } from './class-set.js'

/**
 * Classes named after packet bytes: VENDOR_CLASS_<option 60>, SPAWN_<template>_<value>. A name that the configuration
 * mentions is recognised by its bytes; only others become a string, and with it a stranger of the set.
 */
export class GeneratedClasses {
  readonly #prefix: string
  readonly #names: ClassNames
  readonly #escapes: boolean
  /** What the configuration mentions: the bytes behind the prefix, and the class number. */
  #known: { readonly bytes: Buffer; readonly id: number }[] = []
  /** How many names there were when #known was made. */
  #seen = 0

  /** `escapes`: spell unusual characters as %XX. */
  constructor(prefix: string, names: ClassNames, escapes: boolean) {
    this.#prefix = prefix
    this.#names = names
    this.#escapes = escapes
  }

  /** Into the class of bytes[start, end); no bytes, no class. */
  assign(bytes: Uint8Array, start: number, end: number, classes: ClassSet): void {
    if (end === start) return
    // Guards and lists number their names after the classes are compiled.
    if (this.#names.size !== this.#seen) this.#learn()
    const known = this.#known
    for (let i = 0; i < known.length; i++) {
      const entry = known[i]!
      if (same(entry.bytes, bytes, start, end)) {
        classes.add(entry.id)
        return
      }
    }
    classes.addName(this.#prefix + (this.#escapes ? escaped(bytes, start, end) : text(bytes, start, end)))
  }

  #learn(): void {
    const names = this.#names
    this.#seen = names.size
    this.#known = []
    for (const name of names.all()) {
      if (!name.startsWith(this.#prefix) || name.length === this.#prefix.length) continue
      const rest = name.slice(this.#prefix.length)
      const bytes = this.#escapes ? unescaped(rest) : Buffer.from(rest, 'utf8')
      // A name that is not spelled as we spell it can never be generated.
      if (!this.#escapes || escaped(bytes, 0, bytes.length) === rest) this.#known.push({ bytes, id: names.find(name) })
    }
  }
}

function same(a: Uint8Array, b: Uint8Array, start: number, end: number): boolean {
  if (a.length !== end - start) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[start + i]) return false
  return true
}

function text(bytes: Uint8Array, start: number, end: number): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset + start, end - start).toString('utf8')
}

const PLAIN = '!#$%&*+-./:?@^_|~'

function escaped(bytes: Uint8Array, start: number, end: number): string {
  let out = ''
  for (let i = start; i < end; i++) {
    const c = String.fromCharCode(bytes[i]!)
    out += /[A-Za-z0-9]/.test(c) || PLAIN.includes(c) ? c : `%${bytes[i]!.toString(16).toUpperCase().padStart(2, '0')}`
  }
  return out
}

function unescaped(name: string): Buffer {
  return Buffer.from(
    name.replace(/%([0-9A-F]{2})/g, (all, hex: string) => {
      const c = String.fromCharCode(Number.parseInt(hex, 16))
      return /[A-Za-z0-9]/.test(c) || PLAIN.includes(c) ? all : c
    }),
    'latin1',
  )
}
