import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { differences6, outcome } from '../kit/answer-difference6.js'
import { needs } from '../kit/gate.js'
import { comparedCommand, judgesKeats, keaCommand6 } from '../kit/server-process.js'
import { fixtures6 } from './comparison-fixtures6.js'
import { optionFixtures6 } from './comparison-fixtures6-options.js'
import { placeFixtures6 } from './comparison-fixtures6-places.js'
import { Place6 } from './comparison-stage6.js'

describe.runIf(needs('root', 'netns', 'ip', 'tshark', 'kea-dhcp6'))(
  'the same DHCPv6 packets to Kea 2.2 and to this server',
  () => {
    let kea: Place6
    let keats: Place6
    beforeAll(async () => {
      kea = await Place6.open(keaCommand6)
      keats = await Place6.open(comparedCommand(6))
    })
    afterAll(() => Promise.all([kea?.close(), keats?.close()]))

    for (const fixture of [...fixtures6, ...placeFixtures6, ...optionFixtures6]) {
      test(fixture.name, async () => {
        const [one, other] = await Promise.all([kea.hear(fixture), keats.hear(fixture)])
        expect(one.map(({ answer }) => outcome(answer))).toEqual(fixture.kea)
        const found = differences6(one, other)
        const meant = fixture.meant ?? []
        expect(found.filter(line => !meant.some(each => each.test(line)))).toEqual([])
        // What is meant has to be there: a difference that went away is to be taken out of the list
        if (judgesKeats(6)) expect(meant.filter(each => !found.some(line => each.test(line)))).toEqual([])
      })
    }
  },
)
