import { Field, type RowPages } from './row-pages.js'

/** Marks a previous-link that says which list the row heads, instead of naming a row. */
const HEAD = 0x80000000
/** How far a lease that is over already looks for its place among the due ones. */
const ORDERING_STEPS = 256

/**
 * Leases by the second in which they end: doubly linked lists through the rows themselves, one a second (modulo the
 * wheel's size), and one list of those that are due. A lease enters, moves and leaves in O(1); what is due is found
 * without a scan. Time moves only by due().
 *
 * Every lease that ended before `cursor` is in the due list; every other one in the list of its second.
 */
export class ExpiryWheel {
  private readonly rows: RowPages
  private readonly heads: Uint32Array
  private readonly mask: number
  private readonly dueList: number
  /** Rows of the cursor's second that were looked at and end a turn or more later; its list again when time goes on. */
  private readonly laterList: number
  private dueTail = 0
  private cursor = 0

  /** `size`: seconds of the wheel, a power of two; longer lifetimes cost a visit a turn. */
  constructor(rows: RowPages, size = 1 << 17) {
    this.rows = rows
    this.heads = new Uint32Array(size + 2)
    this.mask = size - 1
    this.dueList = size
    this.laterList = size + 1
  }

  /** Put a row in that is in no list. */
  add(slot: number): void {
    const end = this.endOf(slot)
    if (end < this.cursor) this.addDue(slot, end)
    else this.push(end & this.mask, slot)
  }

  /** Take a row out that is in one of this wheel's lists. */
  remove(slot: number): void {
    const { rows } = this
    const next = rows.get(slot, Field.wheelNext)
    const previous = rows.get(slot, Field.wheelPrevious)
    if (next !== 0) rows.set(next - 1, Field.wheelPrevious, previous)
    else if (this.dueTail === slot + 1) this.dueTail = previous >= HEAD ? 0 : previous
    if (previous >= HEAD) this.heads[previous - HEAD] = next
    else rows.set(previous - 1, Field.wheelNext, next)
  }

  /**
   * Append to `out` up to `limit` slots whose lease ended before `seconds`, oldest first. They stay in the wheel until
   * their lease changes. (Leases stored when long over stand only about where they belong.)
   */
  due(seconds: number, limit: number, out: number[]): void {
    if (limit <= 0) return
    if (seconds - this.cursor > this.mask) this.sweep(seconds)
    let found = 0
    let link = this.heads[this.dueList]!
    while (found < limit) {
      if (link === 0) {
        link = this.refill(seconds, limit - found)
        if (link === 0) return
      }
      const slot = link - 1
      if (this.endOf(slot) < seconds) {
        out.push(slot)
        found++
      }
      link = this.rows.get(slot, Field.wheelNext)
    }
  }

  /** Go on with the time up to `seconds`, until `wanted` more leases are due; returns the first of them as a link. */
  private refill(seconds: number, wanted: number): number {
    const { rows } = this
    let moved = 0
    let first = 0
    while (this.cursor < seconds && moved < wanted) {
      let link = this.heads[this.cursor & this.mask]!
      while (link !== 0 && moved < wanted) {
        const slot = link - 1
        link = rows.get(slot, Field.wheelNext)
        this.remove(slot)
        if (this.endOf(slot) !== this.cursor) {
          this.push(this.laterList, slot)
          continue
        }
        this.append(slot)
        if (first === 0) first = slot + 1
        moved++
      }
      if (link === 0 && moved < wanted) {
        this.giveBackLater()
        this.cursor++
      }
    }
    return first
  }

  /** What was put aside of the cursor's second becomes its list again; that one is empty. */
  private giveBackLater(): void {
    const { heads } = this
    const first = heads[this.laterList]!
    if (first === 0) return
    const list = this.cursor & this.mask
    heads[list] = first
    heads[this.laterList] = 0
    this.rows.set(first - 1, Field.wheelPrevious, HEAD + list)
  }

  /** The clock went further than the wheel is long (at start, above all): look at everything once, and sort. */
  private sweep(seconds: number): void {
    const { rows } = this
    const over: number[] = []
    // the list of those put aside stands behind that of the due ones, which stay where they are
    for (let list = 0; list <= this.laterList; list++) {
      if (list === this.dueList) continue
      for (let link = this.heads[list]!; link !== 0; ) {
        const slot = link - 1
        link = rows.get(slot, Field.wheelNext)
        if (this.endOf(slot) < seconds) {
          this.remove(slot)
          over.push(slot)
        }
      }
    }
    const keys = new Float64Array(over.length)
    // End and slot in one number sort natively; ends over four years ago need no order among each other
    for (let i = 0; i < over.length; i++) {
      const age = Math.min(seconds - this.endOf(over[i]!), 2 ** 27 - 1)
      keys[i] = (2 ** 27 - 1 - age) * 2 ** 26 + over[i]!
    }
    keys.sort()
    this.scatterLater()
    for (const key of keys) this.append(key % 2 ** 26)
    this.cursor = seconds
  }

  /** Rows that were put aside go where they belong: time leaves their second without coming by its list. */
  private scatterLater(): void {
    for (let link = this.heads[this.laterList]!; link !== 0; link = this.heads[this.laterList]!) {
      this.remove(link - 1)
      this.push(this.endOf(link - 1) & this.mask, link - 1)
    }
  }

  private endOf(slot: number): number {
    const page = this.rows.page(slot)
    const row = this.rows.offset(slot)
    return page[row + Field.cltt]! + page[row + Field.valid]!
  }

  private push(list: number, slot: number): void {
    const { rows, heads } = this
    const next = heads[list]!
    rows.set(slot, Field.wheelNext, next)
    rows.set(slot, Field.wheelPrevious, HEAD + list)
    if (next !== 0) rows.set(next - 1, Field.wheelPrevious, slot + 1)
    heads[list] = slot + 1
  }

  private append(slot: number): void {
    this.insertAfter(this.dueTail, slot)
  }

  private addDue(slot: number, end: number): void {
    let after = this.dueTail
    for (let steps = 0; after !== 0 && steps < ORDERING_STEPS && this.endOf(after - 1) > end; steps++) {
      const previous = this.rows.get(after - 1, Field.wheelPrevious)
      after = previous >= HEAD ? 0 : previous
    }
    this.insertAfter(after, slot)
  }

  /** Into the due list, behind the row that `after` links to; 0: at its head. */
  private insertAfter(after: number, slot: number): void {
    const { rows } = this
    const link = slot + 1
    if (after === 0) {
      this.push(this.dueList, slot)
      if (this.dueTail === 0) this.dueTail = link
      return
    }
    const next = rows.get(after - 1, Field.wheelNext)
    rows.set(slot, Field.wheelNext, next)
    rows.set(slot, Field.wheelPrevious, after)
    rows.set(after - 1, Field.wheelNext, link)
    if (next !== 0) rows.set(next - 1, Field.wheelPrevious, link)
    else this.dueTail = link
  }
}
