import { arpReply, broadcastHardware, decodeFrame, encodeFrame } from './frame.js'
import type { Namespace } from './namespace.js'
import { NamespaceSocket } from './namespace-socket.js'
import { pause } from './running.js'
import type { Incoming, Outgoing, Transport } from './transport.js'

/**
 * Raw Ethernet on one interface: for clients without an address. Hears everything that reaches the cable, so any number
 * of simulated clients with hardware addresses of their own share one interface; answers ARP for the one that is asking.
 */
export function ethernet(namespace: Namespace, device: string, serverHardware: string): Transport {
  const socket = NamespaceSocket.packet(namespace.name, device)
  const put = (outgoing: Outgoing): void => {
    const unicast = outgoing.destination !== '255.255.255.255'
    const { hardware, ...datagram } = outgoing
    const frame = encodeFrame({
      ...datagram,
      sourceHardware: hardware,
      destinationHardware: unicast ? serverHardware : broadcastHardware,
    })
    if (!socket.send(frame)) throw new Error(`could not send on ${device}`)
  }
  const take = (outgoing: Outgoing): Incoming[] => {
    const heard: Incoming[] = []
    for (let frame = socket.receive(); frame !== undefined; frame = socket.receive()) {
      const arp = arpReply(frame, outgoing.source, outgoing.hardware)
      if (arp !== undefined) socket.send(arp)
      const datagram = decodeFrame(frame)
      if (datagram?.destinationPort === outgoing.sourcePort) heard.push(datagram)
    }
    return heard
  }
  return polled(put, take, () => socket.close())
}

/**
 * UDP from an address of the namespace (a relay's, or a client's that has one) to the server, of either family. A DHCPv6
 * client has one: '::' on its device speaks from the link-local address.
 */
export function udp(
  namespace: Namespace,
  local: { address: string; port: number; device?: string },
  server: { address: string; port: number },
): Transport {
  const socket = NamespaceSocket.udp(namespace.name, local, server)
  const put = ({ payload, destination, destinationPort }: Outgoing): void => {
    // A connection-refused of an earlier datagram is reported once by the next send
    const to = { address: destination, port: destinationPort }
    if (!socket.send(payload, to) && !socket.send(payload, to)) throw new Error(`could not send to ${destination}`)
  }
  const take = (): Incoming[] => {
    const heard: Incoming[] = []
    for (let payload = socket.receive(); payload !== undefined; payload = socket.receive())
      heard.push({
        payload,
        destination: local.address,
        destinationPort: local.port,
        source: socket.sender().address,
      })
    return heard
  }
  return polled(put, take, () => socket.close())
}

function polled(
  put: (outgoing: Outgoing) => void,
  take: (outgoing: Outgoing) => Incoming[],
  close: () => void,
): Transport {
  return {
    async ask(outgoing, fits, patience) {
      take(outgoing)
      put(outgoing)
      for (const end = Date.now() + patience; ; ) {
        const answer = take(outgoing).find(fits)
        if (answer !== undefined) return answer
        if (Date.now() >= end) return undefined
        await pause(1)
      }
    },
    async tell(outgoing) {
      take(outgoing)
      put(outgoing)
    },
    close,
  }
}
