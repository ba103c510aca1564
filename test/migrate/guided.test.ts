import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { ask } from '../../src/migrate/guided.js'
import type { Questions } from '../../src/shell/questions.js'

const folder = mkdtempSync(join(tmpdir(), 'guided-migration-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A person with an answer to each question; to others the one that is offered. */
function person(answers: Readonly<Record<string, string>>, sure: boolean): Questions & { readonly asked: string[] } {
  const asked: string[] = []
  const answer = (text: string): string | undefined => {
    asked.push(text)
    return Object.entries(answers).find(([beginning]) => text.startsWith(beginning))?.[1]
  }
  return {
    asked,
    confirm: () => Promise.resolve(sure),
    input: (text, options) => Promise.resolve(answer(text) ?? options?.fallback ?? ''),
    select: (text, choices) => Promise.resolve(answer(text) ?? choices[0]!.value),
    password: () => Promise.resolve(''),
  }
}

const PAIR = `failover peer "x" { primary; address 192.0.2.1; peer address 192.0.2.2; }
subnet 192.0.2.0 netmask 255.255.255.0 { pool { failover peer "x"; range 192.0.2.9; } }
`

describe('a guided migration', () => {
  const conf = join(folder, 'dhcpd.conf')
  writeFileSync(conf, PAIR)
  const none = { 'Configuration of DHCPv6': '', 'Leases of DHCPv4': '', 'Interfaces to listen on': 'eth1 eth2' }

  it('asks which server of a pair it is for, and shows what it would write', async () => {
    const shown: string[] = []
    const who = person({ ...none, 'Configuration of DHCPv4': conf, 'A failover pair': 'secondary' }, true)
    const answers = await ask(who, text => shown.push(text))
    expect(answers).toMatchObject({
      inputs: [conf],
      interfaces: ['eth1', 'eth2'],
      pair: { role: 'secondary', port: 8000 },
    })
    expect(shown.join('')).toContain('"this-server-name": "standby"')
    expect(shown.join('')).toContain('# Migration report')
  })

  it('does not ask about a pair where there is none, and stops when it is not wanted', async () => {
    const plain = join(folder, 'plain.conf')
    writeFileSync(plain, 'default-lease-time 600;\n')
    const who = person({ ...none, 'Configuration of DHCPv4': plain }, false)
    expect(await ask(who, () => {})).toBeUndefined()
    expect(who.asked.some(text => text.startsWith('A failover pair'))).toBe(false)
  })
})
