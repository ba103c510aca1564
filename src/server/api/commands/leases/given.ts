import type { Address, LeaseKind } from '../../../lease/lease.js'
import { anyValue, big, flag, text, uint32, whole } from '../../argument-type.js'
import { optional, type ValuesOf } from '../../arguments.js'

/** A lease as a command describes it, before the configuration has its say. */
export interface LeaseGiven<A extends Address> {
  readonly kind: LeaseKind
  readonly address: A
  readonly prefixLength: number
  /** 0: to be found. */
  readonly subnetId: number
  readonly clientId: Uint8Array
  readonly hardware: Uint8Array
  readonly iaid: number
  /** Seconds; undefined: the valid one, where leases have one. */
  readonly preferredLifetime: number | undefined
  readonly rest: GivenRest
}

/** Of every lease, after what names its client. */
export const restArguments = {
  'valid-lft': optional(uint32, 'Valid lifetime, seconds; the default of the subnet unless told.'),
  expire: optional(big, 'When it ends, seconds since 1970; a valid lifetime from now unless told.'),
  'fqdn-fwd': optional(flag, 'The server has entered its name into the DNS; there must be a name.'),
  'fqdn-rev': optional(flag, 'The server has entered its address into the DNS; there must be a name.'),
  hostname: optional(text, 'Its host name.'),
  state: optional(
    whole(0, 255),
    '0 in use, 1 declined, 2 expired and reclaimed; since 3 also 3 released, 4 registered.',
  ),
  'user-context': optional(anyValue, 'A map that is kept with the lease.'),
  comment: optional(anyValue, 'Goes into the user context.'),
  'force-create': optional(flag, 'Of lease4-update and lease6-update: add the lease if there is none.'),
} as const

export type GivenRest = ValuesOf<typeof restArguments>
