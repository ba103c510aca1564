import { describe, expect, test } from 'vitest'
import { DateFormat } from '../../../src/server/time/date-format.js'

describe('dates', () => {
  test('fields follow from second to second, milliseconds within one', () => {
    const format = new DateFormat('%S.%q')
    const start = new Date(2026, 0, 1, 0, 0, 58, 999).getTime()
    expect([0, 1, 1000, 1001, 1501].map(ms => format.format(start + ms))).toEqual([
      '58.999',
      '59.000',
      '59.999',
      '00.000',
      '00.500',
    ])
  })

  test('a clock that is set back shows the earlier time', () => {
    const format = new DateFormat('%H:%M:%S')
    const noon = new Date(2026, 0, 1, 12, 0, 0).getTime()
    expect([format.format(noon), format.format(noon - 1000)]).toEqual(['12:00:00', '11:59:59'])
  })

  test('a lonely percent sign and unknown letters stay', () => {
    expect(new DateFormat('%v 100%').format(0)).toBe('%v 100%')
  })
})
