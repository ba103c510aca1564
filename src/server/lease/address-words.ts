import type { LeaseRecord } from '../../lease-file/lease-record.js'
import type { AddressKind } from '../../wire/address.js'
import type { Address } from './lease.js'

/** Between an address as shared code sees it and the 32-bit words of a record. */
export interface AddressWords<A extends Address> {
  /** Put the address into the record's words. */
  split(address: A, into: LeaseRecord): void
  join(w0: number, w1: number, w2: number, w3: number): A
}

const words4: AddressWords<number> = {
  split(address, into) {
    into.w0 = address
  },
  join: w0 => w0,
}

class Words6 implements AddressWords<bigint> {
  private readonly halves = new BigUint64Array(2)
  private readonly words = new Uint32Array(this.halves.buffer)
  private readonly littleEndian = new Uint8Array(Uint32Array.of(1).buffer)[0] === 1

  split(address: bigint, into: LeaseRecord): void {
    const { halves, words } = this
    halves[0] = address
    halves[1] = address >> 64n
    const low = this.littleEndian ? 0 : 1
    into.w0 = words[low]!
    into.w1 = words[1 - low]!
    into.w2 = words[2 + low]!
    into.w3 = words[3 - low]!
  }

  join(w0: number, w1: number, w2: number, w3: number): bigint {
    const { halves, words } = this
    const low = this.littleEndian ? 0 : 1
    words[low] = w0
    words[1 - low] = w1
    words[2 + low] = w2
    words[3 - low] = w3
    return (halves[1]! << 64n) | halves[0]!
  }
}

/** The words of one address family. */
export function addressWords<A extends Address>(kind: AddressKind<A>): AddressWords<A> {
  const words: AddressWords<number> | AddressWords<bigint> = kind.width === 4 ? words4 : new Words6()
  return words as unknown as AddressWords<A>
}

/** Hash of an address and its prefix length, uint32. */
export function hashAddress(w0: number, w1: number, w2: number, w3: number, prefixLength: number): number {
  let h = Math.imul(w0 ^ Math.imul(prefixLength, 0x9e3779b1), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 15) ^ w1, 0xc2b2ae35)
  h = Math.imul(h ^ (h >>> 13) ^ w2, 0x27d4eb2f)
  h = Math.imul(h ^ (h >>> 16) ^ w3, 0x165667b1)
  return (h ^ (h >>> 15)) >>> 0
}
