import type { AddressKind } from '../../../wire/address.js'
import type { Address } from '../../lease/lease.js'

/** "address/length" as a value. */
export interface Prefix<A extends Address> {
  /** As written, host bits included. */
  readonly address: A
  readonly length: number
}

/** Undefined: `text` is not "address/length". A length out of range is left to the caller to judge. */
export function parsePrefix<A extends Address>(text: string, kind: AddressKind<A>): Prefix<A> | undefined {
  const slash = text.indexOf('/')
  if (slash < 0) return undefined
  const address = kind.parse(text.slice(0, slash).trim())
  const length = text.slice(slash + 1).trim()
  if (address === undefined || !/^\d{1,3}$/.test(length)) return undefined
  return { address, length: Number(length) }
}
