import { unixCaller } from '../../../../src/server/api/caller.js'
import type { ConfigurationRooms } from '../../../../src/server/api/commands/configuration-rooms.js'
import { editingCommands } from '../../../../src/server/api/commands/editing-commands.js'
import { Dispatcher } from '../../../../src/server/api/dispatch.js'
import { Registry } from '../../../../src/server/api/registry.js'
import { gathered } from '../../../../src/server/api/reply-text.js'
import type { Generation } from '../../../../src/server/config/behaviours.js'
import { createLogs } from '../../../../src/server/log/log-tree.js'
import { MemorySink } from '../../../../src/server/log/memory-sink.js'
import { SystemClock } from '../../../../src/server/time/system-clock.js'
import { SystemTimers } from '../../../../src/server/time/system-timers.js'
import { noHurry } from '../command-server.js'

/** A reply as JSON. */
export interface ReplyJson {
  readonly result: number
  readonly text?: string
  readonly arguments?: unknown
}

/** Sends commands to a service of the kit as a UNIX socket would. */
export function callerOf(
  { edits }: { readonly edits: ConfigurationRooms },
  service: 'dhcp4' | 'dhcp6',
  generation: Generation,
): (command: string, arguments_?: unknown) => Promise<ReplyJson> {
  const registry = new Registry(service, generation)
  registry.register(editingCommands, edits)
  const logs = createLogs([], {
    root: `kea-${service}`,
    clock: new SystemClock(),
    timers: new SystemTimers(),
    verbose: true,
    sink: new MemorySink(),
  })
  const dispatcher = new Dispatcher({ registry, logs, pace: noHurry, roles: () => undefined })
  return async (command, given) => {
    const text = JSON.stringify({ command, ...(given === undefined ? {} : { arguments: given }) })
    const answer = await dispatcher.ask({ text, caller: unixCaller })
    return JSON.parse(await gathered(answer.text)) as ReplyJson
  }
}
