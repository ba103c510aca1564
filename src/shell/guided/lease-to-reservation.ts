import type { Json, JsonMap } from '../../client/caller.js'
import { isMap } from '../../client/replies.js'
import { InputProblem } from '../input-problem.js'
import { type Line, plain } from '../line.js'
import { type Asking, confirmAndCall } from './asking.js'

/** `lease to-reservation [ADDRESS]`: a reservation for whoever has the lease. Throws as runLine does. */
export async function keepLease(line: Line, work: Asking): Promise<boolean> {
  const { questions, session } = work
  const named = line.words[2]
  const address = named === undefined ? await questions.input('Address of the lease') : plain(named)
  const lease = await findLease(address, work)
  const reservation: Record<string, Json> = { 'subnet-id': lease['subnet-id'] ?? 0 }
  const known = ['duid', 'hw-address', 'client-id'].filter(one => typeof lease[one] === 'string' && lease[one] !== '')
  // a DHCPv6 client is its DUID; the hardware address of its lease may be a guess
  const types = known[0] === 'duid' ? ['duid'] : known
  if (types.length === 0) throw new InputProblem(`nothing in the lease of ${address} says whose it is`)
  const choices = types.map(one => ({ name: `${one} ${String(lease[one])}`, value: one }))
  const type = types.length === 1 ? types[0]! : await questions.select('The client is known by', choices)
  reservation[type] = lease[type]!
  if (lease.type === 'IA_PD') reservation.prefixes = [`${address}/${String(lease['prefix-len'])}`]
  else if (address.includes(':')) reservation['ip-addresses'] = [address]
  else reservation['ip-address'] = address
  // with its last dot it would be another name
  const hostname = typeof lease.hostname === 'string' ? lease.hostname.replace(/\.$/, '') : ''
  const name = await questions.input('Host name (empty: none)', { fallback: hostname })
  if (name !== '') reservation.hostname = name
  work.screen.say(`lease of ${address} on ${session.title}`)
  return confirmAndCall('reservation-add', { reservation }, line, work)
}

async function findLease(address: string, work: Asking): Promise<JsonMap> {
  const six = address.includes(':')
  for (const type of six ? ['IA_NA', 'IA_PD'] : [undefined]) {
    const args = type === undefined ? { 'ip-address': address } : { 'ip-address': address, type }
    const [answer] = await work.session.call(six ? 'lease6-get' : 'lease4-get', args, work.signal)
    const reply = answer?.reply
    if (reply?.result === 0 && isMap(reply.arguments)) return reply.arguments
    if (reply?.result !== 3) throw new InputProblem(`${address}: ${reply?.text ?? 'no answer'}`)
  }
  throw new InputProblem(`there is no lease of ${address}`)
}
