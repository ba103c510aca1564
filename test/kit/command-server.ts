import { address4, flag, text, uint32, whole } from '../../src/server/api/argument-type.js'
import { needed, optional } from '../../src/server/api/arguments.js'
import { type Command, command } from '../../src/server/api/command.js'
import { CommandError, Result } from '../../src/server/api/command-error.js'
import { coreCommands } from '../../src/server/api/core-commands.js'
import { Dispatcher } from '../../src/server/api/dispatch.js'
import { type Json, Pages } from '../../src/server/api/json/json.js'
import { jsonOf } from '../../src/server/api/json/written.js'
import { Registry } from '../../src/server/api/registry.js'
import type { Roles } from '../../src/server/api/roles.js'
import type { Generation } from '../../src/server/config/behaviours.js'
import type { Pace } from '../../src/server/config/slices.js'
import { createLogs } from '../../src/server/log/log-tree.js'
import type { Logs } from '../../src/server/log/logger.js'
import { MemorySink } from '../../src/server/log/memory-sink.js'
import type { Timers } from '../../src/server/time/clock.js'
import { SystemClock } from '../../src/server/time/system-clock.js'
import { SystemTimers } from '../../src/server/time/system-timers.js'

/** Work is never interrupted. */
export const noHurry: Pace = { monotonic: () => 0, pause: async () => {}, slice: 1 }

/** What the commands of the server below work on. */
export interface Room {
  /** Pages closed so far. */
  closed: number
  /** What `wait` waits for. */
  gate: Promise<void>
  readonly order: string[]
}

const services = ['dhcp4', 'agent'] as const

/** Replies with its arguments. */
const echo = command({
  name: 'echo',
  access: 'read',
  services,
  summary: 'Its arguments.',
  arguments: {},
  example: { a: 1 },
  run: ({ written }: { readonly written: Parameters<typeof jsonOf>[0] | undefined }) => ({
    result: Result.success,
    arguments: written === undefined ? null : jsonOf(written),
  }),
})

/** Takes arguments of all kinds, with words of its own for some of them. */
const leaseAdd = command({
  name: 'lease4-add',
  access: 'write',
  services,
  hook: 'lease_cmds',
  summary: 'Takes arguments.',
  arguments: {
    'ip-address': needed(address4, 'An address.', {
      wrongValue: written => `Failed to convert string to address '${written}': Invalid argument`,
    }),
    'hw-address': needed(text, 'Of the client.'),
    'subnet-id': optional(uint32, 'A subnet.'),
    'valid-lft': optional(uint32, 'Seconds.'),
    share: optional(whole(1, 10), 'A share.', { wrongValue: 'share must be 1 to 10' }),
    force: optional(flag, 'Whatever it takes.'),
    from: optional(text, 'Where to begin.'),
  },
  example: { 'ip-address': '192.0.2.1', 'hw-address': '1a:1b:1c:1d:1e:1f' },
  run: (_: unknown, given) => ({
    result: Result.success,
    text: 'taken',
    arguments: { address: given['ip-address'], force: given.force, share: given.share },
  }),
})

/** A list of as many items as asked for, each of them `size` characters long; the text counts them. */
const rows = command({
  name: 'rows',
  access: 'read',
  services,
  summary: 'A long list.',
  arguments: { count: needed(uint32, 'How many.'), 'fail-at': optional(uint32, 'Breaks off there.') },
  example: { count: 3 },
  run({ rooms }: { readonly rooms: Room }, { count, 'fail-at': failAt }) {
    let made = 0
    const next = (): readonly Json[] | undefined => {
      if (made >= count) return undefined
      const page: Json[] = []
      for (let i = 0; i < 100 && made < count; i++) {
        if (made === failAt) throw new Error('the store is gone')
        page.push({ 'ip-address': `192.0.2.${made % 250}`, number: made++ })
      }
      return page
    }
    return {
      arguments: { rows: new Pages(next, () => rooms.closed++) },
      conclusion: () =>
        made === 0
          ? { result: Result.empty, text: '0 row(s) found.' }
          : { result: Result.success, text: `${made} row(s) found.` },
    }
  },
})

const fail = command({
  name: 'fail',
  access: 'write',
  services,
  summary: 'Fails.',
  arguments: { how: optional(text, '"known" or not.') },
  example: {},
  run(_: unknown, { how }) {
    if (how === 'known') throw new CommandError('IPv4 lease not found.', Result.empty)
    throw new TypeError('secret of the inside')
  },
})

/** Waits for the gate, alone. */
const wait = command({
  name: 'wait',
  access: 'write',
  services,
  summary: 'Waits.',
  arguments: { name: needed(text, 'Told at both ends.') },
  example: { name: 'a' },
  exclusive: true,
  async run({ rooms }: { readonly rooms: Room }, { name }) {
    rooms.order.push(`${name} begins`)
    await rooms.gate
    rooms.order.push(`${name} ends`)
    return { result: Result.success }
  },
})

const big = command({
  name: 'big',
  access: 'read',
  services,
  summary: 'Numbers beyond 2^53.',
  arguments: {},
  example: undefined,
  run: () => ({ result: Result.success, arguments: { total: 2n ** 96n, most: 18446744073709551615n } }),
})

const commands = [echo, leaseAdd, rows, fail, wait, big] as readonly Command<Room>[]

/** A small service with commands of its own, for tests of what is around commands. */
export class CommandServer {
  readonly room: Room = { closed: 0, gate: Promise.resolve(), order: [] }
  readonly sink = new MemorySink()
  readonly logs: Logs
  readonly registry: Registry
  readonly dispatcher: Dispatcher
  readonly timers: Timers
  roles: Roles | undefined

  constructor(
    generation: Generation = '2.2',
    timers: Timers = new SystemTimers(),
    service: 'dhcp4' | 'agent' = 'dhcp4',
  ) {
    this.timers = timers
    this.logs = createLogs([], {
      root: `kea-${service}`,
      clock: new SystemClock(),
      timers: new SystemTimers(),
      verbose: true,
      sink: this.sink,
    })
    this.registry = new Registry(service, generation)
    this.registry.register(commands, this.room)
    this.registry.register(coreCommands, {
      registry: this.registry,
      version: '1.2.3',
      extendedVersion: '1.2.3\nnode',
      buildReport: 'built',
    })
    this.dispatcher = new Dispatcher({
      registry: this.registry,
      logs: this.logs,
      pace: noHurry,
      roles: () => this.roles,
    })
  }

  /** True when a line of the log has this text. */
  said(text: string): boolean {
    return this.sink.lines.some(line => line.includes(text))
  }
}
