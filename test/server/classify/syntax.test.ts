import { describe, expect, it } from 'vitest'
import { refusal } from './expression-kit.js'
import { type SyntaxCase, syntaxCases, textSyntaxCases } from './kea-syntax.js'

type Row = [family: 'v4' | 'v6', text: string, says: string | undefined]
const rows = (cases: readonly SyntaxCase[]): Row[] => cases.map(([family, text, says]) => [family, text, says])

describe('what is accepted, and what is said of the rest', () => {
  it.each(rows(syntaxCases))('%s test %j', (family, text, says) => {
    expect(refusal(text, { family })).toBe(says)
  })

  it.each(rows(textSyntaxCases))('%s value %j', (family, text, says) => {
    expect(refusal(text, { family, kind: 'string' })).toBe(says)
  })

  it('shows a whole character where a byte is wrong', () => {
    expect(refusal("é == 'a'")).toBe('<string>:1.1: Invalid character: é')
  })

  it('counts columns in bytes', () => {
    expect(refusal("'é' == 'a' x")).toBe('<string>:1.13: Invalid character: x')
  })

  it('refuses a carriage return', () => {
    expect(refusal("'a'\r\n== 'b'")).toBe('<string>:1.4: Invalid character: \r')
  })
})

describe('words of later generations', () => {
  const later = [
    "lcase('A') == 'a'",
    "ucase('a') == 'A'",
    "match('ab*', option[60].hex)",
    "'a' == 'b' sand 'c' == 'd'",
    "'a' == 'b' sor 'c' == 'd'",
    "sifelse('a' == 'b', 'c', 'd') == 'c'",
    'option[1].option[2].option[3].exists',
    'relay4[1].option[2].exists',
  ]

  it.each(later)('%s is refused by 2.2 and accepted by 3', text => {
    expect(refusal(text)).toMatch(/^<string>:1\.\d+(-\d+)?: /)
    expect(refusal(text, { generation: '3' })).toBeUndefined()
  })

  it('names a regular expression that is none', () => {
    expect(refusal("match('a(', option[60].hex)", { generation: '3' })).toBe(
      "<string>:1.7-10: invalid regular expression 'a('",
    )
  })
})
