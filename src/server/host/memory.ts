import type { AddressKind } from '../../wire/address.js'
import { hashBytes, type Identity } from '../lease/identity.js'
import type { Address, LeaseScope } from '../lease/lease.js'
import { type Host, type IdentifierKind, identifierKinds } from './host.js'
import type { HostSource } from './host-source.js'
import { ReservedPrefixes } from './reserved-prefixes.js'

const NONE: readonly never[] = []

/** The reservations of the configuration file. A lookup costs one map access, however many there are. */
export class MemoryHosts<A extends Address> implements HostSource<A> {
  readonly empty: boolean
  /** Kind -> hash of the identifier -> hosts; hashes that meet are told apart by the bytes. */
  readonly #byIdentifier = new Map<IdentifierKind, Map<number, Host<A>[]>>()
  /** Address -> hosts, of whatever subnet. */
  readonly #byAddress = new Map<A, Host<A>[]>()
  readonly #prefixes: ReservedPrefixes<A>

  constructor(kind: AddressKind<A>, hosts: readonly Host<A>[]) {
    this.empty = hosts.length === 0
    this.#prefixes = new ReservedPrefixes(kind, hosts)
    for (const identifier of identifierKinds) this.#byIdentifier.set(identifier, new Map())
    for (const host of hosts) {
      const bytes = host.identifierBytes
      add(this.#byIdentifier.get(host.identifier)!, hashBytes(bytes, 0, bytes.length), host)
      for (const address of host.addresses) add(this.#byAddress, address, host)
    }
  }

  byIdentifier(kind: IdentifierKind, identifier: Identity, scope: LeaseScope | undefined): readonly Host<A>[] {
    if (identifier.length === 0) return NONE
    const candidates = this.#byIdentifier.get(kind)!.get(identifier.hash)
    if (candidates === undefined) return NONE
    const fits = (host: Host<A>): boolean =>
      (host.subnetId === 0 || scope?.holds(host.subnetId) === true) && identifier.equals(host.identifierBytes)
    return candidates.every(fits) ? candidates : candidates.filter(fits)
  }

  byAddress(subnetId: number, address: A): readonly Host<A>[] {
    const candidates = this.#byAddress.get(address)
    if (candidates === undefined) return NONE
    return candidates.length === 1 && candidates[0]!.subnetId === subnetId
      ? candidates
      : candidates.filter(host => host.subnetId === subnetId)
  }

  byPrefix(subnetId: number, prefix: A, length: number): readonly Host<A>[] {
    return this.#prefixes.overlapping(subnetId, prefix, length)
  }
}

function add<K, A extends Address>(map: Map<K, Host<A>[]>, key: K, host: Host<A>): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [host])
  else list.push(host)
}
