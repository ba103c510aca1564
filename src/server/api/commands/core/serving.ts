import { Origin } from '../../../service-state.js'
import { big, text } from '../../argument-type.js'
import { optional } from '../../arguments.js'
import { type Command, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import { dhcp, unlessMap } from './words.js'

/** What dhcp-disable, dhcp-enable and shutdown work on. */
export interface ServingRoom {
  /** "DHCPv4" */
  readonly title: string
  readonly state: {
    disable(origin: number, seconds?: number): void
    enable(origin: number): void
  }
  /** Ends the service, once the command is answered. @param code of the process, if nothing else is left of it */
  shutdown(code: number): void
}

interface Given {
  readonly rooms: ServingRoom
}

const origin = optional(
  text,
  'Who switches it: the user, or a partner in high availability. Each has to switch it on who has switched it off.',
  { wrongType: "'origin' argument must be a string" },
)
const originId = optional(big, 'Kea 3: the same as a number: 1 the user, 1000, 2000 and 3000 on: see Kea.', {
  wrongType: "'origin-id' argument must be a number",
})

/** Kea 2.2 has no `origin-id` and passes over it. */
function originOf(generation: string, name: string | undefined, id: bigint | undefined): number {
  if (generation === '3' && id !== undefined) return Number(id)
  if (name === undefined || name === 'user') return Origin.user
  if (name === 'ha-partner') return Origin.haRemote
  throw new CommandError(`invalid value used for 'origin' parameter: ${name}`)
}

export const dhcpDisable = command({
  name: 'dhcp-disable',
  access: 'write',
  services: dhcp,
  summary: 'Serve no packets.',
  arguments: {
    'max-period': optional(big, 'Seconds after which packets are served again.', {
      wrongType: "'max-period' argument must be a number",
    }),
    origin,
    'origin-id': originId,
  },
  withoutArguments: unlessMap("arguments for the 'dhcp-disable' command must be a map"),
  example: { 'max-period': 20, origin: 'user' },
  run({ rooms, generation }: Given & { readonly generation: string }, given) {
    const period = given['max-period']
    if (period !== undefined && period <= 0n) throw new CommandError("'max-period' must be positive integer")
    rooms.state.disable(originOf(generation, given.origin, given['origin-id']), Number(period ?? 0n))
    const until = period === undefined ? '' : ` for ${period} seconds`
    return { result: Result.success, text: `${rooms.title} service disabled${until}` }
  },
})

export const dhcpEnable = command({
  name: 'dhcp-enable',
  access: 'write',
  services: dhcp,
  summary: 'Serve packets again.',
  arguments: { origin, 'origin-id': originId },
  withoutArguments: unlessMap("arguments for the 'dhcp-enable' command must be a map"),
  example: { origin: 'user' },
  run({ rooms, generation }: Given & { readonly generation: string }, given) {
    rooms.state.enable(originOf(generation, given.origin, given['origin-id']))
    return { result: Result.success, text: 'DHCP service successfully enabled' }
  },
})

export const shutdown = command({
  name: 'shutdown',
  access: 'write',
  services: dhcp,
  summary: 'End the service; the process ends with the last one.',
  arguments: {
    'exit-value': optional(big, 'Exit code of the process.', { wrongType: "parameter 'exit-value' is not an integer" }),
  },
  withoutArguments: unlessMap('Argument must be a map'),
  example: { 'exit-value': 123 },
  run({ rooms }: Given, given) {
    // what a process can end with is one byte
    rooms.shutdown(Number(BigInt.asUintN(8, given['exit-value'] ?? 0n)))
    return { result: Result.success, text: 'Shutting down.' }
  },
})

export const servingCommands: readonly Command<ServingRoom>[] = [dhcpDisable, dhcpEnable, shutdown]
