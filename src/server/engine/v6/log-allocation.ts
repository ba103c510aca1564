import { isPending } from '../../../now.js'
import { ipv6 } from '../../../wire/address.js'
import { formatBytes } from '../../../wire/hex.js'
import { identifierText } from '../../host/host-text.js'
import { type Lease, LeaseKind } from '../../lease/lease.js'
import type { Logger } from '../../log/logger.js'
import type { PoolPlan } from '../../subnet/plan.js'
import type { Association } from './association.js'
import type { Exchange6 } from './exchange6.js'
import { wantsMoreTime } from './find-leases.js'
import { labelOf } from './label.js'
import {
  allocHrLeaseExists,
  allocLeasesHr,
  allocLeasesNoHr,
  allocNoLeasesHr,
  allocUnreserved,
  expiredHintReserved,
  extendAllocUnreserved,
  extendLease,
  hintReserved,
  hrAddrGranted,
  hrPrefixGranted,
  processIaNaExtend,
  processIaNaRequest,
  processIaPdExtend,
  processIaPdRequest,
  renewHr,
  renewRemoveReserved,
  revokedAddrLease,
  revokedPrefixLease,
} from './lease-messages.js'
import type { Rooms6 } from './rooms6.js'

const kindName = (kind: LeaseKind): string => (kind === LeaseKind.pd ? 'IA_PD' : 'IA_NA')

/** What is known of the client when one of its associations is decided. */
export function logBegin({ log }: Rooms6, x: Exchange6, association: Association): void {
  logAsked(log.leases, x, association)
  const { allocEngine } = log
  const { leases } = association
  const hosts = x.hosts.length > 0
  if (wantsMoreTime(x)) {
    if (hosts && allocEngine.on(renewHr)) allocEngine.log(renewHr, labelOf(x))
    if (leases.length > 0 && allocEngine.on(renewRemoveReserved)) allocEngine.log(renewRemoveReserved, labelOf(x))
    return
  }
  if (leases.length === 0 && !hosts) return
  const message = leases.length === 0 ? allocNoLeasesHr : hosts ? allocLeasesHr : allocLeasesNoHr
  if (allocEngine.on(message)) allocEngine.log(message, labelOf(x))
}

function logAsked(log: Logger, x: Exchange6, { kind, iaid, hints, hintCount }: Association): void {
  const prefix = kind === LeaseKind.pd
  if (wantsMoreTime(x)) {
    const message = prefix ? processIaPdExtend : processIaNaExtend
    if (log.on(message)) log.log(message, labelOf(x), iaid)
    return
  }
  const message = prefix ? processIaPdRequest : processIaNaRequest
  if (!log.on(message)) return
  const { address, prefixLength } = hints[0] ?? { address: 0n, prefixLength: 0 }
  const text = prefix ? `${ipv6.format(address)}/${prefixLength}` : ipv6.format(address)
  log.log(message, labelOf(x), iaid, hintCount === 0 ? '(no hint)' : text)
}

/** Neither a reservation nor a lease: something from the pools. */
export function logDynamic({ log: { allocEngine } }: Rooms6, x: Exchange6): void {
  const message = wantsMoreTime(x) ? extendAllocUnreserved : allocUnreserved
  if (allocEngine.on(message)) allocEngine.log(message, labelOf(x))
}

/** The client holds already what is reserved for it. */
export function logReservedHeld({ log: { allocEngine } }: Rooms6, x: Exchange6, lease: Lease<bigint>): void {
  if (allocEngine.on(allocHrLeaseExists))
    allocEngine.log(allocHrLeaseExists, labelOf(x), kindName(lease.kind), ipv6.format(lease.address))
}

export function logExtended({ log: { allocEngine } }: Rooms6, x: Exchange6, lease: Lease<bigint>): void {
  if (wantsMoreTime(x) && allocEngine.on(extendLease))
    allocEngine.log(extendLease, labelOf(x), kindName(lease.kind), ipv6.format(lease.address))
}

/** A reserved address or prefix is given. */
export function logReserved(
  { log: { allocEngine } }: Rooms6,
  x: Exchange6,
  kind: LeaseKind,
  address: bigint,
  length: number,
): void {
  if (kind === LeaseKind.pd) {
    if (allocEngine.on(hrPrefixGranted)) allocEngine.log(hrPrefixGranted, ipv6.format(address), length, labelOf(x))
  } else if (allocEngine.on(hrAddrGranted)) allocEngine.log(hrAddrGranted, ipv6.format(address), labelOf(x))
}

export function logHintReserved(
  { log: { allocEngine } }: Rooms6,
  x: Exchange6,
  address: bigint,
  lease: Lease<bigint> | undefined,
): void {
  const message = lease === undefined ? hintReserved : expiredHintReserved
  if (allocEngine.on(message)) allocEngine.log(message, labelOf(x), ipv6.format(address))
}

/** The client loses a lease to the one it is reserved for. */
export function logRevoked(
  { log: { allocEngine } }: Rooms6,
  x: Exchange6,
  { subnet }: PoolPlan<bigint>,
  { kind, address, prefixLength, clientId }: Lease<bigint>,
): void {
  const prefix = kind === LeaseKind.pd
  if (!allocEngine.on(prefix ? revokedPrefixLease : revokedAddrLease)) return
  const { hosts } = x.plan
  const { id } = subnet.subnet
  const found = prefix ? hosts.byPrefix(id, address, prefixLength) : hosts.byAddress(id, address)
  const owner =
    isPending(found) || found[0] === undefined
      ? '(unknown)'
      : identifierText(found[0].identifier, found[0].identifierBytes)
  const client = formatBytes(clientId, 0, clientId.length)
  if (prefix) allocEngine.log(revokedPrefixLease, ipv6.format(address), prefixLength, client, owner)
  else allocEngine.log(revokedAddrLease, ipv6.format(address), client, owner)
}
