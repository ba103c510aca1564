import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, test } from 'vitest'
import { talk } from '../kit/control-socket.js'
import { Engine4 } from '../kit/engine4.js'
import { Engine6 } from '../kit/engine6.js'
import { needs } from '../kit/gate.js'
import { LeaseCommands } from '../kit/lease-commands.js'
import { pause } from '../kit/running.js'
import { type Row, rows4, rows6 } from './lease-command-rows.js'

const subnets = {
  4: {
    subnet4: [
      { id: 1, subnet: '192.0.2.0/24', pools: [{ pool: '192.0.2.10-192.0.2.20' }] },
      { id: 2, subnet: '192.0.3.0/24', pools: [{ pool: '192.0.3.10-192.0.3.20' }] },
      { id: 44, subnet: '10.1.0.0/16', pools: [{ pool: '10.1.0.0/17' }] },
    ],
  },
  6: {
    'preferred-lifetime': 1800,
    subnet6: [
      {
        id: 1,
        subnet: '2001:db8:1::/64',
        pools: [{ pool: '2001:db8:1::10-2001:db8:1::20' }],
        'pd-pools': [{ prefix: '2001:db8:100::', 'prefix-len': 48, 'delegated-len': 56 }],
      },
      { id: 66, subnet: '2001:db8:2::/64', pools: [{ pool: '2001:db8:2::/80' }] },
    ],
  },
} as const

const hooks = '/usr/lib/x86_64-linux-gnu/kea/hooks'

/** Kea with nothing but its control socket. */
class Kea {
  readonly #folder = mkdtempSync(join(tmpdir(), 'keats-lease-commands-'))
  readonly #process: ChildProcess
  readonly #socket = join(this.#folder, 'kea.sock')

  constructor(digit: 4 | 6) {
    const file = join(this.#folder, 'kea.json')
    const config = {
      'interfaces-config': { interfaces: [] },
      'control-socket': { 'socket-type': 'unix', 'socket-name': this.#socket },
      'lease-database': { type: 'memfile', name: join(this.#folder, 'leases.csv'), 'lfc-interval': 0 },
      'valid-lifetime': 3600,
      'hooks-libraries': ['lease_cmds', 'stat_cmds'].map(name => ({ library: `${hooks}/libdhcp_${name}.so` })),
      ...(digit === 6 ? { 'server-id': { type: 'LL', htype: 1, identifier: '0200000000aa', persist: false } } : {}),
      ...subnets[digit],
    }
    writeFileSync(file, JSON.stringify({ [`Dhcp${digit}`]: config }))
    this.#process = spawn(`kea-dhcp${digit}`, ['-c', file, '-p', `${20_000 + (process.pid % 20_000)}`], {
      env: { ...process.env, KEA_PIDFILE_DIR: this.#folder, KEA_LOCKFILE_DIR: this.#folder },
      stdio: 'ignore',
    })
  }

  async say(text: string): Promise<string> {
    for (let tries = 0; ; tries++) {
      try {
        return await talk(this.#socket, text)
      } catch (error) {
        if (tries === 100) throw error
        await pause(50)
      }
    }
  }

  close(): void {
    this.#process.kill('SIGKILL')
    rmSync(this.#folder, { recursive: true })
  }
}

/** The two do not share a clock. */
function timeless(reply: string): string {
  return reply
    .replace(/"cltt": 1[78]\d{8}\b/g, '"cltt": now')
    .replace(/"timestamp": "[-0-9]+ [:.0-9]+"/, 'at some time')
}

describe.each([
  [4, rows4],
  [6, rows6],
] as const)('DHCPv%i leases: the same commands to Kea 2.2 and to this server', (digit, rows: readonly Row[]) => {
  let kea: Kea | undefined
  afterEach(() => {
    kea?.close()
    kea = undefined
  })

  test.runIf(needs(`kea-dhcp${digit}`))('are replied to in the same words', async () => {
    kea = new Kea(digit)
    const config = { 'valid-lifetime': 3600, ...subnets[digit] }
    const ours =
      digit === 4
        ? LeaseCommands.of4(await Engine4.start(config, '2.2'))
        : LeaseCommands.of6(await Engine6.start(config, '2.2'))
    const different: object[] = []
    for (const row of rows) {
      const at = row.indexOf(' ')
      const command = at < 0 ? row : row.slice(0, at)
      const written = at < 0 ? undefined : row.slice(at + 1)
      const given = written === undefined ? '' : `,"arguments":${written}`
      const theirs = timeless(await kea.say(`{"command":"${command}"${given}}`))
      const own = timeless(await ours.say(command, written))
      if (own !== theirs) different.push({ row, kea: theirs, keats: own })
    }
    expect(different).toEqual([])
  })
})
