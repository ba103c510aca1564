/**
 * A server in a namespace of its own: opens links as its one argument says, tells on stdout what they hear, and
 * answers as the first letter of the message asks: h to hardware, u to the sender's address, b by broadcast.
 */
import { listInterfaces } from '../../../src/net/interfaces.js'
import type { Batch, Link } from '../../../src/net/link.js'
import { openLinks, openNet } from '../../../src/net/open.js'
import type { OpenOptions } from '../../../src/net/plan.js'
import { openUdpLink } from '../../../src/net/udp-link.js'
import { heardOf } from '../heard.js'
import { realTimers } from '../real-timers.js'

export interface StationTask {
  readonly open?: OpenOptions
  /** A udp link with hardware answers on this device; without an address, the link believes it has none. */
  readonly udp?: { readonly device: string; readonly address?: readonly number[] }
  /** Answers by hardware go to this IPv4 address. */
  readonly offered: readonly number[]
}

const task = JSON.parse(process.argv[2]!) as StationTask
const say = (what: string, value: unknown): void => void process.stdout.write(`${what} ${JSON.stringify(value)}\n`)

const net = await openNet(realTimers)
const links: Link[] = []
if (task.open !== undefined) {
  const { opened, problems } = await openLinks(task.open, net)
  for (const problem of problems) say('problem', problem)
  for (const { link } of opened) links.push(link)
}
if (task.udp !== undefined) {
  const { device, address } = task.udp
  const { name, index, hardware, mtu } = listInterfaces(net.kernel?.sys).find(one => one.name === device)!
  const localAddress = address && Uint8Array.from(address)
  const common = { name, index, localAddress, bind: new Uint8Array(4), port: 67 }
  links.push(openUdpLink(net.kernel!, { ...common, hardware: { address: hardware, mtu } }))
}
for (const link of links) link.listen(batch => hear(link, batch))
const summary = links.map(link => `${link.name} ${link.reach} ${link.reachesHardware}`)
say('ready', summary)

function hear(link: Link, batch: Batch): void {
  for (let i = 0; i < batch.count; i++) {
    const inbound = batch.at(i)
    const heard = heardOf(inbound)
    say('heard', { on: link.name, ...heard })
    const out = link.slot()!
    out.end = out.start + out.arena.write(`re ${heard.text}`, out.start, 'latin1')
    out.port = 68
    if (heard.text.startsWith('h')) {
      out.arena.set(task.offered, out.addressAt)
      // A UDP socket does not tell; the client's chaddr would.
      out.arena.write(heard.hardware || '02000000beef', out.hardwareAt, 'hex')
      out.hardwareLength = 6
    } else if (heard.text.startsWith('u')) {
      inbound.arena.copy(out.arena, out.addressAt, inbound.sourceAt, inbound.sourceAt + link.addressLength)
      out.port = heard.port
    } else out.arena.set([255, 255, 255, 255], out.addressAt)
    link.post()
  }
  link.flush(true)
}
