import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { loading } from '../../../src/server/config/load.js'
import { runAtOnce } from '../../../src/server/config/slices.js'
import { accepted, refused, refusedInOtherWords } from '../../fixtures/config/verdicts.js'
import { errorsOf, load } from './loaded.js'

const options = { generation: '2.2' } as const

describe('the verdict of kea-dhcp4 2.2 -t', () => {
  it.each(accepted)('takes %s', text => {
    expect(errorsOf(load(text, options))).toEqual([])
  })

  it.each(refused)('refuses %s with its words', (text, words) => {
    const { ok, problems } = load(text, options)
    expect(ok).toBe(false)
    expect(
      problems
        .filter(p => p.severity === 'error')
        .map(p => p.text)
        .join('\n'),
    ).toContain(words)
  })

  it.each(refusedInOtherWords)('refuses %s', text => {
    const { ok, services } = load(text, options)
    expect(ok).toBe(false)
    expect(services.dhcp4).toBeUndefined()
  })
})

describe('example files', () => {
  const folders = [new URL('../../fixtures/config/', import.meta.url).pathname, '/usr/share/doc/kea/examples/kea4/']
  const files = folders.filter(existsSync).flatMap(folder =>
    readdirSync(folder)
      .filter(name => /\.(json|conf)$/.test(name))
      .map(name => folder + name),
  )

  it.each(files)('%s loads in both generations', file => {
    for (const generation of ['2.2', '3'] as const) {
      const loaded = runAtOnce(loading([file], { read: path => readFileSync(path, 'utf8'), generation }))
      expect(errorsOf(loaded)).toEqual([])
      expect(loaded.services.dhcp4).toBeDefined()
    }
  })
})
