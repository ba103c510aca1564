import type { LeaseRecord } from '../lease-file/lease-record.js'
import { RowWriter, rowBound } from '../lease-file/row-writer.js'
import { headerOf, schemaWrittenBy } from '../lease-file/schema.js'
import { normaliseContext } from './context-text.js'
import type { LeaseViewer } from './lease-view.js'
import type { Output } from './output.js'

/** Writes leases one after the other in some form. */
export interface LeasePrinter {
  lease(record: LeaseRecord): void
  /** There are no more. */
  end(): void
}

/** One JSON list, a lease a line. `columns`: only these; undefined: all that the lease has. */
export function jsonPrinter(out: Output, viewer: LeaseViewer, columns: readonly string[] | undefined): LeasePrinter {
  let first = true
  return {
    lease(record) {
      const view = viewer.view(record)
      const shown = columns === undefined ? view : Object.fromEntries(columns.map(name => [name, view[name] ?? null]))
      out.text(`${first ? '[\n' : ',\n'}${JSON.stringify(shown)}`)
      first = false
    },
    end: () => out.text(first ? '[]\n' : '\n]\n'),
  }
}

/** Rows of the file of a generation of Kea. */
export function keaPrinter(out: Output, width: 4 | 16, generation: '2.2' | '3'): LeasePrinter {
  const schema = schemaWrittenBy(width, generation)
  const writer = new RowWriter(schema)
  out.text(headerOf(schema))
  return {
    lease(record) {
      normaliseContext(record, generation)
      const { buffer, at } = out.room(rowBound(record))
      out.claim(writer.write(record, buffer, at))
    },
    end() {},
  }
}

/** A table with a header for spreadsheets: fields quoted where they must be (RFC 4180), times in ISO 8601. */
export function csvPrinter(out: Output, viewer: LeaseViewer, columns: readonly string[]): LeasePrinter {
  out.text(`${columns.join(',')}\n`)
  const quoted = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)
  return {
    lease(record) {
      const view = viewer.view(record)
      const fields = columns.map(name => {
        const is = view[name] ?? ''
        if ((name === 'expire' || name === 'cltt') && typeof is === 'number') return new Date(is * 1000).toISOString()
        return quoted(typeof is === 'object' ? JSON.stringify(is) : `${is}`)
      })
      out.text(`${fields.join(',')}\n`)
    },
    end() {},
  }
}

/** Rows that the widths of a table's columns are taken from. */
const SAMPLE = 500
const GAP = '  '

/** A table for people. The first rows say how wide its columns are, so that the rest need not be waited for. */
export function tablePrinter(out: Output, viewer: LeaseViewer, columns: readonly string[]): LeasePrinter {
  const waiting: string[][] = [[...columns]]
  let widths: readonly number[] | undefined
  const line = (cells: readonly string[]) =>
    out.text(
      `${cells
        .map((cell, i) => cell.padEnd(widths![i]!))
        .join(GAP)
        .trimEnd()}\n`,
    )
  const settle = () => {
    if (widths !== undefined) return
    widths = columns.map((_, i) => Math.max(...waiting.map(row => row[i]!.length)))
    for (const row of waiting) line(row)
    waiting.length = 0
  }
  return {
    lease(record) {
      const cells = columns.map(name => viewer.cell(name, record))
      if (widths !== undefined) line(cells)
      else if (waiting.push(cells) > SAMPLE) settle()
    },
    end: settle,
  }
}
