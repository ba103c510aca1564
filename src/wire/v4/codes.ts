/** BOOTP op field (RFC 2131 2). */
export const Op = { request: 1, reply: 2 } as const

/** Values of option 53: RFC 2132 9.6, RFC 3203, RFC 4388, RFC 6926, RFC 7724. */
export const MessageType = {
  none: 0,
  discover: 1,
  offer: 2,
  request: 3,
  decline: 4,
  ack: 5,
  nak: 6,
  release: 7,
  inform: 8,
  forceRenew: 9,
  leaseQuery: 10,
  leaseUnassigned: 11,
  leaseUnknown: 12,
  leaseActive: 13,
  bulkLeaseQuery: 14,
  leaseQueryDone: 15,
  activeLeaseQuery: 16,
  leaseQueryStatus: 17,
  tls: 18,
} as const
export type MessageType = (typeof MessageType)[keyof typeof MessageType]

/** Names by message type as Kea's logs write them; index 0 stands for a message without option 53. */
export const messageTypeNames: readonly string[] = [
  'BOOTP',
  'DHCPDISCOVER',
  'DHCPOFFER',
  'DHCPREQUEST',
  'DHCPDECLINE',
  'DHCPACK',
  'DHCPNAK',
  'DHCPRELEASE',
  'DHCPINFORM',
  'DHCPFORCERENEW',
  'DHCPLEASEQUERY',
  'DHCPLEASEUNASSIGNED',
  'DHCPLEASEUNKNOWN',
  'DHCPLEASEACTIVE',
  'DHCPBULKLEASEQUERY',
  'DHCPLEASEQUERYDONE',
  'DHCPACTIVELEASEQUERY',
  'DHCPLEASEQUERYSTATUS',
  'DHCPTLS',
]

/** Option codes the code itself speaks of, by their IANA names. The full table is standardSpaces(). */
export const Option = {
  pad: 0,
  subnetMask: 1,
  timeOffset: 2,
  routers: 3,
  domainNameServers: 6,
  hostName: 12,
  bootSize: 13,
  domainName: 15,
  interfaceMtu: 26,
  broadcastAddress: 28,
  vendorEncapsulated: 43,
  netbiosNameServers: 44,
  requestedAddress: 50,
  leaseTime: 51,
  overload: 52,
  messageType: 53,
  serverIdentifier: 54,
  parameterRequestList: 55,
  message: 56,
  maxMessageSize: 57,
  renewalTime: 58,
  rebindingTime: 59,
  vendorClass: 60,
  clientIdentifier: 61,
  tftpServerName: 66,
  bootFileName: 67,
  userClass: 77,
  rapidCommit: 80,
  fqdn: 81,
  relayAgent: 82,
  authentication: 90,
  clientLastTransactionTime: 91,
  associatedAddress: 92,
  clientSystem: 93,
  uuid: 97,
  v6OnlyPreferred: 108,
  subnetSelection: 118,
  domainSearch: 119,
  classlessRoutes: 121,
  vendorClasses: 124,
  vendorOptions: 125,
  statusCode: 151,
  baseTime: 152,
  startTimeOfState: 153,
  queryStartTime: 154,
  queryEndTime: 155,
  dhcpState: 156,
  dataSource: 157,
  end: 255,
} as const

/** Sub-options of option 82 (RFC 3046 and those that extend it). */
export const RelayOption = {
  circuitId: 1,
  remoteId: 2,
  deviceClass: 4,
  linkSelection: 5,
  subscriberId: 6,
  radius: 7,
  auth: 8,
  vendorSpecific: 9,
  relayFlags: 10,
  serverIdOverride: 11,
  relayId: 12,
  accessTechnology: 13,
  accessNetwork: 14,
  accessPoint: 15,
  accessPointBssid: 16,
  operatorId: 17,
  operatorRealm: 18,
  relayPort: 19,
  virtualSubnetSelection: 151,
  virtualSubnetSelectionControl: 152,
} as const

/** Bit of the flags field that asks for a broadcast answer (RFC 2131 2). */
export const BROADCAST_FLAG = 0x8000

/** The port a relay or server listens on, and a client. */
export const SERVER_PORT = 67
export const CLIENT_PORT = 68
