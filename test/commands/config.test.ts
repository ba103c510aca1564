import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { captureOutput } from '@oclif/test'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import ConfigSchema from '../../src/commands/config/schema.js'
import ConfigShow from '../../src/commands/config/show.js'
import ConfigUpgrade from '../../src/commands/config/upgrade.js'
import Serve from '../../src/commands/serve.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'config-command-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  process.exitCode = 0
})

const OLD = `{ "Dhcp4": {
  "reservation-mode": "all", # as ever
  "subnet4": [ { "subnet": "192.0.2.0/24", "id": 1, "pools": [ { "pool": "192.0.2.10-192.0.2.20" } ] } ]
} }
`

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

type Runnable = { run(argv: string[], root: string): Promise<unknown> }

async function run(command: Runnable, ...argv: string[]) {
  const { stdout, stderr, result, error } = await captureOutput(() => command.run(argv, root))
  const code = process.exitCode
  process.exitCode = 0
  return { stdout, stderr, result, code: error === undefined ? (code ?? 0) : error }
}

describe('config show', () => {
  it('prints the configuration as JSON, and returns it', async () => {
    const { stdout, stderr, code, result } = await run(ConfigShow, file('show.conf', OLD), '--kea', '2.2')
    expect([stderr, code]).toEqual(['', 0])
    expect(JSON.parse(stdout)).toMatchObject({ Dhcp4: { 'reservations-in-subnet': true, subnet4: [{ id: 1 }] } })
    expect(result).toEqual(JSON.parse(stdout))
  })

  it('with --explain tells where a value comes from', async () => {
    const path = file('explain.conf', OLD)
    const { stdout } = await run(ConfigShow, path, '--explain', 'subnet4[id=1].reservations-in-subnet')
    expect(stdout).toBe(
      `subnet4[id=1].reservations-in-subnet = true\n    ${path}:2:23: inherited from the global scope, written there as reservation-mode\n`,
    )
  })

  it('says on stderr what keeps it from that, and ends with 1', async () => {
    const { stdout, stderr, code } = await run(ConfigShow, file('bad.conf', '{ "Dhcp4": { "valid": 1 } }'))
    expect([stdout, code]).toEqual(['', 1])
    expect(stderr).toContain('bad.conf:1:14: error: got unexpected keyword "valid" in Dhcp4 map.')
    const none = await run(ConfigShow, file('good.conf', OLD), '--explain', 'x')
    expect([none.stderr, none.code]).toEqual(['Dhcp4 has no keyword x\n', 1])
  })
})

describe('config upgrade', () => {
  const NEW = OLD.replace(
    '"reservation-mode": "all"',
    '"reservations-global": false, "reservations-in-subnet": true, "reservations-out-of-pool": false',
  )

  it('prints the new text, and what it did on stderr', async () => {
    const { stdout, stderr, code } = await run(ConfigUpgrade, file('old.conf', OLD), '--to', '3')
    expect([stdout, code]).toEqual([NEW, 0])
    expect(stderr).toContain('old.conf:2:3: reservation-mode is now reservations-global')
    expect(stderr).toContain('To be decided by you:')
  })

  it('writes it into another file, or into the same', async () => {
    const path = file('old.conf', OLD)
    await run(ConfigUpgrade, path, '--to', '3', '-o', join(folder, 'new.conf'))
    expect(readFileSync(join(folder, 'new.conf'), 'utf8')).toBe(NEW)
    expect(readFileSync(path, 'utf8')).toBe(OLD)
    await run(ConfigUpgrade, path, '--to', '3', '--in-place')
    expect(readFileSync(path, 'utf8')).toBe(NEW)
    const checked = await run(Serve, '-t', path, '--kea', '3')
    expect([checked.stderr, checked.code]).toEqual(['', 0])
  })
})

it('config schema prints a schema', async () => {
  const { stdout } = await run(ConfigSchema)
  expect(JSON.parse(stdout)).toMatchObject({ $schema: 'https://json-schema.org/draft/2020-12/schema' })
})

describe('serve -t', () => {
  it('with --leases names the leases that the configuration has no place for', async () => {
    const leases = file(
      'leases.csv',
      'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context\n' +
        '192.0.2.99,02:00:00:00:00:01,,4294967295,4294967295,1,0,0,,0,\n',
    )
    const { stderr, code, result } = await run(Serve, '-t', file('t.conf', OLD), '--kea', '2.2', '--leases', leases)
    expect(stderr).toContain('192.0.2.99 (02:00:00:00:00:01) is leased for ever in subnet 1, where no pool holds it')
    expect(code).toBe(0)
    expect(result).toMatchObject({ ok: true, leases: { orphans: [{ address: '192.0.2.99', why: 'outside-pools' }] } })
  })

  it('with --skip-bad-reservations leaves them out', async () => {
    const bad = '{ "Dhcp4": { "reservations-global": true, "reservations": [ { "hostname": "x" } ] } }'
    const path = file('reservations.conf', bad)
    expect((await run(Serve, '-t', path)).code).toBe(1)
    const { stderr, code } = await run(Serve, '-t', path, '--skip-bad-reservations')
    expect(stderr).toContain('(the reservation is left out)')
    expect(code).toBe(0)
  })
})
