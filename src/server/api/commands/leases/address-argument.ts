import type { AddressKind } from '../../../../wire/address.js'
import { type ArgumentType, Unfit } from '../../argument-type.js'
import { type Argument, needed, optional } from '../../arguments.js'

type Other = AddressKind<number> | AddressKind<bigint>

/** The address of a lease that is described. `other`: the other family, whose addresses are told from no address at all. */
export function leaseAddress<A extends number | bigint>(
  kind: AddressKind<A>,
  other: Other,
  ip: string,
): Argument<A, true> {
  return needed(addressOf(kind, ip), 'Its address, or the first one of its prefix.', {
    wrongValue: (written, at) =>
      other.parse(written) === undefined
        ? `Failed to convert '${written}' to address: ${noAddress(written)}(${at})`
        : `Non-${ip} address specified: ${written}`,
  })
}

/** The address of a lease that is looked for. */
export function lookupAddress<A extends number | bigint>(
  kind: AddressKind<A>,
  other: Other,
  ip: string,
): Argument<A, false> {
  return optional(addressOf(kind, ip), 'The address of the lease, or the first one of its prefix.', {
    wrongType: "'ip-address' is not a string.",
    wrongValue: written =>
      other.parse(written) === undefined ? noAddress(written) : `Invalid ${ip} address specified: ${written}`,
    suggest: 'address',
  })
}

/** An address of one family; what else is written has no words of its own. */
export function addressOf<A extends number | bigint>(kind: AddressKind<A>, ip: string): ArgumentType<A> {
  return {
    name: `${ip} address`,
    schema: { type: 'string', format: ip.toLowerCase() },
    read(tree) {
      if (tree.kind !== 'string') return new Unfit('type')
      return kind.parse(tree.value) ?? new Unfit('value')
    },
  }
}

const noAddress = (written: string): string => `Failed to convert string to address '${written}': Invalid argument`
