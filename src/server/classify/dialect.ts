import type { Generation } from '../config/behaviours.js'

/** What differs in the expression language between generations of Kea, by name. */
export interface Dialect {
  /** lcase, ucase, match, sand, sor and sifelse are words of the language. */
  readonly laterWords: boolean
  /** option[a].option[b].option[c]... to any depth, also under relay4 and relay6; else one level of sub-options. */
  readonly deepSubOptions: boolean
  /** `and`, `or` and ifelse evaluate all operands, so that an evaluation error in any of them spoils the result. */
  readonly strict: boolean
  /** An additional class without a test is assigned; else it is reported as untestable. */
  readonly additionalWithoutTest: boolean
  /** Class names made from packet bytes spell unusual characters as %XX. */
  readonly escapesNames: boolean
}

export const dialects: Readonly<Record<Generation, Dialect>> = {
  '2.2': {
    laterWords: false,
    deepSubOptions: false,
    strict: true,
    additionalWithoutTest: false,
    escapesNames: false,
  },
  '3': {
    laterWords: true,
    deepSubOptions: true,
    strict: false,
    additionalWithoutTest: true,
    escapesNames: true,
  },
}
