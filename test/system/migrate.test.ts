import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { migrate } from '../../src/migrate/migrate.js'
import { needs } from '../kit/gate.js'

const fixtures = 'test/fixtures/migrate'
const all = readdirSync(fixtures)
const folder = mkdtempSync(join(tmpdir(), 'keats-migrate-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** What a server says of a configuration that it refuses; empty when it takes it. */
function refusal(program: string, ...args: string[]): string {
  const env = { ...process.env, KEA_LOCKFILE_DIR: 'none' }
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8', env })
  return status === 0 ? '' : `${stdout}${stderr}`
}

const family = (text: string): 4 | 6 => (text.includes('"Dhcp6"') ? 6 : 4)

describe.runIf(needs('kea-dhcp4', 'kea-dhcp6'))('Kea takes what a configuration of dhcpd became', () => {
  test.each(all.filter(name => name.endsWith('.kea.conf')))('%s', name => {
    const path = join(fixtures, name)
    expect(refusal(`kea-dhcp${family(readFileSync(path, 'utf8'))}`, '-t', path)).toBe('')
  })

  const examples = ['dhcpd.conf.example', 'examples/dhcpd.conf.example', 'examples/dhcpd6.conf.example']
  const packaged = examples.map(name => `/usr/share/doc/isc-dhcp-server/${name}`).filter(path => existsSync(path))
  test.each([...packaged, '/etc/dhcp/dhcpd.conf', '/etc/dhcp/dhcpd6.conf'].filter(path => existsSync(path)))(
    '%s, as the package of dhcpd has it',
    async path => {
      const read = (name: string): string => readFileSync(name, 'utf8')
      const migrated = await migrate({ name: path, text: read(path) }, { target: 'kea-2.2', read })
      if (!migrated.ok) throw new Error(migrated.problems.join('\n'))
      const made = join(folder, 'packaged.conf')
      writeFileSync(made, migrated.converted.text)
      expect(refusal(`kea-dhcp${migrated.family}`, '-t', made)).toBe('')
    },
  )
})

describe.runIf(needs('dhcpd'))('the fixtures are configurations that dhcpd takes', () => {
  test.each(all.filter(name => name.endsWith('.conf') && !name.includes('.kea.')))('%s', name => {
    const path = join(fixtures, name)
    const six = readFileSync(path.replace(/\.conf$/, '.kea.conf'), 'utf8').includes('"Dhcp6"')
    expect(refusal('dhcpd', '-t', ...(six ? ['-6'] : []), '-cf', path)).toBe('')
  })
})
