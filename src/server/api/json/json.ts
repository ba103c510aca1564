import type { Now } from '../../../now.js'

/**
 * What the API sends: plain data, whole numbers of any size exactly. Entries of maps that are undefined are left out.
 */
export type Json = null | boolean | number | bigint | string | readonly Json[] | JsonMap | Real | Pages | Entries
export interface JsonMap {
  readonly [key: string]: Json | undefined
}

/** A number that Kea keeps as a double: it is printed with a point even when it is whole ("1.0"). */
export class Real {
  constructor(readonly value: number) {}
}

/**
 * A long list that is made while it is written: no more than one page of it is in memory. `next` gives a page (some
 * hundreds of items at most, so that packets are not held up), and undefined at the end.
 */
export class Pages {
  constructor(
    readonly next: () => Now<readonly Json[] | undefined>,
    /** Called once when nothing more is wanted: at the end, or because the caller has gone. */
    readonly close: () => void = () => {},
  ) {}
}

/** A big map that is made while it is written, as Pages is for lists: a page is a part of the map, keys in order. */
export class Entries {
  constructor(
    readonly next: () => Now<JsonMap | undefined>,
    readonly close: () => void = () => {},
  ) {}
}
