import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { checkText } from '../../src/migrate/check.js'
import { migrate } from '../../src/migrate/migrate.js'
import { reportMarkdown } from '../../src/migrate/report.js'
import { TARGETS, type TargetName } from '../../src/migrate/target.js'

/**
 * Each file of test/fixtures/migrate is one that dhcpd -t takes; beside it stands what it becomes for Kea 2.2, which kea-dhcp4 -t
 * and kea-dhcp6 -t take (test/system/migrate.test.ts), and the report. KEATS_GOLDEN=write writes them anew: read the difference.
 */
const folder = 'test/fixtures/migrate'
const names = readdirSync(folder)
  .filter(name => name.endsWith('.conf') && !name.includes('.kea.'))
  .sort()
const rewrite = process.env.KEATS_GOLDEN === 'write'

async function converted(name: string, target: TargetName) {
  const text = readFileSync(`${folder}/${name}`, 'utf8')
  const migrated = await migrate({ name, text }, { target, read: path => readFileSync(path, 'utf8') })
  if (!migrated.ok) throw new Error(migrated.problems.join('\n'))
  return migrated
}

function compare(path: string, text: string): void {
  if (rewrite || !existsSync(path)) writeFileSync(path, text)
  expect(text).toBe(readFileSync(path, 'utf8'))
}

describe('configurations of dhcpd become configurations of Kea 2.2', () => {
  it.each(names)('%s', async name => {
    const { family, converted: made } = await converted(name, 'kea-2.2')
    const base = `${folder}/${name.replace(/\.conf$/, '')}`
    compare(`${base}.kea.conf`, made.text)
    if (made.ddns !== undefined) compare(`${base}.kea.ddns.conf`, made.ddns)
    const { entries, remarks, counts } = made
    const report = { input: name, outputs: [`kea-dhcp${family}.conf`], entries, remarks, counts: { ...counts } }
    compare(`${base}.report.md`, reportMarkdown([report]))
  })
})

describe('and every target is taken by the check of serve -t', () => {
  it.each(names.flatMap(name => (['keats', 'kea-2.2', 'kea-3'] as const).map(target => [name, target] as const)))(
    '%s for %s',
    async (name, target) => {
      const { family, converted: made } = await converted(name, target)
      const checked = checkText(`kea-dhcp${family}.conf`, made.text, TARGETS[target])
      expect(checked.problems.filter(problem => problem.severity === 'error')).toEqual([])
    },
  )
})

it('has a line for every statement', async () => {
  for (const name of names) {
    const { converted: made } = await converted(name, 'keats')
    const silent = made.entries.filter(({ notes }) => notes.includes('no counterpart is known'))
    expect(silent.map(({ at, text }) => `${at.file}:${at.line} ${text}`)).toEqual([])
  }
})
