import type { AddressKind } from '../../wire/address.js'
import type { Address } from '../lease/lease.js'
import type { Host, PrefixRange } from './host.js'

interface Reserved<A extends Address> {
  readonly prefix: A
  readonly length: number
  readonly host: Host<A>
}

/**
 * Reserved prefixes by what they overlap with. Two prefixes overlap when the one lies in the other: those that lie in the
 * one asked for follow each other in order of address, those around it are met by cutting it to their lengths.
 */
export class ReservedPrefixes<A extends Address> {
  readonly #kind: AddressKind<A>
  /** Ascending by address. */
  readonly #ascending: Reserved<A>[] = []
  /** One for each length in use. */
  readonly #byLength: { readonly length: number; readonly hosts: Map<A, Host<A>[]> }[] = []

  constructor(kind: AddressKind<A>, hosts: readonly Host<A>[]) {
    this.#kind = kind
    for (const host of hosts)
      for (const range of host.prefixes) {
        this.#ascending.push({ ...range, host })
        this.#enter(range, host)
      }
    this.#ascending.sort((a, b) => (a.prefix < b.prefix ? -1 : a.prefix > b.prefix ? 1 : a.length - b.length))
  }

  add(host: Host<A>): void {
    for (const range of host.prefixes) {
      let at = this.#from(range.prefix)
      while (this.#ascending[at]?.prefix === range.prefix && this.#ascending[at]!.length <= range.length) at++
      this.#ascending.splice(at, 0, { ...range, host })
      this.#enter(range, host)
    }
  }

  /** Takes out what the host has; it is told by identity. */
  remove(host: Host<A>): void {
    for (const { prefix, length } of host.prefixes) {
      const at = this.#ascending.findIndex(reserved => reserved.host === host)
      if (at >= 0) this.#ascending.splice(at, 1)
      const level = this.#byLength.findIndex(candidate => candidate.length === length)
      const hosts = this.#byLength[level]?.hosts
      const rest = (hosts?.get(prefix) ?? NONE).filter(other => other !== host)
      if (rest.length > 0) hosts?.set(prefix, rest)
      else hosts?.delete(prefix)
      if (hosts?.size === 0) this.#byLength.splice(level, 1)
    }
  }

  #enter({ prefix, length }: PrefixRange<A>, host: Host<A>): void {
    let level = this.#byLength.find(candidate => candidate.length === length)
    if (level === undefined) this.#byLength.push((level = { length, hosts: new Map() }))
    const list = level.hosts.get(prefix)
    if (list === undefined) level.hosts.set(prefix, [host])
    else list.push(host)
  }

  /** Reservations in the subnet (0: global ones) of a prefix that shares an address with this one. */
  overlapping(subnetId: number, prefix: A, length: number): readonly Host<A>[] {
    let found: Host<A>[] | undefined
    for (let i = 0; i < this.#byLength.length; i++) {
      const { length: reserved, hosts } = this.#byLength[i]!
      if (reserved > length) continue
      const around = hosts.get(this.#kind.network(prefix, reserved))
      if (around !== undefined) for (const host of around) if (host.subnetId === subnetId) (found ??= []).push(host)
    }
    const last = this.#kind.broadcast(prefix, length)
    for (let i = this.#from(prefix); i < this.#ascending.length; i++) {
      const inside = this.#ascending[i]!
      if (inside.prefix > last) break
      if (inside.length > length && inside.host.subnetId === subnetId) (found ??= []).push(inside.host)
    }
    return found ?? NONE
  }

  /** The first reservation at or after the address. */
  #from(address: A): number {
    let low = 0
    let high = this.#ascending.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#ascending[middle]!.prefix < address) low = middle + 1
      else high = middle
    }
    return low
  }
}

const NONE: readonly never[] = []
