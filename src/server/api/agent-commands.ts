import type { Clock } from '../time/clock.js'
import { big, text } from './argument-type.js'
import { optional } from './arguments.js'
import { type Command, command } from './command.js'
import { CommandError, Result } from './command-error.js'
import type { Json } from './json/json.js'

/** What the Control Agent's own commands work on. */
export interface AgentRooms {
  readonly clock: Clock
  readonly pid: number
  /** Milliseconds of the monotonic clock. */
  readonly since: { readonly started: number; readonly changed: number }
  /** What stands under "Control-agent". */
  readonly configuration: Json
  reload(): Promise<string | undefined>
  shutdown(code: number): void
}

interface Given {
  readonly rooms: AgentRooms
}

const agent = ['agent'] as const

export const agentStatusGet = command({
  name: 'status-get',
  access: 'read',
  services: agent,
  summary: 'How the Control Agent is doing.',
  arguments: {},
  example: undefined,
  returns: '`pid`, `uptime` and `reload` in seconds.',
  run({ rooms: { clock, pid, since } }: Given) {
    const seconds = (from: number): number => Math.floor((clock.monotonic() - from) / 1000)
    return {
      result: Result.success,
      arguments: { pid, uptime: seconds(since.started), reload: seconds(since.changed) },
    }
  },
})

export const agentConfigGet = command({
  name: 'config-get',
  access: 'read',
  services: agent,
  summary: 'The configuration of the Control Agent, as written.',
  arguments: {},
  example: undefined,
  returns: 'The configuration under `Control-agent`.',
  run: ({ rooms }: Given) => ({ result: Result.success, arguments: { 'Control-agent': rooms.configuration } }),
})

export const agentConfigReload = command({
  name: 'config-reload',
  access: 'write',
  services: agent,
  exclusive: true,
  summary: 'Read the configuration file of the Control Agent again.',
  arguments: {},
  example: undefined,
  async run({ rooms }: Given) {
    const wrong = await rooms.reload()
    if (wrong !== undefined) throw new CommandError(`Config reload failed: ${wrong}`)
    return { result: Result.success, text: 'Configuration applied successfully.' }
  },
})

export const agentShutdown = command({
  name: 'shutdown',
  access: 'write',
  services: agent,
  summary: 'End the Control Agent; the process ends with the last service.',
  arguments: {
    'exit-value': optional(big, 'Exit code of the process.', { wrongType: "parameter 'exit-value' is not an integer" }),
    type: optional(text, 'Passed over.'),
  },
  example: { 'exit-value': 3 },
  run({ rooms }: Given, given) {
    rooms.shutdown(Number(BigInt.asUintN(8, given['exit-value'] ?? 0n)))
    return { result: Result.success, text: 'Control Agent is shutting down' }
  },
})

export const agentCommands: readonly Command<AgentRooms>[] = [
  agentStatusGet,
  agentConfigGet,
  agentConfigReload,
  agentShutdown,
]
