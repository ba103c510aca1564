import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Json, Real } from '../../../src/server/api/json/json.js'
import { JsonFeed } from '../../../src/server/api/json/json-feed.js'
import { body, JsonFault, readJson, wire } from '../../../src/server/api/json/json-reader.js'
import { jsonText } from '../../../src/server/api/json/json-writer.js'
import { jsonOf } from '../../../src/server/api/json/written.js'
import { plain } from '../../../src/server/config/read.js'
import { runAtOnce } from '../../../src/server/config/slices.js'

const read = (text: string, bigIntegers = true) => runAtOnce(readJson(text, body, bigIntegers))

/** Values that JSON has words for. */
const json = fc.letrec<{ any: Json }>(tie => ({
  any: fc.oneof(
    { maxDepth: 5 },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 127n), max: 2n ** 128n }),
    fc.string({ unit: 'grapheme' }),
    fc.string({ unit: 'binary-ascii' }),
    fc.array(tie('any'), { maxLength: 5 }),
    fc.dictionary(fc.string(), tie('any'), { maxKeys: 5 }),
  ),
})).any

describe('what is written', () => {
  // as kea-dhcp4 2.2 prints them
  test.each<[Json, string]>([
    [{ b: [1, 2], a: 1 }, '{ "a": 1, "b": [ 1, 2 ] }'],
    [{}, '{  }'],
    [[], '[  ]'],
    [{ a: {}, b: [[]] }, '{ "a": {  }, "b": [ [  ] ] }'],
    ['a/b"\\\b\f\n\r\t', '"a/b\\"\\\\\\b\\f\\n\\r\\t"'],
    ['\u0000\u001f\u007f', '"\\u0000\\u001f\\u007f"'],
    [new Real(1), '1.0'],
    [0.5, '0.5'],
    [0.875, '0.875'],
    [1 / 3, '0.333333'],
    [new Real(1e20), '1e+20'],
    [0.00001, '1e-05'],
    [1234567.8, '1.23457e+06'],
    [2n ** 64n, '18446744073709551616'],
    [{ a: undefined, b: null }, '{ "b": null }'],
  ])('number %#', (value, text) => expect(jsonText(value)).toBe(text))

  test('reads as what it was', () => {
    fc.assert(
      fc.property(json, value => {
        const text = jsonText(value)
        const tree = read(text)
        if (tree instanceof JsonFault) throw new Error(tree.text)
        expect(jsonText(jsonOf(tree))).toBe(text)
        // and everybody else reads the same
        expect(JSON.parse(text, (_, v) => v)).toEqual(
          JSON.parse(JSON.stringify(value, (_, v) => (typeof v === 'bigint' ? Number(v) : v))),
        )
      }),
    )
  })
})

describe('what is read', () => {
  test('is what others read, where they read it', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const text = JSON.stringify(value)
        fc.pre(!text.includes('\\u'))
        const tree = read(text)
        if (tree instanceof JsonFault) throw new Error(tree.text)
        expect(plain(tree)).toEqual(JSON.parse(text))
      }),
    )
  })

  test('beyond 64 bits is exact for Kea 3, and refused for 2.2', () => {
    expect(jsonOf(read('18446744073709551615') as never)).toBe(18446744073709551615n)
    expect(read('18446744073709551615', false)).toEqual(
      new JsonFault('Number overflow: 18446744073709551615 in <string>:1:1'),
    )
    expect(jsonOf(read('9223372036854775807', false) as never)).toBe(9223372036854775807n)
  })

  test('is bounded in depth and number of values', () => {
    expect(read('['.repeat(101))).toEqual(new JsonFault('nested more than 100 levels deep in <string>:1:101'))
    expect(read(`[${'1,'.repeat(4_000_001)}`)).toBeInstanceOf(JsonFault)
  })

  test('has its keys as they are, whatever they are called', () => {
    expect(jsonText(jsonOf(read('{"__proto__":1,"constructor":2}') as never))).toBe(
      '{ "__proto__": 1, "constructor": 2 }',
    )
  })

  test('counts lines from 0 on a socket, from 1 over HTTP', () => {
    const at = (origin: typeof wire) => (runAtOnce(readJson('[\n x', origin, true)) as JsonFault).text
    expect(at(wire)).toBe('error: unexpected character x in <wire>:1:3')
    expect(at(body)).toBe('error: unexpected character x in <string>:2:3')
  })
})

describe('the end of a document', () => {
  test('is found however the bytes are cut, and comments are left out', () => {
    const text = '# a\n{ "a": "}# \\" //", // b }\n"b": [ { } ] /* }\n* / */ } rest'
    const whole = feed([Buffer.from(text)])
    fc.assert(
      fc.property(fc.array(fc.nat(text.length), { maxLength: 6 }), cuts => {
        const places = [0, ...cuts.sort((a, b) => a - b), text.length]
        const parts = places.slice(1).map((place, i) => Buffer.from(text.slice(places[i], place)))
        expect(feed(parts)).toBe(whole)
      }),
    )
    expect(whole).toBe('{ "a": "}# \\" //", \n"b": [ { } ] \n }')
  })

  test('beyond 64 MiB is not looked for', () => {
    const feed = new JsonFeed()
    const part = Buffer.alloc(1024 * 1024, 0x5b)
    for (let i = 0; i < 64; i++) expect(feed.push(part)).toBe('more')
    expect(feed.push(Buffer.from('['))).toEqual(new JsonFault('the command is longer than 67108864 bytes'))
  })
})

function feed(parts: readonly Buffer[]): string {
  const feed = new JsonFeed()
  for (const part of parts) if (feed.push(part) === 'done') return feed.text()
  return 'incomplete'
}
