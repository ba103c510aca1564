import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isBuiltin } from '../../../src/server/classify/builtin.js'
import { ClassNames, ClassSet } from '../../../src/server/classify/class-set.js'
import { type Compiled, compileExpression } from '../../../src/server/classify/expression.js'
import { formatExpression } from '../../../src/server/classify/format.js'
import { Frame } from '../../../src/server/classify/frame.js'
import type { PacketView } from '../../../src/server/classify/packet-view.js'
import { message4, PlainPacket } from '../../kit/classify-packet.js'
import { samplePacket4, samplePacket6 } from '../../kit/classify-sample.js'
import { expressions } from '../../kit/expressions.js'
import { compiled, options } from './expression-kit.js'

const variants = [
  { family: 'v4', generation: '2.2' },
  { family: 'v4', generation: '3' },
  { family: 'v6', generation: '2.2' },
  { family: 'v6', generation: '3' },
] as const

function outcome(expression: Compiled, kind: 'boolean' | 'string', packet: PacketView): string {
  const names = new ClassNames()
  const frame = new Frame(packet, new ClassSet(names))
  if (kind === 'boolean') return `${expression.test(frame)} ${frame.failure}`
  const { bytes, start, end } = expression.value(frame)
  return `${Buffer.from(bytes.slice(start, end)).toString('hex')} ${frame.failure}`
}

describe.each(variants)('$family $generation', variant => {
  const sample = variant.family === 'v4' ? samplePacket4() : samplePacket6()
  const { test, text } = expressions(variant)
  const both = fc.oneof(
    test.map(tree => ({ tree, kind: 'boolean' as const })),
    text.map(tree => ({ tree, kind: 'string' as const })),
  )

  it('prints what parses to the same text and evaluates to the same value', () => {
    fc.assert(
      fc.property(both, ({ tree, kind }) => {
        const written = formatExpression(tree)
        const first = compiled(written, { ...variant, kind })
        const again = compiled(first.toString(), { ...variant, kind })
        expect(again.toString()).toBe(first.toString())
        expect(outcome(again, kind, sample)).toBe(outcome(first, kind, sample))
      }),
      { numRuns: 300 },
    )
  })

  it('evaluates on any packet, however broken, without an exception', () => {
    fc.assert(
      fc.property(both, fc.uint8Array({ maxLength: 200 }), ({ tree, kind }, noise) => {
        const expression = compiled(formatExpression(tree), { ...variant, kind })
        const bytes =
          variant.family === 'v4'
            ? Buffer.concat([message4({}).subarray(0, 240), noise])
            : Buffer.from([12, 0, ...noise])
        outcome(expression, kind, new PlainPacket(variant.family, bytes))
      }),
      { numRuns: 300 },
    )
  })
})

describe('any text', () => {
  it('is compiled or refused at a place within it, never an exception', () => {
    const pieces = fc.constantFrom(
      ..."option relay4 relay6 pkt4 vendor-class member ( ) [ ] . , + == and or not hex exists 1 -1 0x1 ::1 'a' é \" \n".split(
        ' ',
      ),
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 3 }))), words => {
        const text = words.join(' ')
        const result = compileExpression(text, options({ isDefinedClass: isBuiltin }))
        if ('ok' in result) return
        const line = text.split('\n')[result.at.line - 1]!
        expect(result.at.column).toBeLessThanOrEqual(Buffer.byteLength(line) + 1)
      }),
      { numRuns: 2000 },
    )
  })
})
