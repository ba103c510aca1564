// biome-ignore-all format: a table, one message a line
import { debug, info, type Message, warn } from '../../log/logger.js'

// Logger "alloc-engine": how leases were chosen, extended, taken back.
export const allocFail = warn('ALLOC_ENGINE_V6_ALLOC_FAIL', '%1: failed to allocate an IPv6 lease after %2 attempt(s)')
export const allocFailClasses = warn('ALLOC_ENGINE_V6_ALLOC_FAIL_CLASSES', '%1: Failed to allocate an IPv6 address for client with classes: %2')
export const allocFailNoPools = warn('ALLOC_ENGINE_V6_ALLOC_FAIL_NO_POOLS', '%1: no pools were available for the lease allocation')
export const allocFailSharedNetwork = warn('ALLOC_ENGINE_V6_ALLOC_FAIL_SHARED_NETWORK', '%1: failed to allocate a lease in the shared network %2: %3 subnets have no available leases, %4 subnets have no matching pools')
export const allocFailSubnet = warn('ALLOC_ENGINE_V6_ALLOC_FAIL_SUBNET', '%1: failed to allocate an IPv6 lease in the subnet %2, subnet-id %3, shared network %4')
export const allocHrLeaseExists = debug(40, 'ALLOC_ENGINE_V6_ALLOC_HR_LEASE_EXISTS', '%1: lease type %2 for reserved address/prefix %3 already exists')
export const allocLeasesHr = debug(40, 'ALLOC_ENGINE_V6_ALLOC_LEASES_HR', 'leases and static reservations found for client %1')
export const allocLeasesNoHr = debug(40, 'ALLOC_ENGINE_V6_ALLOC_LEASES_NO_HR', 'no reservations found but leases exist for client %1')
export const allocNoLeasesHr = debug(40, 'ALLOC_ENGINE_V6_ALLOC_NO_LEASES_HR', 'no leases found but reservations exist for client %1')
export const allocUnreserved = debug(40, 'ALLOC_ENGINE_V6_ALLOC_UNRESERVED', 'no static reservations available - trying to dynamically allocate leases for client %1')
export const expiredHintReserved = debug(40, 'ALLOC_ENGINE_V6_EXPIRED_HINT_RESERVED', "%1: expired lease for the client's hint %2 is reserved for another client")
export const extendAllocUnreserved = debug(40, 'ALLOC_ENGINE_V6_EXTEND_ALLOC_UNRESERVED', 'allocate new (unreserved) leases for the renewing client %1')
export const extendLease = debug(50, 'ALLOC_ENGINE_V6_EXTEND_LEASE', '%1: extending lifetime of the lease type %2, address %3')
export const hintReserved = debug(40, 'ALLOC_ENGINE_V6_HINT_RESERVED', "%1: lease for the client's hint %2 is reserved for another client")
export const hrAddrGranted = info('ALLOC_ENGINE_V6_HR_ADDR_GRANTED', 'reserved address %1 was assigned to client %2')
export const hrPrefixGranted = info('ALLOC_ENGINE_V6_HR_PREFIX_GRANTED', 'reserved prefix %1/%2 was assigned to client %3')
export const leaseReclaim = debug(40, 'ALLOC_ENGINE_V6_LEASE_RECLAIM', '%1: reclaiming expired lease for prefix %2/%3')
export const renewHr = debug(40, 'ALLOC_ENGINE_V6_RENEW_HR', 'allocating leases reserved for the client %1 as a result of Renew')
export const renewRemoveReserved = debug(40, 'ALLOC_ENGINE_V6_RENEW_REMOVE_RESERVED', "%1: checking if existing client's leases are reserved for another client")
export const revokedAddrLease = info('ALLOC_ENGINE_V6_REVOKED_ADDR_LEASE', 'address %1 was revoked from client %2 as it is reserved for client %3')
export const revokedPrefixLease = info('ALLOC_ENGINE_V6_REVOKED_PREFIX_LEASE', 'prefix %1/%2 was revoked from client %3 as it is reserved for client %4')

// Logger "leases": what clients got.
export const leaseAdvert = info('DHCP6_LEASE_ADVERT', '%1: lease for address %2 and iaid=%3 will be advertised')
export const leaseAdvertFail = debug(50, 'DHCP6_LEASE_ADVERT_FAIL', '%1: failed to advertise an address lease for iaid=%2')
export const leaseAlloc = info('DHCP6_LEASE_ALLOC', '%1: lease for address %2 and iaid=%3 has been allocated for %4 seconds')
export const leaseAllocFail = debug(50, 'DHCP6_LEASE_ALLOC_FAIL', '%1: failed to grant an address lease for iaid=%2')
export const leaseRenew = info('DHCP6_LEASE_RENEW', '%1: lease for address %2 and iaid=%3 has been allocated')
export const leaseReuse = info('DHCP6_LEASE_REUSE', '%1: lease for address %2 and iaid=%3 has been reused for %4 seconds')
export const pdLeaseAdvert = info('DHCP6_PD_LEASE_ADVERT', '%1: lease for prefix %2/%3 and iaid=%4 will be advertised')
export const pdLeaseAdvertFail = debug(50, 'DHCP6_PD_LEASE_ADVERT_FAIL', '%1: failed to advertise a prefix lease for iaid=%2')
export const pdLeaseAlloc = info('DHCP6_PD_LEASE_ALLOC', '%1: lease for prefix %2/%3 and iaid=%4 has been allocated for %5 seconds')
export const pdLeaseAllocFail = debug(50, 'DHCP6_PD_LEASE_ALLOC_FAIL', '%1: failed to grant a prefix lease for iaid=%2')
export const pdLeaseRenew = info('DHCP6_PD_LEASE_RENEW', '%1: lease for prefix %2/%3 and iaid=%4 has been allocated')
export const pdLeaseReuse = info('DHCP6_PD_LEASE_REUSE', '%1: lease for prefix %2/%3 and iaid=%4 has been reused for %5 seconds')
export const processIaNaExtend = debug(50, 'DHCP6_PROCESS_IA_NA_EXTEND', '%1: extending lease lifetime for IA_NA option with iaid=%2')
export const processIaNaRequest = debug(50, 'DHCP6_PROCESS_IA_NA_REQUEST', '%1: server is processing IA_NA option with iaid=%2 and hint=%3')
export const processIaPdExtend = debug(50, 'DHCP6_PROCESS_IA_PD_EXTEND', '%1: extending lease lifetime for IA_PD option with iaid=%2')
export const processIaPdRequest = debug(50, 'DHCP6_PROCESS_IA_PD_REQUEST', '%1: server is processing IA_PD option with iaid=%2 and hint=%3')

export const declineFailDuidMismatch = info('DHCP6_DECLINE_FAIL_DUID_MISMATCH', 'Client %1 sent DECLINE for address %2, but it belongs to client with DUID %3')
export const declineFailIaidMismatch = info('DHCP6_DECLINE_FAIL_IAID_MISMATCH', 'Client %1 sent DECLINE for address %2, but used a wrong IAID (%3), instead of expected %4')
export const declineFailNoLease = info('DHCP6_DECLINE_FAIL_NO_LEASE', "Client %1 sent DECLINE for address %2, but there's no lease for it")
export const declineLease = info('DHCP6_DECLINE_LEASE', 'Client %1 sent DECLINE for address %2 and the server marked it as declined. The lease will be recovered in %3 seconds.')
export const declineProcessIa = debug(50, 'DHCP6_DECLINE_PROCESS_IA', 'Processing of IA (IAID: %1) from client %2 started.')
export const pdRelease = info('DHCP6_RELEASE_PD', '%1: prefix %2/%3 for iaid=%4 was released properly')
export const pdReleaseFailWrongDuid = info('DHCP6_RELEASE_PD_FAIL_WRONG_DUID', '%1: client tried to release prefix %2/%3, but it belongs to another client (duid=%4)')
export const pdReleaseFailWrongIaid = warn('DHCP6_RELEASE_PD_FAIL_WRONG_IAID', '%1: client tried to release prefix %2/%3, but it used wrong IAID (expected %4, but got %5)')
export const processIaNaRelease = debug(50, 'DHCP6_PROCESS_IA_NA_RELEASE', '%1: releasing lease for IA_NA option with iaid=%2')
export const release = info('DHCP6_RELEASE_NA', '%1: binding for address %2 and iaid=%3 was released properly')
export const releaseFailWrongDuid = info('DHCP6_RELEASE_NA_FAIL_WRONG_DUID', '%1: client tried to release address %2, but it belongs to another client using duid=%3')
export const releaseFailWrongIaid = warn('DHCP6_RELEASE_NA_FAIL_WRONG_IAID', '%1: client tried to release address %2, but it used wrong IAID (expected %3, but got %4)')
export const registerClientChange = info('DHCP6_ADDR_REG_INFORM_CLIENT_CHANGE', "received an ADDR-REG-INFORM for %1 from client '%2' but the address was registered by another client '%3'")
export const registered = info('KEATS_ADDRESS_REGISTERED', '%1: address %2 was registered for %3 seconds')
export const unregistered = info('KEATS_ADDRESS_UNREGISTERED', '%1: address %2 is no longer registered')

// Logger "bad-packets": what is not served.
export const informationForLease = debug(50, 'KEATS_INFORMATION_REQUEST_WITH_IA', '%1: INFORMATION-REQUEST with an identity association is dropped (RFC 8415 16.12)')
export const registerDisabled = debug(50, 'DHCP6_ADDR6_REGISTER_DISABLED_DROP', 'ADDR-REG-INFORM of client %1 is dropped: addresses are not to be registered')
export const registerFail = debug(50, 'DHCP6_ADDR_REG_INFORM_FAIL', 'error on ADDR-REG-INFORM from client %1, %2')

// Logger "dhcpsrv": verdicts of listeners.
export const hookLease6ExtendSkip = debug(40, 'DHCPSRV_HOOK_LEASE6_EXTEND_SKIP', 'DHCPv6 lease lifetime was not extended because a callout set the skip flag for message %1')
export const hookLease6SelectSkip = debug(40, 'DHCPSRV_HOOK_LEASE6_SELECT_SKIP', 'Lease6 (non-temporary) creation was skipped, because of callout skip flag.')

// Logger "hooks": the same of leases that are given back.
export const hookDeclineSkip = debug(40, 'DHCP6_HOOK_DECLINE_SKIP', 'During Decline processing (client=%1, interface=%2, addr=%3) hook callout set status to SKIP, skipping decline.')
export const hookRegisterSkip = debug(40, 'DHCP6_HOOK_ADDR6_REGISTER_SKIP', '%1: address %2 was not registered because a callout set the next step to SKIP')
export const hookPdReleaseSkip = debug(40, 'DHCP6_HOOK_LEASE6_RELEASE_PD_SKIP', '%1: prefix lease was not released because a callout set the next step to SKIP')
export const hookReleaseSkip = debug(40, 'DHCP6_HOOK_LEASE6_RELEASE_NA_SKIP', '%1: DHCPv6 address lease was not released because a callout set the next step to SKIP')

/** Every message of this file, by the name of the logger that says it. */
export const messages = {
  'alloc-engine': [
    allocFail, allocFailClasses, allocFailNoPools, allocFailSharedNetwork, allocFailSubnet, allocHrLeaseExists,
    allocLeasesHr, allocLeasesNoHr, allocNoLeasesHr, allocUnreserved, expiredHintReserved, extendAllocUnreserved,
    extendLease, hintReserved, hrAddrGranted, hrPrefixGranted, leaseReclaim, renewHr, renewRemoveReserved,
    revokedAddrLease, revokedPrefixLease,
  ],
  leases: [
    leaseAdvert, leaseAdvertFail, leaseAlloc, leaseAllocFail, leaseRenew, leaseReuse, pdLeaseAdvert,
    pdLeaseAdvertFail, pdLeaseAlloc, pdLeaseAllocFail, pdLeaseRenew, pdLeaseReuse, processIaNaExtend, processIaNaRequest,
    processIaPdExtend, processIaPdRequest, declineFailDuidMismatch, declineFailIaidMismatch, declineFailNoLease,
    declineLease, declineProcessIa, pdRelease, pdReleaseFailWrongDuid, pdReleaseFailWrongIaid, processIaNaRelease,
    registerClientChange, registered, release, releaseFailWrongDuid, releaseFailWrongIaid, unregistered,
  ],
  'bad-packets': [informationForLease, registerDisabled, registerFail],
  dhcpsrv: [hookLease6ExtendSkip, hookLease6SelectSkip],
  hooks: [hookDeclineSkip, hookPdReleaseSkip, hookRegisterSkip, hookReleaseSkip],
} as const satisfies Readonly<Record<string, readonly Message[]>>
