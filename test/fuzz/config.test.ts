import { existsSync, readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loading } from '../../src/server/config/load.js'
import { formatProblem } from '../../src/server/config/problem.js'
import { runAtOnce } from '../../src/server/config/slices.js'
import { accepted, refused } from '../fixtures/config/verdicts.js'

const seconds = Number(process.env.KEATS_FUZZ_SECONDS ?? 2)

const folders = [new URL('../fixtures/config/', import.meta.url).pathname, '/usr/share/doc/kea/examples/kea4/']
const texts = [
  ...accepted,
  ...refused.map(([text]) => text),
  ...folders.filter(existsSync).flatMap(folder =>
    readdirSync(folder)
      .filter(name => /\.(json|conf)$/.test(name))
      .map(name => readFileSync(folder + name, 'utf8')),
  ),
]

/** Things that mean something in the dialect, put where they do not belong. */
const bits = [
  ...'{}[],:"\\/#*-+.0\n\t ',
  '\u0000',
  '/*',
  '*/',
  '//',
  '<?include "c.json"?>',
  '<?include',
  '\\u00',
  'null',
  'true',
  '{}',
  '[]',
  '-1',
  '1e999',
  '99999999999999999999',
  '"__proto__"',
  '"constructor"',
  '0.0.0.0/0',
  '255.255.255.255',
  '4294967296',
]

const edit = fc.record({
  at: fc.nat(),
  cut: fc.oneof({ weight: 3, arbitrary: fc.nat(12) }, fc.nat(400)),
  put: fc.oneof(fc.constantFrom(...bits), fc.string({ maxLength: 4 })),
})

describe('configuration files', () => {
  it(
    'of any kind are decided or refused, never more',
    () => {
      fc.assert(
        fc.property(fc.constantFrom(...texts), fc.array(edit, { minLength: 1, maxLength: 6 }), (text, edits) => {
          let mutant = text
          for (const { at, cut, put } of edits) {
            const start = at % (mutant.length + 1)
            mutant = mutant.slice(0, start) + put + mutant.slice(start + cut)
          }
          const { ok, services, problems, sources } = runAtOnce(loading(['c.json'], { read: () => mutant }))
          expect(ok).toBe(!problems.some(problem => problem.severity === 'error'))
          if (!ok) expect(services).toEqual({})
          for (const problem of problems) {
            expect(problem.at.line).toBeGreaterThan(0)
            expect(problem.at.endColumn).toBeGreaterThanOrEqual(problem.at.column)
            expect(formatProblem(problem, sources)).toContain(problem.text)
          }
        }),
        { numRuns: Number.POSITIVE_INFINITY, interruptAfterTimeLimit: seconds * 1000, markInterruptAsFailure: false },
      )
    },
    (seconds + 30) * 1000,
  )
})
