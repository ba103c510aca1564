import { BitmapSpace } from './bitmap-space.js'
import { SparseSpace } from './sparse-space.js'

/** Which of the numbers 0 .. capacity - 1 are free. A number is the place of an address (or prefix) in its pool. */
export interface FreeSpace {
  readonly capacity: number
  readonly free: number
  isFree(place: number): boolean
  /** Returns whether that changed anything. */
  setUsed(place: number, used: boolean): boolean
  /** The first free place at or after this one, not wrapping; -1: none. */
  nextFree(from: number): number
}

/** One that can count its places by range. */
export interface CountedSpace extends FreeSpace {
  /** How many of the places from .. end - 1 are free; `end` is at most the capacity. */
  freeWithin(from: number, end: number): number
}

/** Pools up to this size are bitmaps of all their places (2 MiB for a /8); bigger ones note only what is used. */
const BITMAP_LIMIT = 2 ** 26

/** All places free. */
export function freeSpace(capacity: number): CountedSpace {
  return capacity <= BITMAP_LIMIT ? new BitmapSpace(capacity) : new SparseSpace(capacity)
}
