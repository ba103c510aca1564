import { expect, test } from 'vitest'
import { Engine4 } from '../../../kit/engine4.js'
import { Engine6 } from '../../../kit/engine6.js'
import { LeaseCommands } from '../../../kit/lease-commands.js'
import { errors4, errors6 } from './lease-errors.js'

const subnets4 = [
  { id: 1, subnet: '192.0.2.0/24' },
  { id: 2, subnet: '192.0.3.0/24' },
]
const subnets6 = [
  { id: 1, subnet: '2001:db8:1::/64' },
  { id: 66, subnet: '2001:db8:2::/64' },
]

test.each([
  ['DHCPv4', () => Engine4.start({ subnet4: subnets4 }, '2.2').then(engine => LeaseCommands.of4(engine)), errors4],
  ['DHCPv6', () => Engine6.start({ subnet6: subnets6 }, '2.2').then(engine => LeaseCommands.of6(engine)), errors6],
] as const)('%s: what is wrong with a call is told as Kea tells it', async (_, start, errors) => {
  const server = await start()
  for (const [call, text] of errors) {
    const at = call.indexOf(' ')
    const reply = at < 0 ? await server.say(call) : await server.say(call.slice(0, at), call.slice(at + 1))
    expect(JSON.parse(reply), call).toEqual({ result: 1, text })
  }
})

test('Kea 2.2 crashes where the address is missing: the reply says so', async () => {
  const server = LeaseCommands.of4(await Engine4.start({ subnet4: subnets4 }, '2.2'))
  expect(await server.ask('lease4-resend-ddns')).toEqual({ result: 1, text: "'ip-address' parameter is missing." })
})

test('totals beyond 64 bits are exact in Kea 3', async () => {
  const config = { subnet6: [{ id: 1, subnet: '2001:db8::/32', pools: [{ pool: '2001:db8::/32' }] }] }
  const server = LeaseCommands.of6(await Engine6.start(config, '3'), '3')
  expect(await server.say('stat-lease6-get')).toContain(
    '"rows": [ [ 1, 79228162514264337593543950336, 0, 0, 0, 0, 0, 0 ] ]',
  )
})
