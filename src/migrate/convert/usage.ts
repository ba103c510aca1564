import type { Block, OptionName, Statement, Value } from '../isc/syntax.js'

/** Every statement of a block and of what stands in it, in the order of the text. */
export function* everyStatement(block: Block): Generator<Statement> {
  for (const statement of block.statements) {
    yield statement
    if (statement.kind === 'scope' || statement.kind === 'event') yield* everyStatement(statement.body)
    else if (statement.kind === 'if') for (const { body } of statement.branches) yield* everyStatement(body)
    else if (statement.kind === 'switch') for (const { body } of statement.cases) yield* everyStatement(body)
  }
}

/** One text for each option: dhcpd reads names without regard to case. */
export const keyOf = ({ space, name }: OptionName): string => `${space}.${name}`.toLowerCase()

/** What the options of an input are set to, anywhere: types that dhcpd leaves open are settled by it. */
export class Usage {
  private readonly values = new Map<string, Value[]>()

  constructor(block: Block) {
    for (const statement of everyStatement(block)) {
      if (statement.kind !== 'option') continue
      const key = keyOf(statement.option)
      const known = this.values.get(key)
      const flat = statement.values.flat()
      if (known === undefined) this.values.set(key, flat)
      else known.push(...flat)
    }
  }

  /** A value does not fit a signed integer of this many bits. */
  exceeds(option: OptionName, bits: 8 | 16 | 32): boolean {
    const values = this.values.get(keyOf(option)) ?? []
    return values.some(({ text }) => Number(text) > 2 ** (bits - 1) - 1)
  }

  /** All values are texts in quotes. */
  isText(option: OptionName): boolean {
    const values = this.values.get(keyOf(option)) ?? []
    return values.every(value => value.kind === 'string' && value.text !== '')
  }
}
