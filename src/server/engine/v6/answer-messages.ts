// biome-ignore-all format: a table, one message a line
import { debug, type Message } from '../../log/logger.js'

// Logger "packets": what goes out.
export const packetSend = debug(40, 'DHCP6_PACKET_SEND', '%1: trying to send packet %2 (type %3) from [%4]:%5 to [%6]:%7 on interface %8')
export const responseData = debug(55, 'DHCP6_RESPONSE_DATA', 'responding with packet type %1 data is %2')

// Logger "options": what the answer says.
export const addGlobalStatus = debug(50, 'DHCP6_ADD_GLOBAL_STATUS_CODE', '%1: adding Status Code to DHCPv6 packet: %2')
export const addStatusForIa = debug(50, 'DHCP6_ADD_STATUS_CODE_FOR_IA', '%1: adding Status Code to IA with iaid=%2: %3')

// Logger "ddns": names of clients.
export const fqdnGenerated = debug(55, 'DHCP6_DDNS_FQDN_GENERATED', '%1: generated FQDN for the client: %2')
export const generateFqdn = debug(50, 'DHCP6_DDNS_GENERATE_FQDN', '%1: client did not send a FQDN option; FQDN will be')
export const receiveFqdn = debug(50, 'DHCP6_DDNS_RECEIVE_FQDN', '%1: received DHCPv6 Client FQDN option: %2')
export const responseFqdn = debug(50, 'DHCP6_DDNS_RESPONSE_FQDN_DATA', "%1: including FQDN option in the server's response: %2")

// Logger "hooks": verdicts of listeners on the answer.
export const hookBufferSendSkip = debug(40, 'DHCP6_HOOK_BUFFER_SEND_SKIP', '%1: prepared DHCPv6 response was dropped because a callout set the next step to SKIP')
export const hookDdnsUpdate = debug(15, 'DHCP6_HOOK_DDNS_UPDATE', 'A hook has updated the DDNS parameters: hostname %1=>%2, forward update %3=>%4, reverse update %5=>%6')

/** What is said of answers, by the name of the logger that says it. */
export const messages = {
  packets: [packetSend, responseData],
  options: [addGlobalStatus, addStatusForIa],
  ddns: [fqdnGenerated, generateFqdn, receiveFqdn, responseFqdn],
  hooks: [hookBufferSendSkip, hookDdnsUpdate],
} as const satisfies Readonly<Record<string, readonly Message[]>>
