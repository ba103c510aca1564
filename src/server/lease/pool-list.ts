import type { Address } from './lease.js'

interface Entry<A extends Address, T> {
  readonly first: A
  readonly last: A
  readonly item: T
}

/**
 * Pools by where they lie; those of different subnets may overlap. To meet all that overlap with first .. last, walk back
 * from lastFrom(last) while reaches(i, first), and take those of which holds(i, first) is true.
 */
export class PoolList<A extends Address, T> {
  /** Ascending by first address. */
  private entries: Entry<A, T>[] = []
  /** reach[i]: the highest last address of entries[0 .. i]. */
  private reach: A[] = []
  private sorted = true

  add({ first, last }: { readonly first: A; readonly last: A }, item: T): void {
    this.entries.push({ first, last, item })
    this.sorted = false
  }

  /** Without the pools of these items, and with those of another list. */
  replace(gone: ReadonlySet<T>, fresh: PoolList<A, T>): void {
    const rest = gone.size === 0 ? this.entries : this.entries.filter(({ item }) => !gone.has(item))
    this.entries = [...rest, ...fresh.entries]
    this.sort()
  }

  at(i: number): T {
    return this.entries[i]!.item
  }

  /** The last pool that begins at or before the address; -1: none. */
  lastFrom(address: A): number {
    if (!this.sorted) this.sort()
    const { entries } = this
    let low = 0
    let high = entries.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (entries[middle]!.first <= address) low = middle + 1
      else high = middle
    }
    return low - 1
  }

  /** Does this pool, or one before it, end at or behind the address? */
  reaches(i: number, address: A): boolean {
    return i >= 0 && this.reach[i]! >= address
  }

  /** Does this pool end at or behind the address? */
  holds(i: number, address: A): boolean {
    return this.entries[i]!.last >= address
  }

  private sort(): void {
    this.entries.sort((a, b) => (a.first < b.first ? -1 : a.first > b.first ? 1 : 0))
    this.reach = []
    let highest: A | undefined
    for (const { last } of this.entries) {
      if (highest === undefined || last > highest) highest = last
      this.reach.push(highest)
    }
    this.sorted = true
  }
}
