import { expect, it } from 'vitest'
import { Message4 } from '../../../src/wire/v4/message.js'
import { discover, tlv } from './datagram.js'
import { notCompared, refusedLengths, triedLengths } from './refused-lengths.js'

it('refuses the options that Kea refuses, and no others', () => {
  const expected = new Map(refusedLengths.flatMap(([codes, lengths]) => codes.map(code => [code, lengths] as const)))
  const message = new Message4()
  for (let code = 1; code < 255; code++) {
    if (notCompared.has(code)) continue
    const refused = triedLengths.filter(length => {
      const bytes = discover(tlv(code, Buffer.alloc(length, 1)))
      return message.read(bytes, 0, bytes.length) !== undefined
    })
    expect([code, refused]).toEqual([code, expected.get(code) ?? []])
  }
})
