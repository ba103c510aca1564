import { countBits } from './bit-count.js'
import type { CountedSpace } from './free-space.js'

const PAGE = 1024
const WORDS = PAGE / 32

/** Used places of 1024, and how many. */
interface Page {
  readonly used: Uint32Array
  count: number
}

/**
 * A space too big for a bitmap: pages of used places exist only where something is used. Runs of full pages are skipped
 * by pages of full pages.
 */
export class SparseSpace implements CountedSpace {
  readonly capacity: number
  private count: number
  private readonly pages = new Map<number, Page>()
  private readonly fullPages = new Map<number, Page>()

  constructor(capacity: number) {
    this.capacity = capacity
    this.count = capacity
  }

  get free(): number {
    return this.count
  }

  isFree(place: number): boolean {
    return !has(this.pages, place)
  }

  setUsed(place: number, used: boolean): boolean {
    const number = Math.floor(place / PAGE)
    const wasFull = this.pages.get(number)?.count === PAGE
    if (!change(this.pages, place, used)) return false
    this.count += used ? -1 : 1
    if (wasFull) change(this.fullPages, number, false)
    else if (this.pages.get(number)?.count === PAGE) change(this.fullPages, number, true)
    return true
  }

  nextFree(from: number): number {
    let place = from
    while (place < this.capacity) {
      const number = Math.floor(place / PAGE)
      const page = this.pages.get(number)
      if (page === undefined) return place
      if (page.count < PAGE) {
        const within = firstUnused(page, place - number * PAGE)
        if (within >= 0) {
          const found = number * PAGE + within
          return found < this.capacity ? found : -1
        }
      }
      place = this.afterFull(number + 1) * PAGE
    }
    return -1
  }

  freeWithin(from: number, end: number): number {
    const { pages } = this
    const first = Math.floor(from / PAGE)
    const last = Math.ceil(end / PAGE)
    let used = 0
    // a range may have billions of pages, of which next to none exist
    if (last - first > pages.size) {
      for (const [number, page] of pages) used += usedWithin(page, from - number * PAGE, end - number * PAGE)
    } else {
      for (let number = first; number < last; number++) {
        const page = pages.get(number)
        if (page !== undefined) used += usedWithin(page, from - number * PAGE, end - number * PAGE)
      }
    }
    return end - from - used
  }

  /** The first page from this one on that is not full. */
  private afterFull(from: number): number {
    let number = from
    for (;;) {
      const group = Math.floor(number / PAGE)
      const full = this.fullPages.get(group)
      if (full === undefined) return number
      const within = full.count === PAGE ? -1 : firstUnused(full, number - group * PAGE)
      if (within >= 0) return group * PAGE + within
      number = (group + 1) * PAGE
    }
  }
}

function has(pages: Map<number, Page>, place: number): boolean {
  const number = Math.floor(place / PAGE)
  const page = pages.get(number)
  if (page === undefined) return false
  const within = place - number * PAGE
  return ((page.used[within >>> 5]! >>> (within & 31)) & 1) === 1
}

/** False: it was so already. A page is made with its first used place and forgotten with its last. */
function change(pages: Map<number, Page>, place: number, used: boolean): boolean {
  if (has(pages, place) === used) return false
  const number = Math.floor(place / PAGE)
  let page = pages.get(number)
  if (page === undefined) pages.set(number, (page = { used: new Uint32Array(WORDS), count: 0 }))
  const within = place - number * PAGE
  page.used[within >>> 5] = page.used[within >>> 5]! ^ (1 << (within & 31))
  page.count += used ? 1 : -1
  if (page.count === 0) pages.delete(number)
  return true
}

/** Used places of the page in a range that may begin before it and end behind it. */
function usedWithin(page: Page, from: number, end: number): number {
  return countBits(page.used, Math.max(0, from), Math.min(PAGE, end))
}

/** The first place of the page from `within` on that is not used; -1: none. */
function firstUnused(page: Page, within: number): number {
  let mask = -1 << (within & 31)
  for (let word = within >>> 5; word < WORDS; word++, mask = -1) {
    const free = ~page.used[word]! & mask
    if (free !== 0) return word * 32 + 31 - Math.clz32(free & -free)
  }
  return -1
}
