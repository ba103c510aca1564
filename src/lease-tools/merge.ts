import type { LeaseRecord } from '../lease-file/lease-record.js'
import { identityHash } from './identity-hash.js'
import { LastRows } from './last-rows.js'
import { LeaseScan } from './lease-scan.js'
import { expiryOf, LeaseViewer } from './lease-view.js'
import { openLeases } from './open-leases.js'
import { writeOrdered } from './ordered-leases.js'
import { Output } from './output.js'
import type { ProgressBar } from './progress.js'

export interface MergeOptions {
  readonly output: string
  /** Whose columns are written; undefined: those of what is read. */
  readonly generation: '2.2' | '3' | undefined
  readonly progress: ProgressBar
  /** An address that two files give to two clients at one time: which row was taken. */
  readonly conflict: (text: string) => void
}

export interface Merged {
  readonly rows: number
  readonly errors: number
  readonly leases: number
  readonly conflicts: number
}

/**
 * Merge the files of several servers. In one file the last row of an address counts, as ever; between files the one whose
 * client was heard last. Throws LeaseToolFailed.
 */
export async function mergeLeases(files: readonly string[], options: MergeOptions): Promise<Merged> {
  const { output, progress, conflict } = options
  const set = await openLeases(files, { sideFiles: false })
  const out = new Output(output)
  try {
    const { width } = set.schema
    const merge = new Merge(width, set.expectedRows, set.mostRows)
    const { rows, errors } = new LeaseScan(set, merge).run(progress.watch('reading'))
    const viewer = new LeaseViewer(width)
    let conflicts = 0
    const tell = (record: LeaseRecord, scan: LeaseScan): void => {
      if (!merge.isDisputed(record, scan.offset)) return
      conflicts++
      conflict(`${viewer.placeText(record)}: two clients have it; taken from ${scan.source.name}:${scan.line}`)
    }
    if (merge.disputes) new LeaseScan(set, { row: tell }).run(progress.watch('comparing'))
    writeOrdered(set, merge.last, options.generation ?? set.generation, out, progress.watch('writing'))
    out.end()
    return { rows, errors, leases: merge.last.live, conflicts }
  } finally {
    out.abandon()
    progress.end()
    set.close()
  }
}

/** Which row of each address counts. What it holds of each is by the slots of `last`. */
class Merge {
  readonly last: LastRows
  /** There was at least one; it may be settled since. */
  disputes = false
  private heard: Uint32Array
  private until: Uint32Array
  private owner: Uint32Array
  private source: Uint8Array
  private disputed: Uint8Array
  private file = -1
  private reading: unknown

  /** `most`: more addresses than this there cannot be; room that is not used costs address space only. */
  constructor(width: 4 | 16, expected: number, most: number) {
    this.last = new LastRows(width, expected)
    this.heard = new Uint32Array(most)
    this.until = new Uint32Array(most)
    this.owner = new Uint32Array(most)
    this.source = new Uint8Array(most)
    this.disputed = new Uint8Array(most)
  }

  row(record: LeaseRecord, scan: LeaseScan): void {
    if (scan.source !== this.reading) {
      this.reading = scan.source
      this.file++
    }
    const { last } = this
    let slot = last.find(record)
    const owner = identityHash(record)
    const live = record.validLifetime > 0
    const other = slot >= 0 && this.source[slot] !== this.file
    if (other && live && last.offset(slot) >= 0) {
      const overlap = this.until[slot]! > record.cltt && expiryOf(record) > this.heard[slot]!
      const disputed = overlap && this.owner[slot] !== owner
      this.disputed[slot] = disputed ? 1 : 0
      this.disputes ||= disputed
    }
    if (other && record.cltt < this.heard[slot]!) return
    // a deletion is kept too: it may be newer than what another file says
    last.set(record, scan.offset)
    slot = last.find(record)
    if (!live) last.delete(record)
    if (!other) this.disputed[slot] = 0
    this.heard[slot] = record.cltt
    this.until[slot] = Math.min(expiryOf(record), 0xffffffff)
    this.owner[slot] = owner
    this.source[slot] = this.file
  }

  isDisputed(record: LeaseRecord, offset: number): boolean {
    const slot = this.last.find(record)
    return slot >= 0 && this.disputed[slot] === 1 && this.last.offset(slot) === offset
  }
}
