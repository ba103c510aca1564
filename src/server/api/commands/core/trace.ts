import type { TraceFilter } from '../../../explain/filter.js'
import { packetTexts } from '../../../explain/text.js'
import type { Seen } from '../../../explain/trace-sessions.js'
import { oneOf, text, uint32, whole } from '../../argument-type.js'
import { needed, optional } from '../../arguments.js'
import { type Command, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { Json } from '../../json/json.js'
import { dhcp } from './words.js'

/** What the trace-* commands work on: see explain/trace-sessions.ts. */
export interface TraceRoom {
  readonly traces: {
    start(filter: TraceFilter): number | undefined
    take(id: number, wait: number): Promise<Seen | undefined>
    stop(id: number): boolean
  }
}

interface Given {
  readonly rooms: TraceRoom
}

const trace = needed(uint32, 'Number of the trace, from trace-start.')

function noTrace(id: number): never {
  throw new CommandError(`there is no trace ${id}: it was stopped, or nobody asked for five minutes`, Result.empty)
}

export const traceStart = command({
  name: 'trace-start',
  access: 'write',
  services: dhcp,
  hook: 'keats',
  summary: 'Follow live packets. Up to 200 a second are followed, and 1,000 kept until they are asked for.',
  arguments: {
    client: optional(text, 'Part of the client\'s hardware address or identifier: "00:0c:01".'),
    subnet: optional(uint32, 'Only clients served from the subnet with this id.', { suggest: 'subnet' }),
    class: optional(text, 'Only clients in this class.', { suggest: 'class' }),
  },
  example: { client: '00:0c:01:02:03:04' },
  returns: '`trace`: the number that trace-get and trace-stop want.',
  run({ rooms }: Given, { client, subnet, class: name }) {
    const id = rooms.traces.start({
      ...(client === undefined ? {} : { client }),
      ...(subnet === undefined ? {} : { subnet }),
      ...(name === undefined ? {} : { class: name }),
    })
    if (id === undefined) throw new CommandError('too many traces: stop one with trace-stop')
    return { result: Result.success, text: `Trace ${id} started.`, arguments: { trace: id } }
  },
})

export const traceGet = command({
  name: 'trace-get',
  access: 'read',
  services: dhcp,
  hook: 'keats',
  summary: 'What a trace has seen since it was asked last. Asked again and again with `wait`, it is a stream.',
  arguments: {
    trace,
    wait: optional(whole(0, 60), 'Seconds to wait for the first packet; answered earlier when there is one.'),
    format: optional(
      oneOf('map', 'text'),
      'Packets as maps, or as the text that `keats explain` prints; "map" unless told.',
    ),
  },
  example: { trace: 1, wait: 10 },
  returns:
    '`packets`, each with its steps as `keats explain --json` has them, and `lost`: how many there were beyond what is followed and kept.',
  async run({ rooms }: Given, { trace: id, wait = 0, format = 'map' }) {
    const seen = (await rooms.traces.take(id, wait * 1000)) ?? noTrace(id)
    const packets = format === 'text' ? seen.packets.map(packet => packetTexts(packet, false).join('\n')) : seen.packets
    return {
      result: Result.success,
      text: `${seen.packets.length} packet(s).`,
      arguments: { packets: packets as unknown as Json, lost: seen.lost },
    }
  },
})

export const traceStop = command({
  name: 'trace-stop',
  access: 'write',
  services: dhcp,
  hook: 'keats',
  summary: 'Follow packets no more.',
  arguments: { trace },
  example: { trace: 1 },
  run({ rooms }: Given, { trace: id }) {
    if (!rooms.traces.stop(id)) noTrace(id)
    return { result: Result.success, text: `Trace ${id} stopped.` }
  },
})

export const traceCommands: readonly Command<TraceRoom>[] = [traceStart, traceGet, traceStop]
