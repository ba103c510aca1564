import { describe, expect, test } from 'vitest'
import { ExchangeTable, State } from '../../src/perf/exchange-table.js'

describe('the table of what waits', () => {
  test('finds a message by its id until its place is needed again', () => {
    const table = new ExchangeTable(1024)
    const xid = table.open(0, 7, 1, 1, 1)
    expect(table.client[table.find(xid)]).toBe(7)
    expect(table.find(xid + 1)).toBe(-1)
    table.close(table.find(xid), State.lost)
    expect(table.state[table.find(xid)]).toBe(State.lost)
    for (let i = 0; i < 1024; i++) table.close(table.find(table.open(0, i, 2, 2, 2)), State.answered)
    expect(table.find(xid)).toBe(-1)
    expect(table.waiting).toBe(0)
  })

  test('passes over what waits long, and has no room only when all wait', () => {
    const table = new ExchangeTable(1024)
    const slow = table.open(1, 77, 0, 0, 0)
    for (let i = 1; i < 5000; i++) {
      expect(table.makeRoom()).toBe(true)
      table.close(table.find(table.open(1, i, 0, 0, 0)), State.answered)
    }
    expect(table.client[table.find(slow)]).toBe(77)
    for (let i = 0; i < 1023; i++) {
      expect(table.makeRoom()).toBe(true)
      table.open(1, i, 0, 0, 0)
    }
    expect(table.makeRoom()).toBe(false)
    table.close(table.find(slow), State.answered)
    expect(table.makeRoom()).toBe(true)
  })

  test('tells what is overdue, the oldest first, first messages apart from others', () => {
    const table = new ExchangeTable(1024)
    const a = table.open(0, 1, 10, 10, 10)
    const b = table.open(1, 2, 11, 10, 11)
    const c = table.open(0, 3, 12, 12, 12)
    expect(table.oldest(0)).toBe(10)
    expect(table.overdue(0, 10)).toBe(-1)
    expect(table.overdue(0, 12)).toBe(table.find(a))
    table.close(table.find(a), State.lost)
    expect(table.oldest(0)).toBe(12)
    expect(table.overdue(1, 100)).toBe(table.find(b))
    table.close(table.find(c), State.answered)
    expect(table.oldest(0)).toBe(Number.POSITIVE_INFINITY)
  })

  test('gives each thread ids of its own', () => {
    const tables = [0, 1, 2, 3].map(thread => new ExchangeTable(1024, thread, 4))
    for (const [thread, table] of tables.entries())
      for (let i = 0; i < 100; i++) expect(table.open(0, 0, 0, 0, 0) % 4).toBe(thread)
    expect(tables[1]!.find(4)).toBe(-1)
  })
})
