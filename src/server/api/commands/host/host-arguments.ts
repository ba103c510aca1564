import { parseBytes } from '../../../../wire/hex.js'
import type { Generation } from '../../../config/behaviours.js'
import { identifierKinds } from '../../../host/host.js'
import { type ArgumentType, oneOf, text, Unfit } from '../../argument-type.js'
import { type Argument, needed, optional } from '../../arguments.js'
import { CommandError } from '../../command-error.js'
import type { ConfigurationRooms, ReservationKey } from '../configuration-rooms.js'
import { hostWords } from './host-words.js'

/** The highest id that a subnet may have. */
export const MOST = 4294967294

const anyId: ArgumentType<number> = {
  name: `whole number 0 to ${MOST}`,
  schema: { type: 'integer', minimum: 0, maximum: MOST },
  read(tree) {
    if (tree.kind !== 'integer') return new Unfit('type')
    return tree.exact === undefined && tree.value >= 0 && tree.value <= MOST ? tree.value : new Unfit('value')
  },
}

const range = {
  wrongValue: (written: string) => `The 'subnet-id' value (${written}) is not within expected range: (0 - ${MOST})`,
  suggest: 'subnet',
} as const

export const subnetId: Argument<number, true> = needed(anyId, 'Of the subnet; 0: global reservations.', range)
export const anySubnetId: Argument<number, false> = optional(anyId, 'Of the subnet; 0: global reservations.', range)

/** Where Kea looks for reservations. Here they stand in the configuration, and "default" means there. */
export const operationTarget = optional(
  oneOf('memory', 'database', 'all', 'default'),
  'Where reservations are looked for, or changed: "memory" is the configuration, which is the default here.',
  {
    wrongValue: written =>
      `The 'operation-target' value (${written}) is not within expected set: (memory, database, all, default)`,
  },
)

export const identifierType = optional(text, `Kind of the identifier: ${identifierKinds.join(', ')}.`, {
  wrongType: "'identifier-type' is either missing or not a string.",
})
export const identifier = optional(text, 'The identifier, as in the configuration file.', {
  wrongType: "'identifier' is either missing or not a string.",
})
export const address = optional(text, 'A reserved address.', { suggest: 'address' })

/** The arguments that name a reservation: one of the two ways, and the subnet. */
export const keyArguments = {
  'operation-target': operationTarget,
  'subnet-id': anySubnetId,
  'ip-address': address,
  'identifier-type': identifierType,
  identifier,
} as const

interface GivenKey {
  readonly 'subnet-id': number | undefined
  readonly 'ip-address': string | undefined
  readonly 'identifier-type': string | undefined
  readonly identifier: string | undefined
}

/** Whether the given target has reservations: the configuration has, databases there are none. */
export const inConfiguration = (target: string | undefined): boolean => target !== 'database'

/**
 * The reservation that the arguments name.
 *
 * @param at of the arguments: "<wire>:0:37"
 * @throws CommandError in Kea's words
 */
export function keyOf(given: GivenKey, generation: Generation, at: string): { subnetId: number; key: ReservationKey } {
  const { 'subnet-id': id, 'ip-address': wanted, 'identifier-type': type, identifier: value } = given
  const { hints } = hostWords[generation]
  const missing = (hint: string): never => {
    throw new CommandError(hints ? `missing parameter 'subnet-id'${hint}` : "Mandatory 'subnet-id' parameter missing.")
  }
  const nothing = wanted === undefined && type === undefined && value === undefined
  if (id === undefined && (nothing || !hints)) return missing(` (${at})`)
  if (wanted !== undefined) {
    if (id === undefined)
      return missing(
        `, use 'reservation-get-by-address' with 'ip-address' set to "${wanted}" to get the list of reservations with this address`,
      )
    return { subnetId: id, key: { address: wanted } }
  }
  if (type === undefined)
    throw new CommandError("No 'ip-address' provided and 'identifier-type' is either missing or not a string.")
  if (value === undefined)
    throw new CommandError("No 'ip-address' provided and 'identifier' is either missing or not a string.")
  if (id === undefined)
    return missing(
      `, use 'reservation-get-by-id' with 'identifier-type' set to "${type}" and 'identifier' to "${value}" to get the list of reservations with this identifier`,
    )
  return { subnetId: id, key: identifierKey(type, value) }
}

/** @throws CommandError when the kind is unknown, or the text is no identifier */
export function identifierKey(type: string, value: string): ReservationKey {
  const kind = identifierKinds.find(known => known === type)
  if (kind === undefined) throw new CommandError("Value of 'identifier-type' was not recognized.")
  const bytes = parseBytes(value)
  if (bytes === undefined) throw new CommandError(`invalid host identifier value '${value}'`)
  return { kind, bytes }
}

/** @throws CommandError when the subnet is neither configured nor 0 */
export function checkSubnetId(id: number | undefined, rooms: ConfigurationRooms): void {
  if (id !== undefined && id !== 0 && rooms.subnetById(id) === undefined)
    throw new CommandError(`${rooms.family.ip} subnet with ID of '${id}' is not configured`)
}
