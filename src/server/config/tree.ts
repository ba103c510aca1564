/** A place in a configuration text. Lines and columns count from 1, as Kea prints them. */
export interface Position {
  /** As given on the command line or in an include; "<wire>" for commands. */
  readonly file: string
  readonly line: number
  readonly column: number
  /** Column of the last character of the token; equal to `column` where that is not known. */
  readonly endColumn: number
}

/** A configuration value as written, with its place. */
export type Tree = MapTree | ListTree | TextTree | NumberTree | BooleanTree | NullTree

export interface MapTree {
  readonly kind: 'map'
  readonly at: Position
  /** In the order of the file. A duplicate key is a Problem already; the first one stands here. */
  readonly entries: ReadonlyMap<string, MapEntry>
}
export interface MapEntry {
  readonly key: string
  readonly keyAt: Position
  readonly value: Tree
}
export interface ListTree {
  readonly kind: 'list'
  readonly at: Position
  readonly items: readonly Tree[]
}
export interface TextTree {
  readonly kind: 'string'
  readonly at: Position
  readonly value: string
}
export interface NumberTree {
  /** 'real' when written with a point or an exponent. */
  readonly kind: 'integer' | 'real'
  readonly at: Position
  readonly value: number
  /** Only where `value` cannot hold it: an integer of an API command beyond 2^53. */
  readonly exact?: bigint
}
export interface BooleanTree {
  readonly kind: 'boolean'
  readonly at: Position
  readonly value: boolean
}
export interface NullTree {
  readonly kind: 'null'
  readonly at: Position
}

/** One thing that is wrong, or worth a warning, with all the places that show it. */
export interface Problem {
  readonly severity: 'error' | 'warning'
  /** Stable code, e.g. "unknown-keyword", "out-of-range". */
  readonly code: string
  readonly at: Position
  /** What is wrong and what was expected, one line, without the position. */
  readonly text: string
  /** A second place, e.g. where the duplicate stands. */
  readonly related?: { readonly at: Position; readonly text: string }
}
