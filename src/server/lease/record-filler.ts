import type { LeaseRecord } from '../../lease-file/lease-record.js'
import type { AddressWords } from './address-words.js'
import { FoundLease } from './found-lease.js'
import type { Address, Lease } from './lease.js'

const LONGEST_CLIENT = 0xffff
const LONGEST_HARDWARE = 0xff
const LONGEST_HOSTNAME = 0xffff
const LONGEST_CONTEXT = 0xffffff

/**
 * Spell a lease in numbers and bytes. Throws a TypeError for an object without byte fields (a found lease that was
 * spread), a RangeError for byte fields that the table cannot hold.
 */
export function fillRecord<A extends Address>(lease: Lease<A>, words: AddressWords<A>, into: LeaseRecord): void {
  words.split(lease.address, into)
  into.kind = lease.kind
  into.prefixLength = lease.prefixLength
  into.subnetId = lease.subnetId
  into.poolId = lease.poolId
  into.state = lease.state
  into.validLifetime = lease.validLifetime
  into.preferredLifetime = lease.preferredLifetime
  into.cltt = lease.cltt
  into.iaid = lease.iaid
  into.hardwareType = lease.hardwareType
  into.hardwareSource = lease.hardwareSource
  into.fqdnForward = lease.fqdnForward
  into.fqdnReverse = lease.fqdnReverse
  if (lease instanceof FoundLease) {
    lease.openBytes(into)
    return
  }
  const { clientId, hardware, hostname, userContext } = lease
  if (clientId === undefined || hardware === undefined)
    throw new TypeError('a lease without clientId or hardware: a found lease cannot be spread, use revised()')
  const text = (hostname.length + userContext.length) * 3
  into.begin(clientId.length + hardware.length + text)
  into.setClient(clientId)
  into.setHardware(hardware)
  into.setHostname(hostname)
  into.setContext(userContext)
  if (
    into.clientLength > LONGEST_CLIENT ||
    into.hardwareLength > LONGEST_HARDWARE ||
    into.hostnameLength > LONGEST_HOSTNAME ||
    into.contextLength > LONGEST_CONTEXT
  )
    throw new RangeError('a byte field of the lease is longer than the table can hold')
}

/** Do the two say the same in every field? */
export function sameLease<A extends Address>(a: Lease<A>, b: Lease<A>): boolean {
  return (
    a.kind === b.kind &&
    a.address === b.address &&
    a.prefixLength === b.prefixLength &&
    a.subnetId === b.subnetId &&
    a.poolId === b.poolId &&
    a.state === b.state &&
    a.validLifetime === b.validLifetime &&
    a.preferredLifetime === b.preferredLifetime &&
    a.cltt === b.cltt &&
    a.iaid === b.iaid &&
    a.hardwareType === b.hardwareType &&
    a.hardwareSource === b.hardwareSource &&
    a.fqdnForward === b.fqdnForward &&
    a.fqdnReverse === b.fqdnReverse &&
    a.hostname === b.hostname &&
    a.userContext === b.userContext &&
    sameBytes(a.clientId, b.clientId) &&
    sameBytes(a.hardware, b.hardware)
  )
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i])
}
