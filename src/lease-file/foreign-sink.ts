import type { LeaseRecord } from './lease-record.js'

/** Who wants the leases of a file that is not Kea's. The record is the reader's own and changes with the next lease. */
export interface ForeignSink {
  /**
   * One lease of `line`. `live` false: from here on nobody has the address; the record's state says what became of the
   * lease (2: it ended, 3: it was given back).
   */
  lease(record: LeaseRecord, live: boolean, line: number): void
  note(note: ForeignNote): void
}

/** Something that Kea has no word for, or that could not be read. */
export interface ForeignNote {
  readonly line: number
  /** 'bad': the lease, or this part of it, is lost. 'left-out': it means nothing to Kea. */
  readonly kind: 'bad' | 'left-out'
  /** What it is, the same text for all of its kind: notes are counted by it. */
  readonly what: string
  /** More about this one. */
  readonly detail: string
}
