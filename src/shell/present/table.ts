import CliTable from 'cli-table3'

export interface Column {
  readonly title: string
  /** Kept however narrow the terminal is (0); columns with the highest number leave first. */
  readonly drop: number
  /** May be cut short with an ellipsis. */
  readonly flexible?: boolean
  readonly right?: boolean
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly string[])[]
}

export interface Laid {
  readonly text: string
  /** Titles of the columns for which there was no room. */
  readonly hidden: readonly string[]
}

const GAP = 2
const LEAST = 12

/**
 * A table as text, at most `width` columns wide (Infinity: as wide as it is). What has no room: first flexible columns
 * are cut, then columns leave, at last each row becomes lines of "title: value".
 */
export function layTable(table: Table, width: number, heading: (text: string) => string): Laid {
  const natural = table.columns.map((column, i) =>
    table.rows.reduce((most, row) => Math.max(most, length(row[i] ?? '')), length(column.title)),
  )
  const least = (i: number) => (table.columns[i]!.flexible ? Math.min(natural[i]!, LEAST) : natural[i]!)
  // a column without a value in any row says nothing
  let shown = table.columns.map((_, i) => i).filter(i => table.rows.some(row => (row[i] ?? '') !== ''))
  const hidden: number[] = []
  const total = (widths: (i: number) => number) => shown.reduce((sum, i) => sum + widths(i) + GAP, -GAP)
  while (total(least) > width) {
    const leaver = shown.reduce((a, b) => (table.columns[b]!.drop >= table.columns[a]!.drop ? b : a))
    if (table.columns[leaver]!.drop === 0) return records(table, heading)
    shown = shown.filter(i => i !== leaver)
    hidden.push(leaver)
  }
  const widths = new Map(shown.map(i => [i, natural[i]!]))
  for (let over = total(i => widths.get(i)!) - width; over > 0; ) {
    const widest = shown
      .filter(i => widths.get(i)! > least(i))
      .reduce((a, b) => (widths.get(b)! > widths.get(a)! ? b : a))
    const cut = Math.min(over, widths.get(widest)! - least(widest))
    widths.set(widest, widths.get(widest)! - cut)
    over -= cut
  }
  return { text: draw(table, shown, widths, heading), hidden: hidden.sort().map(i => table.columns[i]!.title) }
}

function draw(
  table: Table,
  shown: readonly number[],
  widths: ReadonlyMap<number, number>,
  heading: (text: string) => string,
): string {
  const none = { top: '', 'top-mid': '', 'top-left': '', 'top-right': '', mid: '', 'left-mid': '', 'mid-mid': '' }
  const more = {
    bottom: '',
    'bottom-mid': '',
    'bottom-left': '',
    'bottom-right': '',
    left: '',
    right: '',
    'right-mid': '',
  }
  const drawn = new CliTable({
    head: shown.map(i => heading(table.columns[i]!.title)),
    colWidths: shown.map(i => widths.get(i)!),
    colAligns: shown.map(i => (table.columns[i]!.right ? 'right' : 'left')),
    chars: { ...none, ...more, middle: ' '.repeat(GAP) },
    style: { 'padding-left': 0, 'padding-right': 0, head: [], border: [] },
  })
  for (const row of table.rows) drawn.push(shown.map(i => row[i] ?? ''))
  return drawn
    .toString()
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
}

function records(table: Table, heading: (text: string) => string): Laid {
  const text = table.rows
    .map(row =>
      table.columns
        .flatMap((column, i) => ((row[i] ?? '') === '' ? [] : [`${heading(`${column.title}:`)} ${row[i]}`]))
        .join('\n'),
    )
    .join('\n\n')
  return { text, hidden: [] }
}

function length(text: string): number {
  return [...text].length
}
