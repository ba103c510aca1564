import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { layTable, type Table } from '../../../src/shell/present/table.js'

const leases: Table = {
  columns: [
    { title: 'address', drop: 0 },
    { title: 'client', drop: 1, flexible: true },
    { title: 'subnet', drop: 3, right: true },
    { title: 'hostname', drop: 2, flexible: true },
    { title: 'empty', drop: 9 },
  ],
  rows: [
    ['192.0.2.1', '02:00:00:00:00:01', '1', 'a-host-with-quite-a-long-name.department.example.org', ''],
    ['192.0.2.100', '02:00:00:00:00:02', '1024', 'b', ''],
  ],
}
const same = (text: string) => text

describe('a table', () => {
  it('has all of it where there is room, and no column without a value', () => {
    const { text, hidden } = layTable(leases, 200, same)
    expect(hidden).toEqual([])
    expect(text.split('\n')).toEqual([
      'address      client             subnet  hostname',
      '192.0.2.1    02:00:00:00:00:01       1  a-host-with-quite-a-long-name.department.example.org',
      '192.0.2.100  02:00:00:00:00:02    1024  b',
    ])
  })

  it('cuts what is long at 80 columns', () => {
    const { text, hidden } = layTable(leases, 80, same)
    expect(hidden).toEqual([])
    const lines = text.split('\n')
    expect(Math.max(...lines.map(line => line.length))).toBe(80)
    expect(lines[1]).toMatch(/ a-host-with-quite-a-long-name\..*…$/)
    expect(lines[1]).toContain('02:00:00:00:00:01')
  })

  it('leaves columns out at 40, and says which', () => {
    const { text, hidden } = layTable(leases, 40, same)
    expect(hidden).toEqual(['subnet'])
    expect(text.split('\n')[0]).toMatch(/^address +client +hostname$/)
  })

  it('becomes lines when not even the first column has room', () => {
    const { text } = layTable(leases, 8, same)
    expect(text.split('\n').slice(0, 2)).toEqual(['address: 192.0.2.1', 'client: 02:00:00:00:00:01'])
  })

  it('is never wider than it may be, unless it is lines', () => {
    const cell = fc.string({ unit: 'grapheme-ascii', maxLength: 30 })
    const column = fc.record({ title: cell, drop: fc.nat(4), flexible: fc.boolean(), right: fc.boolean() })
    fc.assert(
      fc.property(
        fc.array(column, { minLength: 1, maxLength: 5 }).chain(columns =>
          fc.record({
            columns: fc.constant(columns),
            rows: fc.array(fc.array(cell, { minLength: columns.length, maxLength: columns.length }), {
              minLength: 1,
              maxLength: 3,
            }),
          }),
        ),
        fc.integer({ min: 10, max: 120 }),
        (table, width) => {
          const { text } = layTable(table, width, same)
          if (table.columns.every(one => one.drop > 0))
            for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(width)
        },
      ),
    )
  })
})
