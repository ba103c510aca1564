import { ipv4, ipv6 } from '../../../wire/address.js'
import type { DdnsServiceConfig } from '../decided-service.js'
import type { Report } from '../problem.js'
import { mapIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** How the DDNS service is reached; by either family, whichever family is served. */
export function decideDdnsService(map: MapTree, report: Report): DdnsServiceConfig {
  const service = mapIn(map, 'dhcp-ddns')
  const serverIp = (service && textIn(service, 'server-ip')) || '127.0.0.1'
  const any = ipv4.parse(serverIp) === undefined ? '::' : '0.0.0.0'
  const senderIp = (service && textIn(service, 'sender-ip')) || any
  if (service !== undefined) checkAddresses(service, serverIp, senderIp, report)
  return {
    serverIp,
    serverPort: (service && wholeIn(service, 'server-port')) ?? 53001,
    senderIp,
    senderPort: (service && wholeIn(service, 'sender-port')) ?? 0,
    maxQueueSize: (service && wholeIn(service, 'max-queue-size')) ?? 1024,
    protocol: service && textIn(service, 'ncr-protocol')?.toUpperCase() === 'TCP' ? 'TCP' : 'UDP',
    format: 'JSON',
  }
}

const isAddress = (text: string): boolean => ipv4.parse(text) !== undefined || ipv6.parse(text) !== undefined

function checkAddresses(service: MapTree, server: string, sender: string, report: Report): void {
  const texts = [
    ['server-ip', server],
    ['sender-ip', sender],
  ] as const
  for (const [key, text] of texts)
    if (!isAddress(text))
      report.error(
        'wrong-address',
        placeOf(service, key),
        `Failed to convert '${text}' to address, expected an IP address`,
      )
  const mixed = isAddress(server) && isAddress(sender) && server.includes(':') !== sender.includes(':')
  if (mixed)
    report.error(
      'wrong-address',
      placeOf(service, 'sender-ip'),
      `D2ClientConfig error: address family mismatch: server-ip: ${server} is not of the family of sender-ip: ${sender}`,
      { at: placeOf(service, 'server-ip'), text: 'the server stands here' },
    )
}
