import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from '../../../src/server/config/parser.js'
import { Report } from '../../../src/server/config/problem.js'
import { plain } from '../../../src/server/config/read.js'
import { runAtOnce } from '../../../src/server/config/slices.js'
import type { Tree } from '../../../src/server/config/tree.js'

function parsed(
  text: string,
  files: Readonly<Record<string, string>> = {},
): { tree: Tree | undefined; report: Report } {
  const report = new Report()
  const read = (path: string): string => {
    const found = files[path]
    if (found === undefined) throw new Error('no such file')
    return found
  }
  return { tree: runAtOnce(parse('c.json', text, read, report)).tree, report }
}

function valueOfText(text: string, files?: Readonly<Record<string, string>>): unknown {
  const { tree, report } = parsed(text, files)
  expect(report.problems.filter(p => p.severity === 'error')).toEqual([])
  return plain(tree!)
}

const problemsOf = (text: string, files?: Readonly<Record<string, string>>): string[] =>
  parsed(text, files)
    .report.sorted()
    .map(p => `${p.at.file}:${p.at.line}:${p.at.column} ${p.code}`)

describe("Kea's dialect", () => {
  it('takes all of JSON that has no unicode escapes', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), value => {
        const text = JSON.stringify(value)
        // numbers beyond 64 bits are refused
        fc.pre(!text.includes('\\u') && !/\d{19}/.test(text))
        expect(JSON.stringify(valueOfText(text))).toBe(text)
      }),
    )
  })

  it('takes three kinds of comments wherever a blank may stand', () => {
    const text = '# first\n{ // one\n "a" /* two\n lines */ : 1, # end\n "b#": "//no /* comment */" }'
    expect(valueOfText(text)).toEqual({ a: 1, 'b#': '//no /* comment */' })
  })

  it('warns of commas too many and goes on', () => {
    expect(valueOfText('{"a":[1,,2,],"b":1,}')).toEqual({ a: [1, 2], b: 1 })
    expect(problemsOf('{"a":[1,,2,],"b":1,}')).toEqual([
      'c.json:1:9 extraneous-comma',
      'c.json:1:11 extraneous-comma',
      'c.json:1:19 extraneous-comma',
    ])
  })

  it('has the escapes of JSON, and of unicode the first 256 only', () => {
    expect(valueOfText('"a\\u0041\\n\\/\\"\\\\"')).toBe('aA\n/"\\')
    for (const bad of ['"a\\u0141"', '"a\\x"', '"tab\there"']) expect(problemsOf(bad)).toHaveLength(1)
  })

  it('tells whole numbers from reals', () => {
    const kinds = (text: string): string => parsed(text).tree!.kind
    expect(['1', '-1', '0077', '.5', '5e-1', '1.', '+77'].map(kinds)).toEqual([
      'integer',
      'integer',
      'integer',
      'real',
      'real',
      'real',
      'real',
    ])
    expect(valueOfText('0077')).toBe(77)
    expect(problemsOf('99999999999999999999')).toEqual(['c.json:1:1 bad-number'])
  })

  it('names the lower case spelling of a literal', () => {
    const { report } = parsed('[True]')
    expect(report.problems.map(p => p.text)).toEqual(['JSON true reserved keyword is lower case only'])
  })

  it('shows both places of a duplicate key, and keeps the first value', () => {
    const { tree, report } = parsed('{"m": {"k":1,\n"k":2}}')
    expect(plain(tree!)).toEqual({ m: { k: 1 } })
    const [problem] = report.problems
    expect(problem!.text).toBe('duplicate k entries in m map (previous at c.json:1:8)')
    expect([problem!.at.line, problem!.at.column]).toEqual([2, 1])
    expect(problem!.related!.at.column).toBe(8)
  })

  it('gives every value its place', () => {
    const { tree } = parsed('{\n  "subnet": "192.0.2.0/24"\n}')
    const entry = tree!.kind === 'map' ? tree!.entries.get('subnet') : undefined
    expect(entry!.keyAt).toEqual({ file: 'c.json', line: 2, column: 3, endColumn: 10 })
    expect(entry!.value.at).toEqual({ file: 'c.json', line: 2, column: 13, endColumn: 26 })
  })
})

describe('includes', () => {
  it('stand for the text of the file, wherever a blank may stand', () => {
    const files = { 'a.json': '"b": 2,\n<?include "c.json"?>', 'c.json': '"c": 3' }
    expect(valueOfText('{ "a": 1, <?include "a.json"?>, "d": 4 }', files)).toEqual({ a: 1, b: 2, c: 3, d: 4 })
  })

  it('keep the file name in places, and the line goes on after them', () => {
    const files = { 'a.json': '"b": 2,\n x' }
    expect(problemsOf('{ <?include "a.json"?>\n y }', files)).toEqual([
      'a.json:2:2 bad-character',
      'c.json:2:2 bad-character',
    ])
  })

  it('are reported where they cannot be read, and where they go too deep', () => {
    expect(problemsOf('{ <?include "none.json"?> }')).toEqual(['c.json:1:3 no-include'])
    expect(problemsOf('{ <?include "self"?> }', { self: '<?include "self"?>' })).toEqual(['self:1:1 include-depth'])
  })
})

describe('recovery', () => {
  it.each([
    ['a missing comma', '{"a":1 "b":2}', { a: 1, b: 2 }, ['1:8']],
    ['a missing colon', '{"a" 1, "b":2}', { a: 1, b: 2 }, ['1:6']],
    ['a missing value', '{"a":, "b":2}', { b: 2 }, ['1:6']],
    ['a missing bracket', '{"a":[1, 2, "b":{}}', { a: [1, 2], b: {} }, ['1:16']],
    ['a missing end', '{"a":[1', { a: [1] }, ['1:8']],
    ['a bare word', '{"a": yes, "b": no, "c": 1}', { c: 1 }, ['1:7', '1:17']],
    ['a key without quotes', '{a: 1, "b": 2}', { b: 2 }, ['1:2']],
    ['an open string', '{"a": "x\n, "b": 2}', { b: 2 }, ['1:7']],
    ['an open comment', '{"a": 1 /* ', { a: 1 }, ['1:9', '1:12']],
    ['something after the end', '{"a": 1} {', { a: 1 }, ['1:10']],
  ])('%s is one problem, and the rest is still read', (_, text, value, places) => {
    const { tree, report } = parsed(text)
    expect(plain(tree!)).toEqual(value)
    expect(report.sorted().map(p => `${p.at.line}:${p.at.column}`)).toEqual(places)
  })

  it('ends with nesting without end', () => {
    expect(problemsOf('['.repeat(100_000))).toEqual(['c.json:1:101 too-deep'])
  })
})
