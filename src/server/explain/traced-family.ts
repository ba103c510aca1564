import type { Out } from '../../net/link.js'
import type { Exchange } from '../engine/exchange.js'
import type { Address } from '../lease/lease.js'
import type { ExplainedAnswer, ExplainedAssociation, ExplainedLease, ExplainedPacket } from './report.js'

/** Looks at the leases of one packet as they are decided. */
export interface LeaseWatch {
  /** A step was walked. */
  after(step: string): void
  /** DHCPv4: the address; undefined: it never came to that. */
  readonly lease: ExplainedLease | undefined
  /** DHCPv6: the identity associations. */
  readonly associations: readonly ExplainedAssociation[]
}

/** What is a family's own in the story of a packet. */
export interface TracedFamily<A extends Address, X extends Exchange<A>> {
  readonly space: 'dhcp4' | 'dhcp6'
  readonly digit: 4 | 6
  /** What a lease's client is known by. */
  readonly owner: 'hardware' | 'clientId'
  /** Code of the option that vendor classes are read from. */
  readonly vendorClass: number
  /** The step after which the leases are as the answer will have them. */
  readonly settled: string
  /** Options that the server makes, and of what, whatever is configured under their codes. */
  readonly made: ReadonlyMap<number, string>
  /** Code of the option that carries options of enterprises. */
  readonly vendorOptions: number
  place(address: string, port: number): string
  query(x: X, from: string, to: string): Pick<ExplainedPacket, 'client' | 'message' | 'query'>
  subnetFact(x: X): string
  watch(x: X): LeaseWatch
  /** What the answer says, ascending by code. */
  optionsOf(x: X): readonly { readonly code: number; readonly payload: Buffer }[]
  /** Who made an option that no scope holds; undefined: the server. */
  otherOrigin(x: X, code: number, payload: Buffer): string | undefined
  /** Pools that speak in the answer, nearest first. */
  poolsOf(x: X): readonly NonNullable<X['pool']>[]
  /** The answer as it stands in its slot; undefined: it cannot be read. */
  answer(x: X, sent: Out): Pick<ExplainedAnswer, 'message' | 'fields'> | undefined
}
