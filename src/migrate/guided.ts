import { existsSync, readFileSync } from 'node:fs'
import { networkInterfaces } from 'node:os'
import type { Questions } from '../shell/questions.js'
import type { PairAnswers } from './convert/failover.js'
import { migrate } from './migrate.js'
import { reportMarkdown } from './report.js'
import type { TargetName } from './target.js'

/** Where distributions keep the files of dhcpd. */
const PLACES = {
  conf4: ['/etc/dhcp/dhcpd.conf', '/etc/dhcpd.conf', '/usr/local/etc/dhcpd.conf', '/etc/dhcp3/dhcpd.conf'],
  conf6: ['/etc/dhcp/dhcpd6.conf', '/etc/dhcpd6.conf', '/usr/local/etc/dhcpd6.conf'],
  leases4: ['/var/lib/dhcp/dhcpd.leases', '/var/lib/dhcpd/dhcpd.leases', '/var/db/dhcpd/dhcpd.leases'],
  leases6: ['/var/lib/dhcp/dhcpd6.leases', '/var/lib/dhcpd/dhcpd6.leases', '/var/db/dhcpd6/dhcpd6.leases'],
  defaults: ['/etc/default/isc-dhcp-server', '/etc/sysconfig/dhcpd'],
} as const

/** What the guided run found out: it takes the place of the flags. */
export interface Answers {
  readonly inputs: readonly string[]
  readonly output: string
  readonly target: TargetName
  readonly interfaces: readonly string[] | undefined
  readonly leases4: string | undefined
  readonly leases6: string | undefined
  readonly pair: PairAnswers
}

const found = (paths: readonly string[]): string | undefined => paths.find(path => existsSync(path))

/** Find the files, ask what only a person can decide, show what would be written. Undefined: it is not wanted. */
export async function ask(questions: Questions, write: (text: string) => void): Promise<Answers | undefined> {
  const path = async (text: string, places: readonly string[]): Promise<string | undefined> => {
    const check = (answer: string): string | undefined =>
      answer === '' || existsSync(answer) ? undefined : 'There is no such file.'
    const answer = await questions.input(`${text} (empty: none)`, { fallback: found(places) ?? '', check })
    return answer === '' ? undefined : answer
  }
  const conf4 = await path('Configuration of DHCPv4', PLACES.conf4)
  const conf6 = await path('Configuration of DHCPv6', PLACES.conf6)
  const inputs = [conf4, conf6].filter(one => one !== undefined)
  if (inputs.length === 0) return undefined
  const leases4 = conf4 && (await path('Leases of DHCPv4', PLACES.leases4))
  const leases6 = conf6 && (await path('Leases of DHCPv6', PLACES.leases6))
  const target = (await questions.select('Who is to read the result?', [
    { name: 'Keats', value: 'keats' },
    { name: 'Kea 3', value: 'kea-3' },
    { name: 'Kea 2.2', value: 'kea-2.2' },
  ])) as TargetName
  const named = await questions.input('Interfaces to listen on', { fallback: interfacesOfDefaults() ?? '*' })
  const interfaces = named === '*' ? undefined : named.split(/[\s,]+/)
  const pair = inputs.some(namesPeer) ? await askPair(questions) : {}
  for (const input of inputs) write(await preview(input, target, interfaces, pair))
  const output = await questions.input('Folder to write to', { fallback: 'kea' })
  if (!(await questions.confirm(`Write to ${output}?`))) return undefined
  return { inputs, output, target, interfaces, pair, leases4, leases6 }
}

async function askPair(questions: Questions): Promise<PairAnswers> {
  const role = await questions.select('A failover pair is declared. Which server is the result for?', [
    { name: 'the primary', value: 'primary' },
    { name: 'the secondary', value: 'secondary' },
  ])
  const check = (text: string): string | undefined => (/^\d{1,5}$/.test(text) ? undefined : 'A port is a number.')
  const port = await questions.input("Port of both servers' API", { fallback: '8000', check })
  return { role: role as 'primary' | 'secondary', port: Number(port) }
}

async function preview(
  path: string,
  target: TargetName,
  interfaces: readonly string[] | undefined,
  pair: PairAnswers,
): Promise<string> {
  const read = (name: string): string => readFileSync(name, 'utf8')
  const migrated = await migrate({ name: path, text: read(path) }, { target, interfaces, pair, read })
  if (!migrated.ok) return `${migrated.problems.join('\n')}\n`
  const { text, entries, remarks, counts } = migrated.converted
  return `${text}\n${reportMarkdown([{ input: path, outputs: [], entries, remarks, counts: { ...counts } }])}`
}

const namesPeer = (path: string): boolean => existsSync(path) && /^\s*failover\s+peer/m.test(readFileSync(path, 'utf8'))

/** INTERFACESv4 of Debian, DHCPDARGS of others; only interfaces that this machine has. */
function interfacesOfDefaults(): string | undefined {
  const path = found(PLACES.defaults)
  const value = path && /^(?:INTERFACES(?:v4)?|DHCPDARGS)="?([\w .-]*)"?/m.exec(readFileSync(path, 'utf8'))?.[1]?.trim()
  const names = value ? value.split(/\s+/).filter(name => networkInterfaces()[name] !== undefined) : []
  return names.length > 0 ? names.join(' ') : undefined
}
