import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isBuiltin } from '../../src/server/classify/builtin.js'
import { ClassNames, ClassSet } from '../../src/server/classify/class-set.js'
import { compileExpression } from '../../src/server/classify/expression.js'
import { formatExpression } from '../../src/server/classify/format.js'
import { Frame } from '../../src/server/classify/frame.js'
import { standardSpaces } from '../../src/wire/standard-options.js'
import { PlainPacket } from '../kit/classify-packet.js'
import { sampleBytes4, sampleBytes6 } from '../kit/classify-sample.js'
import { expressions } from '../kit/expressions.js'

const SECONDS = Number(process.env.KEATS_FUZZ_SECONDS ?? 2)

/** An expression with a few characters changed, cut out or repeated, and a packet with a few bytes changed. */
const damage = fc.array(
  fc.record({
    at: fc.nat(4000),
    kind: fc.constantFrom('change', 'cut', 'repeat'),
    by: fc.constantFrom(...'()[].,+*=\'"0x:-aA1 \n\0é'),
  }),
  { maxLength: 4 },
)

it(
  'expressions and packets, damaged at random, never bring the compiler or the evaluator to an exception',
  () => {
    const spaces = { v4: standardSpaces(4), v6: standardSpaces(6) }
    const variant = fc.record({
      family: fc.constantFrom('v4' as const, 'v6' as const),
      generation: fc.constantFrom('2.2' as const, '3' as const),
      kind: fc.constantFrom('boolean' as const, 'string' as const),
    })
    const input = variant.chain(v => {
      const { test, text } = expressions(v)
      return fc.record({ v: fc.constant(v), tree: v.kind === 'boolean' ? test : text, damage, bytes: damage })
    })
    fc.assert(
      fc.property(input, ({ v, tree, damage: cuts, bytes }) => {
        let text = formatExpression(tree)
        for (const { at, kind, by } of cuts) {
          const i = at % (text.length + 1)
          if (kind === 'change') text = text.slice(0, i) + by + text.slice(i + 1)
          else if (kind === 'cut') text = text.slice(0, i) + text.slice(i + (at % 7))
          else text = text.slice(0, i) + text.slice(i, i + (at % 9)) + text.slice(i)
        }
        const names = new ClassNames()
        const result = compileExpression(text, { ...v, spaces: spaces[v.family], names, isDefinedClass: isBuiltin })
        if ('error' in result) {
          expect(result.error).toMatch(/^<string>:\d+\.\d+(-\d+)?: ./s)
          return
        }
        const packet = Buffer.from(v.family === 'v4' ? sampleBytes4 : sampleBytes6)
        for (const { at, by } of bytes) packet[at % packet.length] = by.charCodeAt(0)
        const frame = new Frame(new PlainPacket(v.family, packet), new ClassSet(names))
        const matched = result.ok.test(frame)
        if (v.kind === 'string' || frame.failure !== '') expect(matched).toBe(false)
        const { start, end } = result.ok.value(frame)
        expect(start).toBeLessThanOrEqual(end)
        expect(end).toBeLessThanOrEqual(frame.bytes.length)
      }),
      { numRuns: Number.POSITIVE_INFINITY, interruptAfterTimeLimit: SECONDS * 1000, markInterruptAsFailure: false },
    )
  },
  (SECONDS + 30) * 1000,
)
