import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences } from '../kit/answer-difference.js'
import { needs } from '../kit/gate.js'
import { comparedCommand, judgesKeats, keaCommand } from '../kit/server-process.js'
import { fixtures } from './comparison-fixtures.js'
import { featureFixtures } from './comparison-fixtures-features.js'
import { Place } from './comparison-stage.js'

describe.runIf(needs('root', 'netns', 'ip', 'tshark', 'kea-dhcp4'))(
  'the same packets to Kea 2.2 and to this server',
  () => {
    let kea: Place
    let keats: Place
    beforeAll(async () => {
      kea = await Place.open(keaCommand)
      keats = await Place.open(comparedCommand())
    })
    afterAll(() => Promise.all([kea?.close(), keats?.close()]))

    for (const fixture of [...fixtures, ...featureFixtures]) {
      test(fixture.name, async () => {
        const [one, other] = await Promise.all([kea.hear(fixture), keats.hear(fixture)])
        expect(one.map(({ answer }) => answer?.type ?? '-').join(' ')).toBe(fixture.kea)
        const found = differences(one, other)
        const meant = fixture.meant ?? []
        expect(found.filter(line => !meant.some(each => each.test(line)))).toEqual([])
        // What is meant has to be there: a difference that went away is to be taken out of the list
        if (judgesKeats()) expect(meant.filter(each => !found.some(line => each.test(line)))).toEqual([])
      })
    }
  },
)
