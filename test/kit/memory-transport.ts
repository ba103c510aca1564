import { setImmediate as turn } from 'node:timers/promises'
import type { Answer, MemoryLink } from '../../src/net/memory-link.js'
import { addressBytes, addressText, hexBytes, hexText } from './packet4.js'
import { inProcess, type Transport } from './transport.js'

/**
 * To a server that listens on a memory link. Its answers are taken as soon as they have left; `settle` waits for what a
 * packet that was parked still does (default: two turns of the event loop; under virtual time, advance it there).
 */
export function memoryTransport(link: MemoryLink, settle: () => Promise<void> = twoTurns): Transport {
  return inProcess(async outgoing => {
    link.answers.length = 0
    link.deliver({
      bytes: outgoing.payload,
      source: addressBytes(outgoing.source),
      sourcePort: outgoing.sourcePort,
      destination: addressBytes(outgoing.destination),
      hardware: outgoing.hardware === '' ? undefined : hexBytes(outgoing.hardware),
    })
    if (link.answers.length === 0) await settle()
    return link.answers.splice(0).map(incoming)
  })
}

function incoming({ bytes, address, port, hardware }: Answer) {
  return {
    payload: bytes,
    destination: addressText(address),
    destinationPort: port,
    ...(hardware === undefined ? {} : { destinationHardware: hexText(hardware) }),
  }
}

async function twoTurns(): Promise<void> {
  await turn()
  await turn()
}
