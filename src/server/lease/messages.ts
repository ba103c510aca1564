// biome-ignore-all format: a table, one message a line
import { debug, error, info, type Message, warn } from '../log/logger.js'
import { reclaim4, reclaim6 } from './reclaim-messages.js'

// Logger "alloc-engine": how an address was chosen, extended, reclaimed.
export const leaseReclaimed = debug(40, 'ALLOC_ENGINE_LEASE_RECLAIMED', 'successfully reclaimed lease %1')
export const removalNcrFailed = error('ALLOC_ENGINE_REMOVAL_NCR_FAILED', 'sending removal name change request failed for lease %1: %2')
export const allocError = error('ALLOC_ENGINE_V4_ALLOC_ERROR', '%1: error during attempt to allocate an IPv4 address: %2')
export const allocFail = warn('ALLOC_ENGINE_V4_ALLOC_FAIL', '%1: failed to allocate an IPv4 address after %2 attempt(s)')
export const allocFailClasses = warn('ALLOC_ENGINE_V4_ALLOC_FAIL_CLASSES', '%1: Failed to allocate an IPv4 address for client with classes: %2')
export const allocFailNoPools = warn('ALLOC_ENGINE_V4_ALLOC_FAIL_NO_POOLS', '%1: no pools were available for the address allocation')
export const allocFailSharedNetwork = warn('ALLOC_ENGINE_V4_ALLOC_FAIL_SHARED_NETWORK', '%1: failed to allocate an IPv4 address in the shared network %2: %3 subnets have no available addresses, %4 subnets have no matching pools')
export const allocFailSubnet = warn('ALLOC_ENGINE_V4_ALLOC_FAIL_SUBNET', '%1: failed to allocate an IPv4 lease in the subnet %2, subnet-id %3, shared network %4')
export const discoverAddressConflict = warn('ALLOC_ENGINE_V4_DISCOVER_ADDRESS_CONFLICT', '%1: conflicting reservation for address %2 with existing lease %3')
export const discoverHr = debug(40, 'ALLOC_ENGINE_V4_DISCOVER_HR', 'client %1 sending DHCPDISCOVER has reservation for the address %2')
export const leaseReclaim = debug(40, 'ALLOC_ENGINE_V4_LEASE_RECLAIM', '%1: reclaiming expired lease for address %2')
export const offerExistingLease = debug(40, 'ALLOC_ENGINE_V4_OFFER_EXISTING_LEASE', 'allocation engine will try to offer existing lease to the client %1')
export const offerNewLease = debug(40, 'ALLOC_ENGINE_V4_OFFER_NEW_LEASE', 'allocation engine will try to offer new lease to the client %1')
export const offerRequestedLease = debug(40, 'ALLOC_ENGINE_V4_OFFER_REQUESTED_LEASE', 'allocation engine will try to offer requested lease %1 to the client %2')
export const requestAddressReserved = debug(40, 'ALLOC_ENGINE_V4_REQUEST_ADDRESS_RESERVED', '%1: requested address %2 is reserved')
export const requestAllocRequested = debug(40, 'ALLOC_ENGINE_V4_REQUEST_ALLOC_REQUESTED', '%1: trying to allocate requested address %2')
export const requestExtendLease = debug(40, 'ALLOC_ENGINE_V4_REQUEST_EXTEND_LEASE', '%1: extending lifetime of the lease for address %2')
export const requestInvalid = debug(40, 'ALLOC_ENGINE_V4_REQUEST_INVALID', 'client %1 having a reservation for address %2 is requesting invalid address %3')
export const requestInUse = debug(40, 'ALLOC_ENGINE_V4_REQUEST_IN_USE', '%1: requested address %2 is in use')
export const requestOutOfPool = debug(40, 'ALLOC_ENGINE_V4_REQUEST_OUT_OF_POOL', "client %1, which doesn't have a reservation, requested address %2 out of the dynamic pool")
export const requestPickAddress = debug(40, 'ALLOC_ENGINE_V4_REQUEST_PICK_ADDRESS', "client %1 hasn't specified an address - picking available address from the pool")
export const requestRemoveLease = debug(40, 'ALLOC_ENGINE_V4_REQUEST_REMOVE_LEASE', "%1: removing previous client's lease %2")
export const requestUseHr = debug(40, 'ALLOC_ENGINE_V4_REQUEST_USE_HR', "client %1 hasn't requested specific address, using reserved address %2")
export const reuseExpiredLeaseData = debug(55, 'ALLOC_ENGINE_V4_REUSE_EXPIRED_LEASE_DATA', '%1: reusing expired lease, updated lease information: %2')

// Logger "dhcpsrv": verdicts of listeners.
export const hookLease4RecoverSkip = debug(40, 'DHCPSRV_HOOK_LEASE4_RECOVER_SKIP', 'DHCPv4 lease %1 was not recovered from the declined state because a callout set the skip status.')
export const hookLease4RenewSkip = debug(40, 'DHCPSRV_HOOK_LEASE4_RENEW_SKIP', 'DHCPv4 lease was not renewed because a callout set the skip flag.')
export const hookLease4SelectSkip = debug(40, 'DHCPSRV_HOOK_LEASE4_SELECT_SKIP', 'Lease4 creation was skipped, because of callout skip flag.')

// Logger "dhcpsrv": leases that do not fit the configuration.
export const leaseSanityFail = warn('DHCPSRV_LEASE_SANITY_FAIL', 'The lease %1 with subnet-id %2 failed subnet-id checks (%3).')
export const leaseSanityFailDiscard = warn('DHCPSRV_LEASE_SANITY_FAIL_DISCARD', 'The lease %1 with subnet-id %2 failed subnet-id checks (%3) and was dropped.')
export const leaseSanityFixed = info('DHCPSRV_LEASE_SANITY_FIXED', 'The lease %1 with subnet-id %2 failed subnet-id checks, but was corrected to subnet-id %3.')

/** Every message of this room, by the name of the logger that says it. */
export const messages = {
  'alloc-engine': [
    leaseReclaimed, removalNcrFailed, allocError, allocFail, allocFailClasses, allocFailNoPools,
    allocFailSharedNetwork, allocFailSubnet, discoverAddressConflict, discoverHr,
    
    leaseReclaim, offerExistingLease, offerNewLease,
    offerRequestedLease, 
    requestAddressReserved, requestAllocRequested, requestExtendLease, requestInvalid, requestInUse,
    requestOutOfPool, requestPickAddress, requestRemoveLease, requestUseHr, reuseExpiredLeaseData,
    ...Object.values(reclaim4), ...Object.values(reclaim6),
  ],
  dhcpsrv: [hookLease4RecoverSkip, hookLease4RenewSkip, hookLease4SelectSkip, leaseSanityFail, leaseSanityFailDiscard, leaseSanityFixed],
} as const satisfies Readonly<Record<string, readonly Message[]>>
