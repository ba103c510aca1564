import type { Address } from '../lease.js'
import { PoolAllocator } from './allocator.js'

/** Kea's default: the next free address after the one handed out last, from the start again at the end. */
export class IterativeAllocator<A extends Address> extends PoolAllocator<A> {
  private cursor = 0

  protected choose(): number {
    let place = this.space.nextFree(this.cursor)
    if (place < 0) place = this.space.nextFree(0)
    this.cursor = place + 1 < this.capacity ? place + 1 : 0
    return place
  }

  protected changed(): void {}
}
