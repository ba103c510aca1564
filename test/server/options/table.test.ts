import { describe, expect, it } from 'vitest'
import { ClassNames, ClassSet } from '../../../src/server/classify/class-set.js'
import type { ConfiguredOption, OptionScope } from '../../../src/server/options/scope.js'
import { OptionTable } from '../../../src/server/options/table.js'

const option = (code: number, text: string, more: Partial<ConfiguredOption> = {}): ConfiguredOption => ({
  code,
  space: 'dhcp4',
  definition: undefined,
  payload: Buffer.from(text),
  alwaysSend: false,
  neverSend: false,
  classes: [],
  ...more,
})

const scope = (...options: ConfiguredOption[]): OptionScope => {
  const bySpace = new Map<string, ConfiguredOption[]>()
  for (const each of options) bySpace.set(each.space, [...(bySpace.get(each.space) ?? []), each])
  return { bySpace }
}

const names = new ClassNames()
const nobody = new ClassSet(names)
const of = (...scopes: OptionScope[]): OptionTable => OptionTable.of(scopes, 'dhcp4', names)
const text = (table: OptionTable, code: number, classes = nobody): string | undefined =>
  table.get(code, classes)?.payload.toString()

describe('options of scopes that stand together', () => {
  it('the nearest scope wins, and in it the first entry', () => {
    const table = of(scope(option(6, 'pool')), scope(option(6, 'subnet'), option(15, 'one'), option(15, 'two')))
    expect([text(table, 6), text(table, 15), text(table, 3)]).toEqual(['pool', 'one', undefined])
  })

  it('always-send and never-send of any scope hold, wherever the value comes from', () => {
    const always = option(6, 'subnet', { alwaysSend: true })
    const never = option(15, 'subnet', { neverSend: true })
    const table = of(scope(option(6, 'pool'), option(15, 'pool')), scope(always, never))
    expect(table.always).toEqual([6])
    expect(table.never).toEqual([15])
    expect(text(table, 6)).toBe('pool')
  })

  it('an entry for a class is not there for others: the next candidate is', () => {
    const vip = new ClassSet(names)
    vip.add(names.number('vip'))
    const table = of(scope(option(6, 'vip', { classes: ['vip'] })), scope(option(6, 'all'), option(6, 'late')))
    expect([text(table, 6), text(table, 6, vip)]).toEqual(['all', 'vip'])
    expect(text(of(scope(option(6, 'vip', { classes: ['vip'] }))), 6)).toBeUndefined()
  })

  it('options of enterprises have tables of their own', () => {
    const mine = scope(option(7, 'near', { space: 'vendor-4491', alwaysSend: true }), option(7, 'own'))
    const table = of(mine, scope(option(7, 'far', { space: 'vendor-4491' }), option(8, 'x', { space: 'vendor-3561' })))
    const vendor = table.vendors!.get(4491)!
    expect([text(vendor, 7), text(table, 7), text(vendor, 8)]).toEqual(['near', 'own', undefined])
    expect(vendor.always).toEqual([7])
    expect([...table.vendors!.keys()]).toEqual([4491, 3561])
  })

  it('a table without options says so', () => {
    expect(of(scope()).empty).toBe(true)
    expect(of(scope(option(1, 'x'))).empty).toBe(false)
    expect(of(scope(option(1, 'x', { space: 'vendor-9' }))).empty).toBe(false)
  })
})
