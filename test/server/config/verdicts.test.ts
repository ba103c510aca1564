import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loading } from '../../../src/server/config/load.js'
import { runAtOnce } from '../../../src/server/config/slices.js'
import { accepted, refused, refusedInOtherWords } from '../../fixtures/config/verdicts.js'
import { accepted6, refused6, refusedInOtherWords6 } from '../../fixtures/config/verdicts6.js'
import { errorsOf, load } from './loaded.js'

const options = { generation: '2.2' } as const

const verdicts = [
  { program: 'kea-dhcp4', taken: accepted, inWords: refused, otherwise: refusedInOtherWords },
  { program: 'kea-dhcp6', taken: accepted6, inWords: refused6, otherwise: refusedInOtherWords6 },
]

describe.each(verdicts)('the verdict of $program 2.2 -t', ({ taken, inWords, otherwise }) => {
  it.each(taken)('takes %s', text => {
    expect(errorsOf(load(text, options))).toEqual([])
  })

  it.each(inWords)('refuses %s with its words', (text, words) => {
    const { ok, problems } = load(text, options)
    expect(ok).toBe(false)
    expect(
      problems
        .filter(p => p.severity === 'error')
        .map(p => p.text)
        .join('\n'),
    ).toContain(words)
  })

  it.each(otherwise)('refuses %s', text => {
    const { ok, services } = load(text, options)
    expect(ok).toBe(false)
    expect(services).toEqual({})
  })
})

describe('example files', () => {
  const examples = '/usr/share/doc/kea/examples/'
  const own = new URL('../../fixtures/config/', import.meta.url).pathname
  const folders = [own, `${examples}kea4/`, `${examples}kea6/`]
  const files = folders.filter(existsSync).flatMap(folder =>
    readdirSync(folder)
      .filter(name => /\.(json|conf)$/.test(name))
      .map(name => folder + name),
  )

  it.each(files)('%s loads in both generations', file => {
    for (const generation of ['2.2', '3'] as const) {
      const loaded = runAtOnce(loading([file], { read: path => readFileSync(path, 'utf8'), generation }))
      expect(errorsOf(loaded)).toEqual([])
      const { dhcp4, dhcp6 } = loaded.services
      expect(file.includes('/kea6/') ? dhcp6 : dhcp4).toBeDefined()
    }
  })
})
