import type { LeaseRecord } from '../lease-file/lease-record.js'
import { hex } from './lease-view.js'

/** Clients that are counted at a time. */
const KEPT = 4096

/** A client and how many rows it has caused. */
export interface FrequentClient {
  readonly client: string
  readonly hostname: string
  readonly rows: number
}

/**
 * The clients that have written most rows, in constant memory: whoever has more than one row in 4096 of all is among those
 * kept (Misra and Gries, 1982). Counts of a first pass are too low by what was given up; in a second pass, begun
 * with exact(), they are those of the files.
 */
export class FrequentClients {
  private readonly counts = new Map<string, { rows: number; hostname: string }>()
  private counting = false

  /** From now on count only those that were kept, from 0. */
  exact(): void {
    this.counting = true
    for (const count of this.counts.values()) count.rows = 0
  }

  add(record: LeaseRecord): void {
    const { bytes, clientAt, clientLength, hardwareAt, hardwareLength } = record
    const [at, length] = hardwareLength > 0 ? [hardwareAt, hardwareLength] : [clientAt, clientLength]
    if (length === 0) return
    const key = bytes.toString('latin1', at, at + length)
    const count = this.counts.get(key)
    if (count !== undefined) {
      count.rows++
      if (this.counting && record.hostnameLength > 0)
        count.hostname = bytes.toString('utf8', record.hostnameAt, record.hostnameAt + record.hostnameLength)
    } else if (this.counting) return
    else if (this.counts.size < KEPT) this.counts.set(key, { rows: 1, hostname: '' })
    else for (const [other, { rows }] of this.counts) this.lower(other, rows)
  }

  /** The most frequent ones. */
  top(count: number): readonly FrequentClient[] {
    return [...this.counts]
      .sort(([, a], [, b]) => b.rows - a.rows)
      .slice(0, count)
      .map(([key, { rows, hostname }]) => {
        const bytes = Buffer.from(key, 'latin1')
        return { client: hex(bytes, 0, bytes.length), hostname, rows }
      })
  }

  private lower(key: string, rows: number): void {
    if (rows === 1) this.counts.delete(key)
    else this.counts.get(key)!.rows = rows - 1
  }
}
