import { execFileSync, spawn } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { control } from '../kit/control-socket.js'
import { needs } from '../kit/gate.js'
import { Running, until } from '../kit/running.js'

const PROGRAM = fileURLToPath(new URL('../../bin/run.js', import.meta.url))
const HOOK = '/usr/lib/x86_64-linux-gnu/kea/hooks/libdhcp_lease_cmds.so'

type Lease = Readonly<Record<string, unknown>>

const HEADER = {
  4: 'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context',
  6: 'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source',
}
/** Every odd value, in a form that Kea reads and writes otherwise: both have to mean the same by it. */
const ODD = {
  4: [
    '192.0.2.9,02:00:00:00:00:09,,3600,2900003600,1,0,0,A.Example,0,{ "b": 1&#x2c  "a": [ 1&#x2ctrue&#x2cnull&#x2c"x&#x2cy" ] }',
    '192.0.2.5,0A:00:00:00:00:05,,3600,2900003600,1,0,1,a&#x2cb&#x26c,0,',
    '192.0.2.4,,01:AA:BB,4294967295,6094967295,1,1,1,,0,',
    '192.0.2.3,,,3600,2900003600,1,0,0,,1,',
    '192.0.2.9,02:00:00:00:00:09,,3600,2900007200,1,0,0,A.Example,0,{ "b": 1&#x2c  "a": [ 1&#x2ctrue&#x2cnull&#x2c"x&#x2cy" ] }',
  ],
  6: [
    '2001:db8:1::9,00:01:02:03,3600,2900003600,1,1800,0,4294967295,128,0,0,,,0,{ "a": { } },,',
    '2001:DB8:1:0::8,00:01:02:04,4294967295,6094967295,1,1800,0,8,128,1,0,h&#x2c.,01:02:03:04:05:06,0,,6,32',
    '2001:db8:1::a,00:00:00,3600,2900003600,1,0,0,0,128,0,0,,,1,,,',
    '2001:db8:8000::,00:01:02:03,3600,2900003600,1,1800,2,7,56,0,0,,,0,,,',
  ],
}

/** What both say about a lease, by address. */
function byAddress(leases: readonly Lease[]): ReadonlyMap<unknown, Lease> {
  const names =
    'ip-address hw-address client-id duid iaid type prefix-len valid-lft preferred-lft cltt subnet-id fqdn-fwd fqdn-rev hostname state user-context'
  const nothing: ReadonlySet<unknown> = new Set([undefined, ''])
  return new Map(
    leases.map(lease => [
      lease['ip-address'],
      Object.fromEntries(names.split(' ').flatMap(name => (nothing.has(lease[name]) ? [] : [[name, lease[name]]]))),
    ]),
  )
}

describe.runIf(needs('root', 'kea-dhcp4', 'kea-dhcp6') && existsSync(HOOK))('lease files and a running Kea', () => {
  let directory: string
  let kea: Running | undefined
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'keats-tools-'))
  })
  afterEach(async () => {
    await kea?.kill()
    kea = undefined
    rmSync(directory, { recursive: true, force: true })
  })

  const path = (name: string) => join(directory, name)
  const keats = (...args: readonly string[]) =>
    execFileSync(process.execPath, [PROGRAM, 'lease', ...args], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })

  async function startKea(
    family: 4 | 6,
    interval = 0,
    environment: Readonly<Record<string, string>> = {},
  ): Promise<void> {
    const subnet = family === 4 ? '192.0.2.0/24' : '2001:db8:1::/64'
    const config = {
      'interfaces-config': { interfaces: [] },
      'lease-database': { type: 'memfile', name: path('leases.csv'), 'lfc-interval': interval },
      'control-socket': { 'socket-type': 'unix', 'socket-name': path('socket') },
      'hooks-libraries': [{ library: HOOK }],
      [`subnet${family}`]: [{ id: 1, subnet }],
      loggers: [{ name: `kea-dhcp${family}`, severity: 'INFO', output_options: [{ output: 'stdout' }] }],
    }
    writeFileSync(path('kea.conf'), JSON.stringify({ [`Dhcp${family}`]: config }))
    const env = { ...process.env, KEA_LOCKFILE_DIR: directory, KEA_PIDFILE_DIR: directory, ...environment }
    const child = spawn(`kea-dhcp${family}`, ['-c', path('kea.conf')], {
      env,
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    kea = new Running(child, 'kea')
    await kea.line(/DHCP[46]_STARTED/)
  }

  async function keaLeases(family: 4 | 6): Promise<readonly Lease[]> {
    const reply = await control(path('socket'), `lease${family}-get-all`)
    return reply.arguments!.leases as readonly Lease[]
  }

  test.each([4, 6] as const)('Kea says of our file what we say, and we of its (DHCPv%i)', async family => {
    writeFileSync(path('odd.csv'), `${[HEADER[family], ...ODD[family]].join('\n')}\n`)
    keats('convert', path('odd.csv'), '--to', 'kea-2.2', '-o', path('leases.csv'))
    await startKea(family)
    const said = byAddress(await keaLeases(family))
    expect(said.size).toBe(4)
    const shown = (file: string) => byAddress(JSON.parse(keats('show', file, '--json')) as Lease[])
    expect(shown(path('odd.csv'))).toEqual(said)
    // and what Kea adds to it
    const more =
      family === 4
        ? { 'ip-address': '192.0.2.77', 'hw-address': '02:00:00:00:00:77', 'user-context': { c: 'x,&y' } }
        : { 'ip-address': '2001:db8:1::77', duid: '00:01:77', iaid: 7, 'user-context': { c: 'x,&y' } }
    expect(await control(path('socket'), `lease${family}-add`, { 'subnet-id': 1, ...more })).toMatchObject({
      result: 0,
    })
    const gone = family === 4 ? '192.0.2.5' : '2001:db8:1::9'
    await control(path('socket'), `lease${family}-del`, { 'ip-address': gone })
    const now = byAddress(await keaLeases(family))
    expect(now.has(gone)).toBe(false)
    expect(shown(path('leases.csv'))).toEqual(now)
    expect(kea!.lines.filter(line => /ROW_ERROR| ERROR | FATAL /.test(line))).toEqual([])
  })

  test('Kea has its lease files cleaned up by it instead of by kea-lfc', async () => {
    writeFileSync(path('lfc'), `#!/bin/sh\nexec ${process.execPath} ${PROGRAM} lease compact "$@"\n`)
    chmodSync(path('lfc'), 0o755)
    writeFileSync(path('leases.csv'), `${[HEADER[4], ...ODD[4]].join('\n')}\n`)
    await startKea(4, 1, { KEA_LFC_EXECUTABLE: path('lfc') })
    await until('a clean-up', () => existsSync(path('leases.csv.2')), 20_000)
    const rows = readFileSync(path('leases.csv.2'), 'latin1').trim().split('\n')
    expect(rows[0]).toBe(HEADER[4])
    expect(rows.slice(1).map(row => row.slice(0, row.indexOf(',')))).toEqual([3, 4, 5, 9].map(n => `192.0.2.${n}`))
    expect(await keaLeases(4)).toHaveLength(4)
  })
})
