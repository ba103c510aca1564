import type { Position } from '../../../config/tree.js'
import { Identity } from '../../../lease/identity.js'
import type { Address, Lease } from '../../../lease/lease.js'
import { type ArgumentType, big, oneOf, text, Unfit } from '../../argument-type.js'
import { optional } from '../../arguments.js'
import { CommandError } from '../../command-error.js'
import { lookupAddress } from './address-argument.js'
import type { IdentifierName, LeaseFamily, LeaseType } from './family.js'
import { clientIdentifier, duid, hardwareAddress } from './identifier-text.js'
import type { LeaseRooms } from './rooms.js'

/** The arguments that name one lease: its address, or a client and a subnet. */
export function lookupArguments<A extends Address>({ kind, other, ip }: LeaseFamily<A>) {
  return {
    type: optional(leaseType, 'IA_NA, an address, unless told; IA_PD: a prefix. DHCPv6 only.', {
      wrongType: (_, at) => `stringValue() called on non-string Element in (${at})`,
      wrongValue: written =>
        `Invalid lease type specified: ${written}, only supported values are: IA_NA, IA_TA, IA_PD and V4`,
    }),
    'ip-address': lookupAddress(kind, other, ip),
    'subnet-id': optional(big, 'Where the client has the lease, if no address is told.', {
      wrongType: "'subnet-id' parameter is not integer.",
      suggest: 'subnet',
    }),
    'identifier-type': optional(oneOfText('hw-address', 'client-id', 'duid'), 'What kind of identifier it is.', {
      wrongType: noIdentifier('identifier-type'),
    }),
    identifier: optional(text, "The client's identifier.", { wrongType: noIdentifier('identifier') }),
    iaid: optional(big, "Number of the client's identity association; 0 unless told. DHCPv6 only.", {
      wrongType: (_, at) => `intValue() called on non-integer Element in (${at})`,
    }),
  } as const
}

/** What those arguments come to. */
export interface LookupGiven<A extends Address> {
  readonly type: LeaseType | undefined
  readonly 'ip-address': A | undefined
  readonly 'subnet-id': bigint | undefined
  readonly 'identifier-type': string | undefined
  readonly identifier: string | undefined
  readonly iaid: bigint | undefined
}

/**
 * The lease that the arguments name; undefined: there is none. Throws CommandError.
 *
 * @param verb what is said where the family does not know the identifier: "Query by duid is not allowed in v4."
 */
export async function lookUp<A extends Address>(
  family: LeaseFamily<A>,
  rooms: Pick<LeaseRooms<A>, 'store'>,
  given: LookupGiven<A>,
  verb: 'Query' | 'Delete',
): Promise<Lease<A> | undefined> {
  const kind = family.kindOf(given.type)
  const address = given['ip-address']
  if (address !== undefined) return kind === undefined ? undefined : (await family.at(rooms.store, address, kind))[0]
  if (given['subnet-id'] === undefined) throw new CommandError("Mandatory 'subnet-id' parameter missing.")
  const { 'identifier-type': name, identifier } = given
  if (name === undefined) throw new CommandError(noIdentifier('identifier-type'))
  if (identifier === undefined) throw new CommandError(noIdentifier('identifier'))
  if (name === 'address') return undefined
  const bytes = identifierBytes(name, identifier)
  const find = family.identifiers[name as IdentifierName]
  if (find === undefined) throw new CommandError(`${verb} by ${name} is not allowed in v${family.digit}.`)
  if (kind === undefined) return undefined
  const subnetId = uint32Of(given['subnet-id'])
  const iaid = uint32Of(given.iaid ?? 0n)
  const scope = { holds: (id: number) => id === subnetId }
  const leases = await find(rooms.store, Identity.of(bytes), scope, iaid, kind)
  if (leases.length > 1)
    throw new CommandError(
      `More than one lease found for type ${kind}, ${name} ${identifier}, iaid ${iaid} and subnet-id ${subnetId}`,
    )
  return leases[0]
}

/** Kea keeps the last 32 bits of these. */
const uint32Of = (value: bigint): number => Number(BigInt.asUintN(32, value))

function identifierBytes(name: string, identifier: string): Buffer {
  const type = identifierTypes[name]
  if (type === undefined)
    throw new CommandError(
      `Incorrect identifier type: ${name}, the only supported values are: address, hw-address, duid`,
    )
  const bytes = type.read({ kind: 'string', at: NOWHERE, value: identifier })
  if (bytes instanceof Unfit) throw new CommandError(bytes.text ?? `'${identifier}' is no ${type.name}`)
  return bytes
}

const NOWHERE: Position = { file: '<wire>', line: 0, column: 0, endColumn: 0 }

const identifierTypes: Readonly<Partial<Record<string, ArgumentType<Buffer>>>> = {
  'hw-address': hardwareAddress,
  'client-id': clientIdentifier,
  duid,
}

const noIdentifier = (name: string): string =>
  `No 'ip-address' provided and '${name}' is either missing or not a string.`

/** Kea takes its numbers for the types too. */
const leaseType: ArgumentType<LeaseType> = {
  ...oneOf('IA_NA', 'IA_TA', 'IA_PD', 'V4'),
  read(tree) {
    if (tree.kind !== 'string') return new Unfit('type')
    return leaseTypes[tree.value] ?? new Unfit('value')
  },
}

const leaseTypes: Readonly<Partial<Record<string, LeaseType>>> = {
  IA_NA: 'IA_NA',
  IA_TA: 'IA_TA',
  IA_PD: 'IA_PD',
  V4: 'V4',
  '0': 'IA_NA',
  '1': 'IA_TA',
  '2': 'IA_PD',
  '3': 'V4',
}

/** Any text; these are the ones that mean something. */
function oneOfText(...choices: readonly string[]): ArgumentType<string> {
  return { ...text, schema: { enum: choices }, choices }
}
