import { expect, it } from 'vitest'
import { Message6 } from '../../../src/wire/v6/message.js'
import { inform, tlv } from './datagram.js'
import { notCompared, refusedLengths, triedLengths } from './refused-lengths.js'

it('refuses the options that Kea refuses, and no others', () => {
  const expected = new Map(refusedLengths.flatMap(([codes, lengths]) => codes.map(code => [code, lengths] as const)))
  const message = new Message6()
  for (const code of [...Array.from({ length: 160 }, (_, i) => i), 224, 255, 256, 1000, 65535]) {
    if (notCompared.has(code)) continue
    const refused = triedLengths.filter(length => {
      // relay-msg, which no client sends, means nothing outside of a relay message
      const bytes = inform(tlv(code, Buffer.alloc(length, 1)))
      return message.read(bytes, 0, bytes.length) !== undefined
    })
    expect([code, refused]).toEqual([code, expected.get(code) ?? []])
  }
})
