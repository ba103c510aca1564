import { formatAddress } from '../../src/net/interfaces.js'
import type { Batch, Inbound, Link } from '../../src/net/link.js'

/** A datagram as a test compares it. */
export interface Heard {
  text: string
  source: string
  port: number
  destination: string
  hardware: string
}

export function heardOf(inbound: Inbound): Heard {
  const { arena, link } = inbound
  const address = (at: number): string => (at < 0 ? '' : formatAddress(arena.subarray(at, at + link.addressLength)))
  return {
    text: arena.toString('latin1', inbound.start, inbound.end),
    source: address(inbound.sourceAt),
    port: inbound.sourcePort,
    destination: address(inbound.destinationAt),
    hardware: arena.toString('hex', inbound.hardwareAt, inbound.hardwareAt + inbound.hardwareLength),
  }
}

/** Everything a link hears, in batches. */
export function hearing(link: Link): Heard[][] {
  const batches: Heard[][] = []
  link.listen(batch => {
    const heard: Heard[] = []
    for (let i = 0; i < batch.count; i++) heard.push(heardOf(batch.at(i)))
    batches.push(heard)
  })
  return batches
}

/** Answer datagram i of a batch with a text, to where it came from. */
export function reply(batch: Batch, i: number, text: string, rests = false): void {
  const { link, arena, sourceAt, sourcePort } = batch.at(i)
  const out = link.slot()
  if (out === undefined) return
  out.end = out.start + out.arena.write(text, out.start, 'latin1')
  arena.copy(out.arena, out.addressAt, sourceAt, sourceAt + link.addressLength)
  out.port = sourcePort
  out.rests = rests
  link.post()
}

/** Wait until `ready` holds; fails the test with `what` after five seconds. */
export async function until(ready: () => boolean, what: string): Promise<void> {
  for (let i = 0; i < 1000; i++) {
    if (ready()) return
    await new Promise(resolve => setTimeout(resolve, 5))
  }
  throw new Error(`waited in vain: ${what}`)
}
