import { HashIndex } from './hash-index.js'
import { Field, type RowPages } from './row-pages.js'

/** Who can tell whether two rows have the same key. */
export interface KeyComparer {
  sameKey(slot: number, other: number): boolean
}

/**
 * An index whose keys have several rows each: the hash index leads to the newest row of a key, and links through the
 * rows lead to the others. A row enters and leaves in O(1), however many share its key.
 */
export class ChainIndex {
  private readonly index = new HashIndex()
  private readonly rows: RowPages
  private readonly comparer: KeyComparer
  private readonly hashField: number
  private readonly nextField: number
  private readonly previousField: number

  constructor(rows: RowPages, which: 'client' | 'hardware', comparer: KeyComparer) {
    this.rows = rows
    this.comparer = comparer
    this.hashField = which === 'client' ? Field.clientHash : Field.hardwareHash
    this.nextField = which === 'client' ? Field.clientNext : Field.hardwareNext
    this.previousField = which === 'client' ? Field.clientPrevious : Field.hardwarePrevious
  }

  /** The hash index segment of this hash: its entries are heads of chains. */
  segment(hash: number): ReturnType<HashIndex['segment']> {
    return this.index.segment(hash)
  }

  /** The row after this one in its chain; -1: none. */
  next(slot: number): number {
    return this.rows.get(slot, this.nextField) - 1
  }

  /** Enter a row whose hash field is set, as head of its chain. */
  add(slot: number): void {
    const { rows } = this
    const hash = rows.get(slot, this.hashField)
    const segment = this.index.segment(hash)
    rows.set(slot, this.previousField, 0)
    for (let at = segment.first(hash); at >= 0; at = segment.next(at, hash)) {
      const head = segment.slot(at)
      if (!this.comparer.sameKey(slot, head)) continue
      rows.set(slot, this.nextField, head + 1)
      rows.set(head, this.previousField, slot + 1)
      segment.redirect(at, slot)
      return
    }
    rows.set(slot, this.nextField, 0)
    segment.add(hash, slot)
  }

  remove(slot: number): void {
    const { rows } = this
    const next = rows.get(slot, this.nextField)
    const previous = rows.get(slot, this.previousField)
    if (next !== 0) rows.set(next - 1, this.previousField, previous)
    if (previous !== 0) {
      rows.set(previous - 1, this.nextField, next)
      return
    }
    const hash = rows.get(slot, this.hashField)
    const segment = this.index.segment(hash)
    for (let at = segment.first(hash); at >= 0; at = segment.next(at, hash)) {
      if (segment.slot(at) !== slot) continue
      if (next !== 0) segment.redirect(at, next - 1)
      else segment.remove(at)
      return
    }
  }
}
