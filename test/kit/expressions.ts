import fc from 'fast-check'
import type { BooleanNode, OptionPath, TextNode, UnaryName } from '../../src/server/classify/ast.js'

interface Words {
  readonly family: 'v4' | 'v6'
  readonly generation: '2.2' | '3'
}

const word = fc.stringMatching(/^[a-z.:-]{0,6}$/)
const code4 = fc.constantFrom(12, 43, 50, 53, 60, 61, 77, 82, 124, 125, 200)
const code6 = fc.constantFrom(1, 3, 5, 6, 8, 15, 16, 17, 18, 37, 300)
const nest = fc.integer({ min: -32, max: 31 })
const small = fc.bigInt({ min: -9n, max: 9n })
const wide = fc.oneof({ weight: 9, arbitrary: small }, { weight: 1, arbitrary: fc.constant(99_999_999_999n) })

/** Random expressions of the whole language, as trees that the parser could have made. */
export function expressions({ family, generation }: Words): {
  test: fc.Arbitrary<BooleanNode>
  text: fc.Arbitrary<TextNode>
} {
  const later = generation === '3'
  const code = family === 'v4' ? code4 : code6
  const below = fc.array(code, { maxLength: later ? 2 : 1 })
  const none = fc.constant<number[]>([])
  const roots: fc.Arbitrary<OptionPath>[] = [
    fc.record({
      root: fc.constant({ kind: 'option' } as const),
      codes: fc.tuple(code, below).map(([first, rest]) => [first, ...rest]),
    }),
    fc.record({
      root: fc.record({ kind: fc.constant('vendor' as const), enterprise: fc.constantFrom(0, 9, 4491) }),
      codes: code.map(one => [one]),
    }),
  ]
  const relayed = fc.tuple(code, later ? below : none).map(([first, rest]) => [first, ...rest])
  if (family === 'v4') roots.push(fc.record({ root: fc.constant({ kind: 'relay4' } as const), codes: relayed }))
  else roots.push(fc.record({ root: fc.record({ kind: fc.constant('relay6' as const), nest }), codes: relayed }))
  const path = fc.oneof(...roots)

  const unaryNames: UnaryName[] = ['addrtotext', 'int8totext', 'uint16totext', 'int32totext', 'uint32totext']
  if (later) unaryNames.push('lcase', 'ucase')
  const flag = later ? fc.boolean() : fc.constant(false)
  const vendorOption = fc.constantFrom('vendor' as const, 'vendor-class' as const)
  const field = fc.constantFrom(
    ...(['pkt.iface', 'pkt.src', 'pkt.dst', 'pkt.len'] as const),
    ...(family === 'v4'
      ? (['pkt4.mac', 'pkt4.hlen', 'pkt4.ciaddr', 'pkt4.giaddr', 'pkt4.msgtype', 'pkt4.transid'] as const)
      : (['pkt6.msgtype', 'pkt6.transid'] as const)),
  )

  const { test, text } = fc.letrec<{ test: BooleanNode; text: TextNode }>(tie => ({
    text: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'expression' },
      fc.oneof<fc.Arbitrary<TextNode>[]>(
        word.map(s => ({ kind: 'literal', form: 'string', bytes: Buffer.from(s) })),
        fc
          .uint8Array({ minLength: 1, maxLength: 4 })
          .map(b => ({ kind: 'literal', form: 'hex', bytes: Buffer.from(b) })),
        fc
          .uint8Array({ minLength: 4, maxLength: 4 })
          .map(b => ({ kind: 'literal', form: 'integer', bytes: Buffer.from(b) })),
        fc
          .oneof(fc.uint8Array({ minLength: 4, maxLength: 4 }), fc.uint8Array({ minLength: 16, maxLength: 16 }))
          .map(b => ({ kind: 'literal', form: 'address', bytes: Buffer.from(b) })),
        fc.record({ kind: fc.constant('option'), path, as: fc.constantFrom('hex', 'text') }),
        fc.record({ kind: fc.constant('field'), field }),
        fc.record({ kind: fc.constant('enterprise'), option: vendorOption }),
        fc.record({
          kind: fc.constant('vendor-data'),
          enterprise: fc.constantFrom(0, 4491),
          index: fc.constantFrom(undefined, 0, 1, 9),
        }),
      ),
      fc.oneof<fc.Arbitrary<TextNode>[]>(
        fc.record({ kind: fc.constant('concat'), left: tie('text'), right: tie('text') }),
        fc.record({ kind: fc.constant('hexstring'), of: tie('text'), separator: tie('text') }),
        fc.record({
          kind: fc.constant('substring'),
          of: tie('text'),
          start: wide,
          length: fc.oneof(wide, fc.constant('all' as const)),
        }),
        fc.record({ kind: fc.constant('split'), of: tie('text'), delimiters: tie('text'), field: wide }),
        fc.record({
          kind: fc.constant('ifelse'),
          strict: flag,
          test: tie('test'),
          first: tie('text'),
          second: tie('text'),
        }),
        fc.record({ kind: fc.constant('call'), name: fc.constantFrom(...unaryNames), of: tie('text') }),
      ),
    ),
    test: fc.oneof(
      { maxDepth: 4, depthIdentifier: 'expression' },
      fc.oneof<fc.Arbitrary<BooleanNode>[]>(
        fc.record({ kind: fc.constant('exists'), path }),
        fc.record({
          kind: fc.constant('vendor-exists'),
          option: vendorOption,
          enterprise: fc.constantFrom(0, 9, 4491),
        }),
        fc.record({ kind: fc.constant('member'), name: fc.constantFrom('ALL', 'KNOWN', 'HA_x') }),
      ),
      fc.oneof<fc.Arbitrary<BooleanNode>[]>(
        fc.record({ kind: fc.constant('equal'), left: tie('text'), right: tie('text') }),
        fc.record({ kind: fc.constant('not'), of: tie('test') }),
        fc.record({
          kind: fc.constantFrom('and', 'or'),
          strict: flag,
          left: tie('test'),
          right: tie('test'),
        }),
      ),
    ),
  }))
  return { test, text }
}
