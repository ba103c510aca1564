/** Which Kea a server behaves like. */
export type Generation = '2.2' | '3'

/** What differs between generations of Kea, by name. Code asks for the behaviour, never for the generation. */
export interface Behaviours {
  readonly generation: Generation
  /** Default of cache-threshold; undefined: caching is off unless configured. */
  readonly defaultCacheThreshold: number | undefined
  /** Default of preferred-lifetime, seconds; undefined: 0.625 of the valid lifetime. */
  readonly defaultPreferredLifetime: number | undefined
  /** RELEASE keeps the lease for affinity (state 3, valid-lft 0) instead of deleting its row. */
  readonly releaseKeepsLease: boolean
  /** The DHCPv4 lease file schema's pool_id column. */
  readonly statisticsPerPool: boolean
  /** Drop reasons are counted one by one, beside pkt4-receive-drop. */
  readonly detailedDropStatistics: boolean
  /** Global assigned-addresses statistic. */
  readonly globalAssignedStatistic: boolean
  /** What store-extended-info calls the relays that a DHCPv6 lease was asked for through. */
  readonly relayInfoName: 'relays' | 'relay-info'
  /** Id of the message that an OFFER is logged with. */
  readonly offerMessageId: 'DHCP4_LEASE_ADVERT' | 'DHCP4_LEASE_OFFER'
  /** A DISCOVER that asks for option 108, where it is configured, is offered 0.0.0.0 (RFC 8925). */
  readonly offersV6Only: boolean
  /** Members of the class REJECT are given no address. */
  readonly rejectClass: boolean
  /** Addresses that clients made themselves are registered (RFC 9686). */
  readonly registersAddresses: boolean
  /** subnet ids may be left out and are numbered. */
  readonly numbersSubnets: boolean
  readonly multiThreadingDefault: boolean
}

export const behaviours: Readonly<Record<Generation, Behaviours>> = {
  '2.2': {
    generation: '2.2',
    defaultCacheThreshold: undefined,
    defaultPreferredLifetime: 3600,
    releaseKeepsLease: false,
    statisticsPerPool: false,
    detailedDropStatistics: false,
    globalAssignedStatistic: false,
    relayInfoName: 'relays',
    offerMessageId: 'DHCP4_LEASE_ADVERT',
    offersV6Only: false,
    rejectClass: false,
    registersAddresses: false,
    numbersSubnets: true,
    multiThreadingDefault: false,
  },
  '3': {
    generation: '3',
    defaultCacheThreshold: 0.25,
    defaultPreferredLifetime: undefined,
    releaseKeepsLease: true,
    statisticsPerPool: true,
    detailedDropStatistics: true,
    globalAssignedStatistic: true,
    relayInfoName: 'relay-info',
    offerMessageId: 'DHCP4_LEASE_OFFER',
    offersV6Only: true,
    rejectClass: true,
    registersAddresses: true,
    numbersSubnets: true,
    multiThreadingDefault: true,
  },
}
