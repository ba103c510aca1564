import type { Json } from '../../client/caller.js'
import { ipv4, ipv6 } from '../../wire/address.js'
import { InputProblem } from '../input-problem.js'
import type { Line } from '../line.js'
import { IDENTIFIERS } from '../present/reservations.js'
import { type Scope, scopesOf } from '../subnets.js'
import { type Asking, confirmAndCall } from './asking.js'
import { freeAddresses, readRange } from './free-addresses.js'

const HEX = /^(?:[0-9a-f]{2})(?::?[0-9a-f]{2})*$/i
const MAC = /^(?:[0-9a-f]{2}:){0,19}[0-9a-f]{2}$/i
const QUOTED = /^'[^']+'$/
const SHOWN = 5

/** `reservation add`: asks for subnet, client, address (what is free is offered) and host name. Throws as runLine does. */
export async function addReservation(line: Line, work: Asking): Promise<boolean> {
  const { questions, session } = work
  const scopes = scopesOf(await session.config(session.service, work.signal))
  if (scopes.length === 0) throw new InputProblem(`${session.title} has no subnets`)
  const choices = scopes.map(one => ({ name: `${one.id}  ${one.subnet}`, value: String(one.id) }))
  const id = Number(choices.length === 1 ? choices[0]!.value : await questions.select('Subnet', choices))
  const scope = scopes.find(one => one.id === id)!
  const types = IDENTIFIERS.map(name => ({ name, value: name }))
  const type = await questions.select('The client is known by', sixFirst(types, scope))
  const identifier = await questions.input(type, { check: text => checkIdentifier(type, text) })
  const address = await askAddress(scope, work)
  const hostname = await questions.input('Host name (empty: none)')
  const six = scope.subnet.includes(':')
  const reservation: Record<string, Json> = { 'subnet-id': id, [type]: identifier }
  if (address !== '') Object.assign(reservation, six ? { 'ip-addresses': [address] } : { 'ip-address': address })
  if (hostname !== '') reservation.hostname = hostname
  return confirmAndCall('reservation-add', { reservation }, line, work)
}

/** What is wrong with an identifier as host_cmds takes it: hexadecimal, or text in single quotes. */
export function checkIdentifier(type: string, text: string): string | undefined {
  if (type === 'hw-address') return MAC.test(text) ? undefined : 'as 02:00:5e:00:53:01'
  return HEX.test(text) || QUOTED.test(text) ? undefined : "hexadecimal, as 01:02:0a, or text in quotes, as 'port 7'"
}

async function askAddress(scope: Scope, work: Asking): Promise<string> {
  const { questions, session } = work
  const command = scope.subnet.includes(':') ? 'lease6-get' : 'lease4-get'
  const free = await freeAddresses(scope, SHOWN, async address => {
    const [answer] = await session.call(command, { 'ip-address': address }, work.signal)
    return answer?.reply.result === 0
  })
  const choice = await questions.select('Address', [
    ...free.map(one => ({ name: `${one}  free`, value: one })),
    { name: 'another', value: 'another' },
    { name: 'none: name or options only', value: '' },
  ])
  return choice === 'another' ? questions.input('Address', { check: text => checkAddress(scope, text) }) : choice
}

function checkAddress(scope: Scope, text: string): string | undefined {
  const inside = <A extends number | bigint>(kind: typeof ipv4 | typeof ipv6) => {
    const address = kind.parse(text) as A | undefined
    const range = readRange(kind as typeof ipv4, scope.subnet) as { first: A; last: A } | undefined
    return address !== undefined && range !== undefined && address >= range.first && address <= range.last
  }
  return inside(scope.subnet.includes(':') ? ipv6 : ipv4) ? undefined : `an address in ${scope.subnet}`
}

// DHCPv6 clients are known by their DUID (RFC 8415 11)
function sixFirst<T extends { value: string }>(types: readonly T[], scope: Scope): readonly T[] {
  if (!scope.subnet.includes(':')) return types
  return types
    .filter(one => one.value === 'duid')
    .concat(types.filter(one => ['hw-address', 'flex-id'].includes(one.value)))
}
