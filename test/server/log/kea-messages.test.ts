import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { messages as classify } from '../../../src/server/classify/messages.js'
import { messages as engine } from '../../../src/server/engine/messages.js'
import { messages as answers6 } from '../../../src/server/engine/v6/answer-messages.js'
import { messages as leases6 } from '../../../src/server/engine/v6/lease-messages.js'
import { messages as packets6 } from '../../../src/server/engine/v6/packet-messages6.js'
import { messages as hooks } from '../../../src/server/hooks/messages.js'
import { messages as host } from '../../../src/server/host/messages.js'
import { messages as lease } from '../../../src/server/lease/messages.js'
import { type Message, rankOf } from '../../../src/server/log/logger.js'
import { messages as serverId } from '../../../src/server/server-id/messages.js'
import { messages as subnet } from '../../../src/server/subnet/messages.js'

const rooms: Readonly<Record<string, readonly Message[]>>[] = [
  classify,
  engine,
  leases6,
  answers6,
  packets6,
  hooks,
  host,
  lease,
  serverId,
  subnet,
]
const declared = rooms.flatMap(room =>
  Object.entries(room).flatMap(([logger, messages]) => messages.map(message => ({ logger, ...message }))),
)

/** id, severity, lowest debuglevel at which it appeared, logger: from the log of a running Kea 2.2.0 at eight levels. */
const observed = readFileSync(new URL('./kea-2.2.0-observed.tsv', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map(row => row.split('\t') as [string, string, string, string])

describe('messages', () => {
  test.each(observed.filter(([id]) => declared.some(message => message.id === id)))(
    '%s is %s at level %s of logger %s, as in a running Kea 2.2.0',
    (id, severity, level, logger) => {
      expect(declared.filter(m => m.id === id)).toContainEqual(
        expect.objectContaining({ severity, level: Number(level), logger }),
      )
    },
  )

  test('what was observed is declared', () => {
    const missing = observed.filter(([id]) => !declared.some(message => message.id === id))
    expect(missing.map(([id]) => id)).toEqual([])
  })

  test('the places of a text are numbered without a gap', () => {
    for (const { id, text } of declared) {
      const places = new Set([...text.matchAll(/%(\d)/g)].map(([, digit]) => Number(digit)))
      expect([id, [...places].sort()]).toEqual([id, Array.from(places, (_, i) => i + 1)])
    }
  })

  test('no id is declared twice with the same severity', () => {
    const keys = declared.map(({ id, severity }) => `${id} ${severity}`)
    expect(keys.filter((key, i) => keys.indexOf(key) !== i)).toEqual([])
  })

  test('ranks follow severity and level', () => {
    for (const { rank, severity, level } of declared) expect(rank).toBe(rankOf(severity, level))
  })
})
