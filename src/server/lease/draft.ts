import { type Address, type Lease, type LeaseKind, LeaseState } from './lease.js'

const NONE = new Uint8Array(0)

/** A lease in the making: what a store is asked to write. Made for one change, then left alone. */
export class LeaseDraft<A extends Address> implements Lease<A> {
  kind: LeaseKind
  address: A
  prefixLength: number
  subnetId = 0
  poolId = 0
  state: LeaseState = LeaseState.default
  validLifetime = 0
  preferredLifetime = 0
  cltt = 0
  iaid = 0
  clientId: Uint8Array = NONE
  hardware: Uint8Array = NONE
  hardwareType = 1
  hardwareSource = 0
  hostname = ''
  fqdnForward = false
  fqdnReverse = false
  userContext = ''

  constructor(kind: LeaseKind, address: A, prefixLength: number) {
    this.kind = kind
    this.address = address
    this.prefixLength = prefixLength
  }

  /** A draft that starts as a copy of a lease. */
  static from<A extends Address>(lease: Lease<A>): LeaseDraft<A> {
    const draft = new LeaseDraft(lease.kind, lease.address, lease.prefixLength)
    draft.subnetId = lease.subnetId
    draft.poolId = lease.poolId
    draft.state = lease.state
    draft.validLifetime = lease.validLifetime
    draft.preferredLifetime = lease.preferredLifetime
    draft.cltt = lease.cltt
    draft.iaid = lease.iaid
    draft.clientId = lease.clientId
    draft.hardware = lease.hardware
    draft.hardwareType = lease.hardwareType
    draft.hardwareSource = lease.hardwareSource
    draft.hostname = lease.hostname
    draft.fqdnForward = lease.fqdnForward
    draft.fqdnReverse = lease.fqdnReverse
    draft.userContext = lease.userContext
    return draft
  }

  /** The lease of an address that a client found in use: nobody's, for the probation (RFC 2131 4.3.3, RFC 8415 18.3.8). */
  static declined<A extends Address>(lease: Lease<A>, seconds: number, probation: number): LeaseDraft<A> {
    const draft = LeaseDraft.from(lease)
    draft.state = LeaseState.declined
    draft.cltt = seconds
    draft.validLifetime = probation
    draft.preferredLifetime = 0
    draft.clientId = NONE
    draft.hardware = NONE
    draft.hostname = ''
    draft.fqdnForward = false
    draft.fqdnReverse = false
    return draft
  }

  /** A lease that is no longer in use but kept, so that its client gets the same address again. */
  static kept<A extends Address>(
    lease: Lease<A>,
    state: LeaseState,
    seconds: number,
    validLifetime: number,
  ): LeaseDraft<A> {
    const draft = LeaseDraft.from(lease)
    draft.state = state
    draft.cltt = seconds
    draft.validLifetime = validLifetime
    draft.hostname = ''
    draft.fqdnForward = false
    draft.fqdnReverse = false
    return draft
  }
}
