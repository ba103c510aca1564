import { closeSync, readSync } from 'node:fs'
import type { LeaseFileSchema } from '../lease-file/schema.js'

/** One file of leases in Kea's form, opened; what has another form has been translated into a nameless one. */
export interface LeaseSource {
  /** As the user calls it; "-" for standard input. */
  readonly name: string
  readonly fd: number
  /** Bytes that are read of it; what is appended later is not. */
  readonly size: number
  /** Columns that its header has; 0: the file is empty. */
  readonly columns: number
}

/** Files of one family, the oldest first: one history of leases. Offsets count through all of them. */
export class LeaseSet {
  readonly schema: LeaseFileSchema
  readonly sources: readonly LeaseSource[]
  /** Offset of the first byte of each source. */
  readonly bases: readonly number[]
  /** Bytes in all. */
  readonly size: number

  constructor(schema: LeaseFileSchema, sources: readonly LeaseSource[]) {
    this.schema = schema
    this.sources = sources
    let size = 0
    this.bases = sources.map(source => {
      const base = size
      size += source.size
      return base
    })
    this.size = size
  }

  /** The generation of Kea whose schema is enough for what the headers promise. */
  get generation(): '2.2' | '3' {
    const full = this.schema.columns.length
    return this.sources.some(source => source.columns >= full) ? '3' : '2.2'
  }

  /** Rows there may be, by the bytes of the shortest usual row. */
  get expectedRows(): number {
    return Math.ceil(this.size / (this.schema.width === 4 ? 40 : 70))
  }

  /** More rows than this there cannot be. */
  get mostRows(): number {
    return Math.ceil(this.size / 20)
  }

  /** Bytes of the file that holds `offset`, from there on, to into[at ...]; returns how many. */
  read(offset: number, into: Buffer, at: number, length: number): number {
    const i = this.sourceAt(offset)
    const source = this.sources[i]!
    const position = offset - this.bases[i]!
    return readSync(source.fd, into, at, Math.min(length, source.size - position), position)
  }

  /** Which source holds `offset`. */
  sourceAt(offset: number): number {
    let i = this.bases.length - 1
    while (i > 0 && this.bases[i]! > offset) i--
    return i
  }

  close(): void {
    for (const source of this.sources) closeSync(source.fd)
  }
}
