/** One packet, explained. Plain data: it goes out as JSON. */
export interface ExplainedPacket {
  /** Kea's name of the client: its identifiers, and the transaction. */
  readonly client: string
  /** "DHCPDISCOVER", "SOLICIT"; '' when the packet could not be read. */
  readonly message: string
  readonly interface: string
  readonly from: string
  readonly to: string
  /** The query, decoded, a line an option. */
  readonly query: readonly string[]
  readonly classes: readonly ExplainedClass[]
  /** Classes of the configuration that the packet is not in. */
  readonly 'other-classes': readonly { readonly name: string; readonly test: string }[]
  readonly subnet: ExplainedSubnet | undefined
  readonly reservations: readonly ExplainedReservation[]
  /** DHCPv4: what became of the address; undefined: it never came to that. */
  readonly lease: ExplainedLease | undefined
  /** DHCPv6: the identity associations of the message. */
  readonly associations: readonly ExplainedAssociation[]
  readonly changes: readonly ExplainedChange[]
  readonly options: readonly ExplainedOption[]
  readonly answer: ExplainedAnswer | undefined
  /** 'answered', or at which step the walk ended without an answer. */
  readonly ended: string
  /** What the server's log says of the packet, by step; steps that say nothing are left out. */
  readonly log: readonly { readonly step: string; readonly lines: readonly string[] }[]
}

export interface ExplainedClass {
  readonly name: string
  /** The test, or who else assigned it. */
  readonly because: string
  /** The step after which the packet was in it. */
  readonly since: string
}

export interface ExplainedSubnet {
  readonly id: number
  readonly prefix: string
  /** '' when it stands alone. */
  readonly 'shared-network': string
  readonly because: string
  /** The subnet that the address came from, where it is a sibling. */
  readonly moved: { readonly id: number; readonly prefix: string } | undefined
}

export interface ExplainedReservation {
  readonly identifier: string
  readonly value: string
  /** Undefined: none is made for this identifier. */
  readonly found:
    | { readonly 'subnet-id': number; readonly address: string; readonly hostname: string; readonly counts: boolean }
    | undefined
}

export interface ExplainedLease {
  readonly decision: 'extend' | 'take' | 'refuse' | 'none'
  /** '' for none. */
  readonly address: string
  /** '' outside of all pools. */
  readonly pool: string
  readonly because: string
  /** Seconds. */
  readonly lifetime: number
}

export interface ExplainedAssociation {
  /** "IA_NA", "IA_PD" ... */
  readonly kind: string
  readonly iaid: number
  /** What the client would like: "2001:db8::1", "2001:db8:8::/56". */
  readonly hints: readonly string[]
  /** What the store held for it. */
  readonly leases: readonly string[]
  readonly grants: readonly ExplainedGrant[]
  /** Seconds. */
  readonly t1: number
  readonly t2: number
  /** '' when the answer tells none. */
  readonly status: string
  /** The answer leaves the association out. */
  readonly silent: boolean
}

export interface ExplainedGrant {
  readonly address: string
  /** '' outside of all pools. */
  readonly pool: string
  /** 0: of none. */
  readonly 'subnet-id': number
  /** Seconds; both 0: it is to be used no more. */
  readonly preferred: number
  readonly valid: number
  readonly because: string
}

export interface ExplainedChange {
  readonly address: string
  readonly was: string
  readonly is: string
}

export interface ExplainedOption {
  readonly code: number
  readonly name: string
  readonly value: string
  /** "subnet 1", "class phones", "the server", ... */
  readonly from: string
}

export interface ExplainedAnswer {
  readonly message: string
  /** Fixed fields that are not zero. */
  readonly fields: Readonly<Record<string, string>>
  readonly to: string
  readonly port: number
  /** Hardware address that the frame goes to; '' where the kernel finds it. */
  readonly hardware: string
  readonly interface: string
}
