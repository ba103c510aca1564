import type { Address } from '../lease.js'
import { PoolAllocator } from './allocator.js'

const PAGE_BITS = 12
const PAGE = 1 << PAGE_BITS

/**
 * Kea's free lease queue: addresses are handed out in the order in which they became free. Those that never were in use
 * come first, from the start of the pool; the others stand in a linked list that takes memory only where addresses have
 * come back. A candidate that is handed out goes to the end, whether it is taken or not.
 */
export class FreeQueueAllocator<A extends Address> extends PoolAllocator<A> {
  /** Places from here on have never been handed out or used. */
  private untouched = 0
  private readonly links = new Map<number, Uint32Array>()
  /** Place + 1; 0: the queue is empty. */
  private head = 0
  private tail = 0

  protected choose(): number {
    while (this.untouched < this.capacity) {
      const place = this.space.nextFree(this.untouched)
      if (place < 0) {
        this.untouched = this.capacity
        break
      }
      this.untouched = place + 1
      // A place in the queue already was touched before: it has its turn there
      if (this.queued(place)) continue
      this.append(place)
      return place
    }
    for (let place = this.head - 1; place >= 0; place = this.head - 1) {
      this.unlink(place)
      // covered by a lease of another length: reopened() brings it back
      if (!this.space.isFree(place)) continue
      this.append(place)
      return place
    }
    return -1
  }

  override reopened(from: number): void {
    this.untouched = Math.min(this.untouched, from)
  }

  protected changed(place: number, inUse: boolean): void {
    if (inUse) this.unlink(place)
    else this.append(place)
  }

  /** Links of a place: [next, previous], place + 1 each; 0: not queued at all, or the end (its own number). */
  private page(place: number): Uint32Array {
    const number = place >>> PAGE_BITS
    let page = this.links.get(number)
    if (page === undefined) this.links.set(number, (page = new Uint32Array(PAGE * 2)))
    return page
  }

  private queued(place: number): boolean {
    const page = this.links.get(place >>> PAGE_BITS)
    return page !== undefined && page[(place & (PAGE - 1)) * 2] !== 0
  }

  private append(place: number): void {
    if (this.queued(place)) return
    const page = this.page(place)
    const at = (place & (PAGE - 1)) * 2
    const link = place + 1
    // Both ends point to themselves, so that 0 can mean "not queued"
    page[at] = link
    page[at + 1] = this.tail === 0 ? link : this.tail
    if (this.tail === 0) this.head = link
    else this.page(this.tail - 1)[((this.tail - 1) & (PAGE - 1)) * 2] = link
    this.tail = link
  }

  private unlink(place: number): void {
    if (!this.queued(place)) return
    const page = this.page(place)
    const at = (place & (PAGE - 1)) * 2
    const link = place + 1
    const next = page[at]!
    const previous = page[at + 1]!
    page[at] = 0
    page[at + 1] = 0
    const isHead = previous === link
    const isTail = next === link
    if (isHead) this.head = isTail ? 0 : next
    else this.page(previous - 1)[((previous - 1) & (PAGE - 1)) * 2] = isTail ? previous : next
    if (isTail) this.tail = isHead ? 0 : previous
    else this.page(next - 1)[((next - 1) & (PAGE - 1)) * 2 + 1] = isHead ? next : previous
  }
}
