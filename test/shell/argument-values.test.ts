import { describe, expect, it } from 'vitest'
import { readArguments } from '../../src/shell/argument-values.js'
import { catalogOf } from '../../src/shell/command-catalog.js'
import { readRows } from '../../src/shell/command-rows.js'
import { InputProblem } from '../../src/shell/input-problem.js'
import { KNOWN_COMMANDS } from '../../src/shell/known-commands.js'

const catalog = catalogOf(readRows(KNOWN_COMMANDS))
const read = (command: string, ...words: string[]) => readArguments(words, catalog.find(command))

describe('arguments of a command', () => {
  it('have the types that the command declares', () => {
    expect(read('lease4-add', 'ip-address=192.0.2.1', 'hw-address=112233445566', 'subnet-id=044')).toEqual({
      'ip-address': '192.0.2.1',
      'hw-address': '112233445566',
      'subnet-id': 44,
    })
    expect(read('lease4-get-all', 'subnets=1,7')).toEqual({ subnets: [1, 7] })
    expect(read('lease4-update', 'force-create=true')).toEqual({ 'force-create': true })
    expect(read('lease6-add', 'iaid=18446744073709551615')).toEqual({ iaid: 2n ** 64n - 1n })
  })

  it('of an unknown command are what they look like', () => {
    expect(read('my-command', 'a=1', 'b=-2.5', 'c=true', 'd=null', 'e=007', 'f=x', 'g="1"', `h='true'`, 'i=')).toEqual({
      a: 1,
      b: -2.5,
      c: true,
      d: null,
      e: '007',
      f: 'x',
      g: '1',
      h: 'true',
      i: '',
    })
  })

  it('may be JSON, whole or in part, and paths into it', () => {
    expect(read('reservation-add', '{"reservation": {"subnet-id": 1}}', 'operation-target=memory')).toEqual({
      reservation: { 'subnet-id': 1 },
      'operation-target': 'memory',
    })
    expect(read('reservation-add', 'reservation.subnet-id=1', 'reservation.hw-address=aa:bb')).toEqual({
      reservation: { 'subnet-id': 1, 'hw-address': 'aa:bb' },
    })
    expect(read('subnet4-add', 'subnet4.0.id=5', 'subnet4.0.pools=[{"pool":"192.0.2.0/28"}]')).toEqual({
      subnet4: [{ id: 5, pools: [{ pool: '192.0.2.0/28' }] }],
    })
  })

  it('may stand without their names, in the order of the command', () => {
    expect(read('lease4-get', '192.0.2.1')).toEqual({ 'ip-address': '192.0.2.1' })
    expect(read('statistic-sample-age-set', 'pkt4-received', '60')).toEqual({ name: 'pkt4-received', duration: 60 })
    expect(read('statistic-get', 'subnet[1].assigned-addresses')).toEqual({ name: 'subnet[1].assigned-addresses' })
  })

  it('are undefined when there are none', () => expect(read('status-get')).toBeUndefined())

  it('treat __proto__ as a name', () => {
    const value = read('x', '{"__proto__": {"polluted": 1}}', 'a=1')!
    expect(Object.keys(value)).toEqual(['__proto__', 'a'])
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype)
    read('x', '__proto__.polluted=1')
    expect(({} as { polluted?: number }).polluted).toBeUndefined()
  })

  it.each([
    ['lease4-wipe', 'subnet-id=one', /subnet-id: a whole number/],
    ['lease4-update', 'force-create=yes', /force-create: true or false/],
    ['reservation-add', 'reservation=x', /JSON map/],
    ['lease4-add', 'user-context={"a":', /user-context: this is not JSON/],
    ['status-get', 'x', /key=value/],
    ['x', '[1]', /key=value/],
    ['x', '{"a"}', /not JSON/],
    ['subnet4-add', 'subnet4.1.id=5', /next place in the list is 0/],
  ])('%s %s is wrong', (command, word, text) => {
    expect(() => read(command, word)).toThrow(InputProblem)
    expect(() => read(command, word)).toThrow(text)
  })

  it('are given once', () => expect(() => read('x', 'a=1', 'a=2')).toThrow('a is given twice'))
})
