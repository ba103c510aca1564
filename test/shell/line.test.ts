import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InputProblem } from '../../src/shell/input-problem.js'
import { plain, readLine } from '../../src/shell/line.js'

const words = (text: string) => (readLine(text) as { words: readonly string[] }).words

describe('a typed line', () => {
  it.each([
    ['lease4-get ip-address=192.0.2.1', ['lease4-get', 'ip-address=192.0.2.1']],
    ['  a\tb  ', ['a', 'b']],
    ['x name="two words" y', ['x', 'name="two words"', 'y']],
    [`x data='it "is"'`, ['x', `data='it "is"'`]],
    ['x "esc \\" aped" y', ['x', '"esc \\" aped"', 'y']],
    ['x {"a": [1, 2], "b": "} ]"} y', ['x', '{"a": [1, 2], "b": "} ]"}', 'y']],
    ['x subnet4=[{"id": 1}] y', ['x', 'subnet4=[{"id": 1}]', 'y']],
    // brackets inside of a word are letters: names of statistics
    ['statistic-get name=subnet[1].assigned-addresses', ['statistic-get', 'name=subnet[1].assigned-addresses']],
    ["x it's", ['x', "it's"]],
    ['x a=b=[c', ['x', 'a=b=[c']],
    ['', []],
  ])('%s', (text, expected) => expect(words(text)).toEqual(expected))

  it('goes on when a quote or JSON is open', () => {
    for (const text of ['x {', 'x a={"b": [1,', 'x "abc', "x a='b", 'x [ "]"']) expect(readLine(text)).toBe('open')
    expect(words('x {\n"a": 1\n}')).toEqual(['x', '{\n"a": 1\n}'])
  })

  it('says where the answer goes', () => {
    expect(readLine('a b | json')).toEqual({ words: ['a', 'b'], filter: 'json' })
    expect(readLine('a > "my file"')).toEqual({ words: ['a'], target: { path: 'my file', append: false } })
    expect(readLine('a |json >>f')).toEqual({ words: ['a'], filter: 'json', target: { path: 'f', append: true } })
    expect(words(`a test="x > 1 | y"`)).toEqual(['a', 'test="x > 1 | y"'])
    for (const text of ['a |', 'a >', 'a > f | json', 'a | json b', 'a > f > g', 'a > f b'])
      expect(() => readLine(text)).toThrow(InputProblem)
  })

  it('reads any values that are written as JSON, one word each', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue(), { maxLength: 4 }), values => {
        const line = values.map((value, i) => `k${i}=${JSON.stringify(value, undefined, i % 2)}`)
        expect(words(['x', ...line].join(' '))).toEqual(['x', ...line])
      }),
    )
  })

  it('reads anything without failing in another way than by saying so', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...`ab ={}[]"'\\|>\n`) }), text => {
        try {
          readLine(text)
        } catch (error) {
          expect(error).toBeInstanceOf(InputProblem)
        }
      }),
    )
  })

  it('takes quotes off', () => {
    expect([`"a\\n"`, `'a\\n'`, 'a"b', '"'].map(plain)).toEqual(['a\n', 'a\\n', 'a"b', '"'])
  })
})
