import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { migrate } from '../../../src/migrate/migrate.js'

const folder = 'test/fixtures/migrate/broken'

/** Where each file of the folder is wrong, and a part of what is said about it. */
const WRONG: Readonly<Record<string, readonly string[]>> = {
  'bad-expression': ['2:12: error: substring takes 3 arguments'],
  'bad-hardware': ['2:21: error: a hardware address'],
  'bad-netmask': ['1:18: error: netmask is expected'],
  'bad-number': ['1:20: error: a number is expected, not "ten"'],
  'else-without-if': ['1:1: error: this else belongs to no if'],
  'extra-brace': ['2:1: error: this } closes nothing'],
  'missing-brace': ['3:1: error: the { of line 1 is not closed'],
  'missing-include': ['1:9: error: cannot read not-there.conf'],
  'missing-semicolon': ['1:23: error: a semicolon is expected here'],
  'open-string': ['1:20: error: this string does not end'],
  several: ['1:20: error', '3:19: error', '4:27: error', '6:27: error: a hardware address is expected, not ";"'],
  'unknown-statement': [
    '1:1: error: "defualt-lease-time" is no statement of dhcpd.conf; did you mean "default-lease-time"?',
  ],
}

describe('a file with errors names them all, each with its line and a caret', () => {
  it.each(readdirSync(folder))('%s', async file => {
    const name = file.replace('.txt', '')
    const text = readFileSync(`${folder}/${file}`, 'utf8')
    const migrated = await migrate({ name, text }, { read: path => readFileSync(path, 'utf8') })
    if (migrated.ok) throw new Error('it was converted')
    expect(migrated.problems).toHaveLength(WRONG[name]!.length)
    for (const [i, problem] of migrated.problems.entries()) {
      expect(problem).toContain(`${name}:${WRONG[name]![i]}`)
      expect(problem.split('\n').at(-1)).toMatch(/^\s+\^+$/)
    }
  })
})

describe('includes', () => {
  const files: Readonly<Record<string, string>> = {
    'etc/dhcpd.conf': 'include "hosts.conf";\ninclude "missing.conf";\n',
    'etc/hosts.conf': 'default-lease-time 600;\nmax-lease-time many;\n',
  }
  const read = (path: string): string => {
    const text = files[path]
    if (text === undefined) throw new Error('no such file')
    return text
  }

  it('are read beside the file that names them, and errors name the file they are in', async () => {
    const migrated = await migrate({ name: 'etc/dhcpd.conf', text: files['etc/dhcpd.conf']! }, { read })
    if (migrated.ok) throw new Error('it was converted')
    const texts = migrated.problems.join('\n')
    expect(texts).toContain('etc/dhcpd.conf:2:9: error: cannot read missing.conf')
    expect(texts).toContain('etc/hosts.conf:2:16: error: a number is expected')
  })

  it('that include themselves come to an end', async () => {
    const text = 'include "loop.conf";\n'
    const migrated = await migrate({ name: 'loop.conf', text }, { read: () => text })
    expect(migrated).toMatchObject({ ok: false })
  })
})
