import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Generation } from '../../../src/server/config/behaviours.js'
import { family4 } from '../../../src/server/config/decide/family.js'
import { type Loaded, loading } from '../../../src/server/config/load.js'
import { configGet } from '../../../src/server/config/show/config-get.js'
import { explain } from '../../../src/server/config/show/explain.js'
import { runAtOnce } from '../../../src/server/config/slices.js'
import { upgrade } from '../../../src/server/config/upgrade/upgrade.js'
import { shownConfigurations } from '../../fixtures/config/shown.js'
import { accepted } from '../../fixtures/config/verdicts.js'
import { comparable } from './comparable.js'

const texts = [...accepted, ...Object.values(shownConfigurations).map(dhcp4 => JSON.stringify({ Dhcp4: dhcp4 }))]
const bits = ['"', '{', '}', ',', ':', '1', '0', '"id": 1,', 'true', 'false', '""', '"a"', '# x\n', '[', ']', '-', 'e']

/** Texts that are good, nearly good, and not good at all. */
const mutant = fc
  .tuple(
    fc.constantFrom(...texts),
    fc.array(fc.tuple(fc.nat(), fc.nat(12), fc.constantFrom(...bits)), { maxLength: 2 }),
  )
  .map(([text, edits]) =>
    edits.reduce((before, [at, cut, put]) => {
      const start = at % (before.length + 1)
      return before.slice(0, start) + put + before.slice(start + cut)
    }, text),
  )
const generations = fc.constantFrom<Generation>('2.2', '3')

function load(text: string, generation: Generation, skipBadReservations = false): Loaded {
  return runAtOnce(loading(['c.json'], { read: () => text, generation, skipBadReservations }))
}

describe('whatever a file says', () => {
  it('leaving bad reservations out is never stricter', () => {
    fc.assert(
      fc.property(mutant, generations, (text, generation) => {
        if (load(text, generation).ok) expect(load(text, generation, true).ok).toBe(true)
        else load(text, generation, true)
      }),
    )
  })

  it('if it is sound it can be shown and explained, and what is shown loads to the same', () => {
    fc.assert(
      fc.property(mutant, generations, (text, generation) => {
        const { services, trees } = load(text, generation)
        if (services.dhcp4 === undefined) return
        const map = trees.get('Dhcp4')!
        for (const path of [
          'subnet4[0]',
          'shared-networks[0].subnet4[0].pools[0]',
          'client-classes[0]',
          'reservations[0]',
        ])
          explain(map, services.dhcp4, family4, path)
        runAtOnce(configGet(map, services.dhcp4, family4, 'kea'))
        const shown = JSON.stringify({ Dhcp4: runAtOnce(configGet(map, services.dhcp4, family4, 'effective')) })
        // JSON.stringify writes escapes that the dialect does not have
        fc.pre(!shown.includes('\\u'))
        expect(comparable(load(shown, generation).services.dhcp4)).toEqual(comparable(services.dhcp4))
      }),
    )
  })

  it('if it is sound for Kea 3, what is upgraded decides the same', () => {
    fc.assert(
      fc.property(mutant, text => {
        const { services } = load(text, '3')
        if (services.dhcp4 === undefined) return
        const upgraded = upgrade('c.json', () => text)
        if ('wrong' in upgraded) return
        expect(comparable(load(upgraded.texts.get('c.json')!, '3').services.dhcp4)).toEqual(comparable(services.dhcp4))
      }),
    )
  })
})
