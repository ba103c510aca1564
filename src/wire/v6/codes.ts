/** Message types: RFC 8415 7.3, RFC 5007, RFC 5460, RFC 6977, RFC 7341, RFC 7653, RFC 9686. */
export const MessageType = {
  solicit: 1,
  advertise: 2,
  request: 3,
  confirm: 4,
  renew: 5,
  rebind: 6,
  reply: 7,
  release: 8,
  decline: 9,
  reconfigure: 10,
  informationRequest: 11,
  relayForward: 12,
  relayReply: 13,
  leaseQuery: 14,
  leaseQueryReply: 15,
  leaseQueryDone: 16,
  leaseQueryData: 17,
  reconfigureRequest: 18,
  reconfigureReply: 19,
  dhcpv4Query: 20,
  dhcpv4Response: 21,
  activeLeaseQuery: 22,
  startTls: 23,
  addressRegistrationInform: 36,
  addressRegistrationReply: 37,
} as const
export type MessageType = (typeof MessageType)[keyof typeof MessageType]

/** Names by message type as Kea's logs write them; types without a name there are `UNKNOWN`. */
export const messageTypeNames: readonly (string | undefined)[] = namesByNumber({
  [MessageType.solicit]: 'SOLICIT',
  [MessageType.advertise]: 'ADVERTISE',
  [MessageType.request]: 'REQUEST',
  [MessageType.confirm]: 'CONFIRM',
  [MessageType.renew]: 'RENEW',
  [MessageType.rebind]: 'REBIND',
  [MessageType.reply]: 'REPLY',
  [MessageType.release]: 'RELEASE',
  [MessageType.decline]: 'DECLINE',
  [MessageType.reconfigure]: 'RECONFIGURE',
  [MessageType.informationRequest]: 'INFORMATION_REQUEST',
  [MessageType.relayForward]: 'RELAY_FORWARD',
  [MessageType.relayReply]: 'RELAY_REPLY',
  [MessageType.leaseQuery]: 'LEASEQUERY',
  [MessageType.leaseQueryReply]: 'LEASEQUERY_REPLY',
  [MessageType.dhcpv4Query]: 'DHCPV4_QUERY',
  [MessageType.dhcpv4Response]: 'DHCPV4_RESPONSE',
  [MessageType.addressRegistrationInform]: 'ADDR_REG_INFORM',
  [MessageType.addressRegistrationReply]: 'ADDR_REG_REPLY',
})

/** Option codes the code itself speaks of. The full table is standardSpaces(6). */
export const Option = {
  clientId: 1,
  serverId: 2,
  iaNa: 3,
  iaTa: 4,
  iaAddress: 5,
  oro: 6,
  preference: 7,
  elapsedTime: 8,
  relayMessage: 9,
  authentication: 11,
  unicast: 12,
  statusCode: 13,
  rapidCommit: 14,
  userClass: 15,
  vendorClass: 16,
  vendorOptions: 17,
  interfaceId: 18,
  reconfigureMessage: 19,
  reconfigureAccept: 20,
  iaPd: 25,
  iaPrefix: 26,
  informationRefreshTime: 32,
  remoteId: 37,
  subscriberId: 38,
  fqdn: 39,
  echoRequest: 43,
  leaseQuery: 44,
  clientData: 45,
  lastTransactionTime: 46,
  leaseQueryRelayData: 47,
  leaseQueryClientLink: 48,
  relayId: 53,
  bootFileUrl: 59,
  bootFileParameters: 60,
  clientArchitecture: 61,
  relaySuppliedOptions: 66,
  prefixExclude: 67,
  clientLinkLayerAddress: 79,
  linkAddress: 80,
  solicitMaxRetransmission: 82,
  informationMaxRetransmission: 83,
  dhcpv4Message: 87,
  dhcp4o6ServerAddress: 88,
  s46Rule: 89,
  s46BorderRelay: 90,
  s46DefaultRule: 91,
  s46Binding: 92,
  s46PortParameters: 93,
  s46MapE: 94,
  s46MapT: 95,
  s46Lightweight: 96,
  relaySourcePort: 135,
  sztpRedirect: 136,
  encryptedDns: 144,
  addressRegistrationEnable: 148,
} as const

/** Values of option 13: RFC 8415 21.13, RFC 5007 4.1.3, RFC 5460 5.3, RFC 7653 6.3. */
export const StatusCode = {
  success: 0,
  unspecFail: 1,
  noAddrsAvail: 2,
  noBinding: 3,
  notOnLink: 4,
  useMulticast: 5,
  noPrefixAvail: 6,
  unknownQueryType: 7,
  malformedQuery: 8,
  notConfigured: 9,
  notAllowed: 10,
  queryTerminated: 11,
  dataMissing: 12,
  catchUpComplete: 13,
  notSupported: 14,
  tlsConnectionRefused: 15,
} as const
export type StatusCode = (typeof StatusCode)[keyof typeof StatusCode]

/** Names by status code as Kea's logs write them; the later ones have no name there. */
export const statusCodeNames: readonly string[] = [
  'Success',
  'UnspecFail',
  'NoAddrsAvail',
  'NoBinding',
  'NotOnLink',
  'UseMulticast',
  'NoPrefixAvail',
  'UnknownQueryType',
  'MalformedQuery',
  'NotConfigured',
  'NotAllowed',
]

/** Bytes of an option's code and length (RFC 8415 21.1). */
export const OPTION_HEADER = 4
/** Bytes before the options: message type and transaction id (RFC 8415 8). */
export const MESSAGE_HEADER = 4
/** Bytes before the options of a relay message: type, hop-count, link-address, peer-address (RFC 8415 9). */
export const RELAY_HEADER = 34
/** Relay messages around a client's message that are unwrapped (RFC 3315 5.5; RFC 8415 lets relays add 8). */
export const MAX_RELAYS = 32

/** Bytes before the sub-options: IAID, T1, T2 of an IA_NA or IA_PD; IAID of an IA_TA; address or prefix with lifetimes. */
export const IA_HEADER = 12
export const IA_TA_HEADER = 4
export const IA_ADDRESS_HEADER = 24
export const IA_PREFIX_HEADER = 25

/** The ports of RFC 8415 7.2. */
export const SERVER_PORT = 547
export const CLIENT_PORT = 546

function namesByNumber(names: Readonly<Record<number, string>>): readonly (string | undefined)[] {
  const list: (string | undefined)[] = []
  for (const [number, name] of Object.entries(names)) list[Number(number)] = name
  return list
}
