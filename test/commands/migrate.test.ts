import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { captureOutput } from '@oclif/test'
import { afterAll, afterEach, describe, expect, it } from 'vitest'
import Migrate from '../../src/commands/migrate.js'

const root = fileURLToPath(new URL('../..', import.meta.url))
const folder = mkdtempSync(join(tmpdir(), 'migrate-command-'))
afterAll(() => rmSync(folder, { recursive: true }))
afterEach(() => {
  process.exitCode = 0
})

async function run(...argv: string[]) {
  const { stdout, stderr, result, error } = await captureOutput(() => Migrate.run(argv, root))
  const code = process.exitCode
  process.exitCode = 0
  return { stdout, stderr, result, code: error === undefined ? (code ?? 0) : error }
}

function file(name: string, text: string): string {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}

const CONF = 'subnet 192.0.2.0 netmask 255.255.255.0 { range 192.0.2.100 192.0.2.199; }\n'

/** As dhcpd 4.4 writes them (dhcpd.leases(5)). */
const LEASES = `authoring-byte-order little-endian;
lease 192.0.2.100 {
  starts 5 2026/11/20 10:00:00;
  ends 1 2040/01/02 10:00:00;
  binding state active;
  hardware ethernet 02:00:00:00:00:01;
  client-hostname "first";
}
lease 192.0.2.101 {
  starts 5 2026/11/20 10:00:00;
  ends 1 2040/01/02 10:00:00;
  binding state active;
  hardware ethernet 02:00:00:00:00:02;
}
lease 192.0.2.101 {
  starts 5 2026/11/20 10:00:00;
  ends 5 2026/11/20 10:10:00;
  binding state free;
  hardware ethernet 02:00:00:00:00:02;
}
lease 192.0.2.102 {
  starts 5 2026/11/20 10:00:00;
  ends 1 2040/01/02 10:00:00;
  binding state abandoned;
}
lease 203.0.113.1 {
  starts 5 2026/11/20 10:00:00;
  ends 1 2040/01/02 10:00:00;
  binding state active;
  hardware ethernet 02:00:00:00:00:03;
}
`

describe('migrate', () => {
  it('writes the configuration, the leases and the report into a folder', async () => {
    const output = join(folder, 'out')
    const leases = file('dhcpd.leases', LEASES)
    const { code, stderr } = await run(file('a.conf', CONF), '-o', output, '--leases', leases, '--target', 'kea-2.2')
    expect(code).toBe(0)
    expect(stderr).toContain('1 records of addresses that no subnet of the configuration holds are left out')
    expect(readFileSync(join(output, 'kea-dhcp4.conf'), 'utf8')).toContain('"subnet": "192.0.2.0/24"')
    const rows = readFileSync(join(output, 'kea-leases4.csv'), 'utf8').trim().split('\n')
    // of Kea 2.2: address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context
    expect(rows.slice(1).map(row => row.split(','))).toEqual([
      ['192.0.2.100', '02:00:00:00:00:01', '', expect.any(String), '2209111200', '1', '0', '0', 'first', '0', ''],
      ['192.0.2.102', '', '', expect.any(String), '2209111200', '1', '0', '0', '', '1', ''],
    ])
    expect(readFileSync(join(output, 'report.md'), 'utf8')).toContain('| needs a decision | 0 |')
  })

  it('writes nothing when the input cannot be read, and says where it is wrong', async () => {
    const output = join(folder, 'nothing')
    const { code, stderr } = await run(file('bad.conf', 'subnet 192.0.2.0 {\n}\n'), '-o', output)
    expect(code).toBe(1)
    expect(stderr).toContain('bad.conf:1:18: error: netmask is expected')
    expect(existsSync(output)).toBe(false)
  })

  it('writes nothing with --strict while something is left to a person', async () => {
    const output = join(folder, 'strict')
    const { code, stderr } = await run(file('s.conf', `omapi-port 7911;\n${CONF}`), '-o', output, '--strict')
    expect(code).toBe(2)
    expect(stderr).toContain('--strict')
    expect(existsSync(output)).toBe(false)
  })

  it("takes keama's flags: -i and -o are files", async () => {
    const output = join(folder, 'keama.json')
    const { code } = await run(
      '-4',
      '-D',
      '-N',
      '-r',
      'pass',
      '-l',
      '/opt/hooks',
      '-i',
      file('k.conf', `allow bootp;\n${CONF}`),
      '-o',
      output,
    )
    expect(code).toBe(0)
    expect(readFileSync(output, 'utf8')).toContain('/opt/hooks/libdhcp_bootp.so')
  })

  it('gives the report as data with --json', async () => {
    const { result } = await run(file('j.conf', `omapi-port 7911;\n${CONF}`), '--json')
    expect(result).toMatchObject([
      { summary: { converted: 2, unsupported: 1 }, statements: [{ line: 1, outcome: 'unsupported' }, {}, {}] },
    ])
  })

  it('reads dnsmasq.conf', async () => {
    const conf = [
      'dhcp-range=set:lan,192.168.5.50,192.168.5.150,255.255.255.0,12h',
      'dhcp-option=tag:lan,option:router,192.168.5.1',
      'dhcp-option=6,192.168.5.2',
      'dhcp-host=11:22:33:44:55:66,192.168.5.7,printer',
      'dhcp-script=/bin/x',
    ]
    const { stdout, code, result } = await run('--from', 'dnsmasq', file('dnsmasq.conf', conf.join('\n')), '--json')
    expect(code).toBe(0)
    expect(stdout).toBeDefined()
    expect(result).toMatchObject([
      { statements: [{ line: 1 }, { line: 2 }, { line: 3 }, { line: 4 }, { line: 5, outcome: 'unsupported' }] },
    ])
    const plain = await run('--from', 'dnsmasq', join(folder, 'dnsmasq.conf'))
    expect(plain.stdout).toContain('"pool": "192.168.5.50 - 192.168.5.150"')
    expect(plain.stdout).toContain('{ "name": "routers", "data": "192.168.5.1" }')
    expect(plain.stdout).toContain('"ip-address": "192.168.5.7"')
  })
})
