import type { AddressKind } from '../../wire/address.js'
import type { Sliced } from '../config/slices.js'
import { hashBytes, type Identity } from '../lease/identity.js'
import type { Address, LeaseScope } from '../lease/lease.js'
import { type Host, type IdentifierKind, identifierKinds, type PrefixRange } from './host.js'
import type { HostSource } from './host-source.js'
import { ReservedPrefixes } from './reserved-prefixes.js'

const NONE: readonly never[] = []

/** Reservations between two yields. */
const STEP = 512

/**
 * The reservations of the configuration. A lookup costs one map access, however many there are. Reservations come and go
 * one by one, too: what a packet on its way was given stays as it was.
 */
export class MemoryHosts<A extends Address> implements HostSource<A> {
  /** Kind -> hash of the identifier -> hosts; hashes that meet are told apart by the bytes. */
  readonly #byIdentifier = new Map<IdentifierKind, Map<number, readonly Host<A>[]>>()
  /** Address -> hosts, of whatever subnet. */
  readonly #byAddress = new Map<A, readonly Host<A>[]>()
  readonly #prefixes: ReservedPrefixes<A>
  /** All of them, in the order in which they came; and the number that each was given then, from 1. */
  readonly #listed: Host<A>[] = []
  readonly #numbers: number[] = []
  #last = 0

  constructor(kind: AddressKind<A>, hosts: readonly Host<A>[], prefixes = new ReservedPrefixes(kind, hosts)) {
    this.#prefixes = prefixes
    for (const identifier of identifierKinds) this.#byIdentifier.set(identifier, new Map())
    for (const host of hosts) this.#enter(host)
  }

  /** The same in slices: a hundred thousand reservations take a while. */
  static *filled<A extends Address>(kind: AddressKind<A>, hosts: readonly Host<A>[]): Sliced<MemoryHosts<A>> {
    const made = new MemoryHosts(kind, [], new ReservedPrefixes(kind, hosts))
    for (const [i, host] of hosts.entries()) {
      made.#enter(host)
      if (i % STEP === STEP - 1) yield
    }
    return made
  }

  get empty(): boolean {
    return this.#listed.length === 0
  }

  /** In the order in which they came. */
  get all(): readonly Host<A>[] {
    return this.#listed
  }

  add(host: Host<A>): void {
    this.#enter(host)
    this.#prefixes.add(host)
  }

  /** Takes it out; it is told by identity. */
  remove(host: Host<A>): void {
    const at = this.#listed.indexOf(host)
    if (at < 0) return
    this.#listed.splice(at, 1)
    this.#numbers.splice(at, 1)
    const bytes = host.identifierBytes
    remove(this.#byIdentifier.get(host.identifier)!, hashBytes(bytes, 0, bytes.length), host)
    for (const address of host.addresses) remove(this.#byAddress, address, host)
    this.#prefixes.remove(host)
  }

  /** Up to `limit` reservations that came after the one with this number (0: from the first), with the last one's number. */
  page(after: number, limit: number, fits: (host: Host<A>) => boolean): { hosts: readonly Host<A>[]; last: number } {
    const hosts: Host<A>[] = []
    let last = after
    for (let i = this.#after(after); i < this.#listed.length && hosts.length < limit; i++) {
      const host = this.#listed[i]!
      if (!fits(host)) continue
      hosts.push(host)
      last = this.#numbers[i]!
    }
    return { hosts, last }
  }

  byIdentifier(kind: IdentifierKind, identifier: Identity, scope: LeaseScope | undefined): readonly Host<A>[] {
    if (identifier.length === 0) return NONE
    const candidates = this.#byIdentifier.get(kind)!.get(identifier.hash)
    if (candidates === undefined) return NONE
    const fits = (host: Host<A>): boolean =>
      (host.subnetId === 0 || scope?.holds(host.subnetId) === true) && identifier.equals(host.identifierBytes)
    return candidates.every(fits) ? candidates : candidates.filter(fits)
  }

  /** Reservations of this identifier, in whatever subnet. */
  everyIdentifier(kind: IdentifierKind, bytes: Uint8Array): readonly Host<A>[] {
    const candidates = this.#byIdentifier.get(kind)!.get(hashBytes(bytes, 0, bytes.length)) ?? NONE
    return candidates.filter(host => Buffer.compare(host.identifierBytes, bytes) === 0)
  }

  byAddress(subnetId: number, address: A): readonly Host<A>[] {
    const candidates = this.#byAddress.get(address)
    if (candidates === undefined) return NONE
    return candidates.length === 1 && candidates[0]!.subnetId === subnetId
      ? candidates
      : candidates.filter(host => host.subnetId === subnetId)
  }

  /** Reservations of this address, in whatever subnet. */
  everyAddress(address: A): readonly Host<A>[] {
    return this.#byAddress.get(address) ?? NONE
  }

  byPrefix(subnetId: number, prefix: A, length: number): readonly Host<A>[] {
    return this.#prefixes.overlapping(subnetId, prefix, length)
  }

  /** Reservations in the subnet of this very prefix. */
  ofPrefix(subnetId: number, { prefix, length }: PrefixRange<A>): readonly Host<A>[] {
    return this.byPrefix(subnetId, prefix, length).filter(host =>
      host.prefixes.some(other => other.prefix === prefix && other.length === length),
    )
  }

  #enter(host: Host<A>): void {
    const bytes = host.identifierBytes
    this.#listed.push(host)
    this.#numbers.push(++this.#last)
    add(this.#byIdentifier.get(host.identifier)!, hashBytes(bytes, 0, bytes.length), host)
    for (const address of host.addresses) add(this.#byAddress, address, host)
  }

  /** The place of the first one with a higher number. */
  #after(number: number): number {
    let low = 0
    let high = this.#numbers.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#numbers[middle]! <= number) low = middle + 1
      else high = middle
    }
    return low
  }
}

// lists are replaced, not changed: a packet that waits may hold one

function add<K, A extends Address>(map: Map<K, readonly Host<A>[]>, key: K, host: Host<A>): void {
  const list = map.get(key)
  map.set(key, list === undefined ? [host] : [...list, host])
}

function remove<K, A extends Address>(map: Map<K, readonly Host<A>[]>, key: K, host: Host<A>): void {
  const rest = (map.get(key) ?? NONE).filter(other => other !== host)
  if (rest.length === 0) map.delete(key)
  else map.set(key, rest)
}
