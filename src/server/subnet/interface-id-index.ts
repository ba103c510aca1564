import { hashBytes } from '../lease/identity.js'
import type { Address } from '../lease/lease.js'
import type { SubnetPlan } from './plan.js'

interface Named<A extends Address> {
  readonly id: Uint8Array
  readonly subnets: SubnetPlan<A>[]
}

/** Subnets by what relays call their link (RFC 8415 21.18). Found by hash: no key is built from a packet's bytes. */
export class InterfaceIdIndex<A extends Address> {
  readonly #byHash = new Map<number, Named<A>[]>()

  add(id: Uint8Array, plan: SubnetPlan<A>): void {
    const hash = hashBytes(id, 0, id.length)
    const bucket = this.#byHash.get(hash) ?? []
    this.#byHash.set(hash, bucket)
    const named = bucket.find(each => sameBytes(each.id, id, 0, id.length))
    if (named === undefined) bucket.push({ id, subnets: [plan] })
    else named.subnets.push(plan)
  }

  /** The subnets of the interface-id that is bytes[start, end), in the order they were added. */
  find(bytes: Uint8Array, start: number, end: number): readonly SubnetPlan<A>[] | undefined {
    if (this.#byHash.size === 0) return undefined
    const bucket = this.#byHash.get(hashBytes(bytes, start, end))
    if (bucket === undefined) return undefined
    for (let i = 0; i < bucket.length; i++) if (sameBytes(bucket[i]!.id, bytes, start, end)) return bucket[i]!.subnets
    return undefined
  }
}

function sameBytes(id: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (id.length !== end - start) return false
  for (let i = 0; i < id.length; i++) if (id[i] !== bytes[start + i]) return false
  return true
}
