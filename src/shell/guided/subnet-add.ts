import type { Json } from '../../client/caller.js'
import { type AddressKind, ipv4, ipv6 } from '../../wire/address.js'
import type { Line } from '../line.js'
import { scopesOf } from '../subnets.js'
import { type Asking, confirmAndCall } from './asking.js'
import { readRange } from './free-addresses.js'

// Kea's ids end at 2^32 - 2
const LAST_ID = 4294967294

/** `subnet add`: asks for prefix, id, pool and, in IPv4, router. Throws as runLine does. */
export async function addSubnet(line: Line, work: Asking): Promise<boolean> {
  const { questions, session } = work
  const prefix = await questions.input('Subnet', { check: checkPrefix })
  const six = prefix.includes(':')
  const scopes = scopesOf(await session.config(six ? 'dhcp6' : 'dhcp4', work.signal))
  const taken = new Set(scopes.map(one => one.id))
  const highest = Math.max(0, ...taken)
  const id = await questions.input('Id', {
    fallback: String(highest + 1),
    check: text => {
      const value = Number(text)
      if (!/^\d+$/.test(text) || value < 1 || value > LAST_ID) return `a number from 1 to ${LAST_ID}`
      return taken.has(value) ? `subnet ${value} is there already` : undefined
    },
  })
  const pool = six ? await askPool(ipv6, prefix, work) : await askPool(ipv4, prefix, work)
  const subnet: Record<string, Json> = { id: Number(id), subnet: prefix }
  if (pool !== '') subnet.pools = [{ pool }]
  if (!six) {
    const router = await questions.input('Router (empty: none)', {
      fallback: firstOf(prefix),
      check: text => (text === '' || ipv4.parse(text) !== undefined ? undefined : 'an IPv4 address'),
    })
    if (router !== '') subnet['option-data'] = [{ name: 'routers', data: router }]
  }
  const list = six ? 'subnet6' : 'subnet4'
  return confirmAndCall(`${list}-add`, { [list]: [subnet] }, line, work)
}

export function checkPrefix(text: string): string | undefined {
  if (!text.includes('/')) return 'as 192.0.2.0/24 or 2001:db8:1::/64'
  const wrong = <A extends number | bigint>(kind: AddressKind<A>) => {
    const range = readRange(kind, text)
    if (range === undefined) return 'as 192.0.2.0/24 or 2001:db8:1::/64'
    const begin = kind.format(range.first)
    return kind.parse(text.split('/')[0]!.trim()) === range.first ? undefined : `the subnet begins at ${begin}`
  }
  return text.includes(':') ? wrong(ipv6) : wrong(ipv4)
}

function askPool<A extends number | bigint>(kind: AddressKind<A>, prefix: string, work: Asking): Promise<string> {
  const whole = readRange(kind, prefix)!
  const size = kind.distance(whole.first, whole.last)
  // the lower half stays for routers and reservations
  const half = kind.bits === 32 ? Math.ceil((size + 1) / 2) : 0x1000
  const fallback =
    size < 8 || (kind.bits === 128 && size < 0x2000)
      ? ''
      : `${kind.format(kind.add(whole.first, half))}-${kind.format(kind.bits === 32 ? kind.add(whole.last, -1) : kind.add(whole.first, 0x1fff))}`
  return work.questions.input('Pool (empty: none)', {
    fallback,
    check: text => {
      if (text === '') return undefined
      const range = readRange(kind, text)
      if (range === undefined) return 'FIRST-LAST or a prefix'
      return range.first < whole.first || range.last > whole.last ? `inside of ${prefix}` : undefined
    },
  })
}

function firstOf(prefix: string): string {
  const range = readRange(ipv4, prefix)
  return range === undefined ? '' : ipv4.format(ipv4.add(range.first, 1))
}
