import type { Observations } from '../../../stats/registry.js'
import { big, text } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Command, command, type Reply } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import { Entries } from '../../json/json.js'
import { dhcp, looksFor, notInteger } from './words.js'

/** What the statistic-* commands work on: see stats/registry.ts. */
export interface StatisticsRoom {
  readonly statistics: {
    get(name: string): Observations
    pages(wanted?: (name: string) => boolean): Generator<Observations, void>
    reset(name: string): boolean
    resetAll(): void
    remove(name: string): boolean
    removeAll(): void
    setAge(name: string, seconds: number): boolean
    setAgeAll(seconds: number): void
    setCount(name: string, count: number): boolean
    setCountAll(count: number): void
  }
}

interface Given {
  readonly rooms: StatisticsRoom
}

/** Kea keeps what it is told in 32 bits; what is beyond, or below 0, is as good as for ever. */
const MOST = 0xffffffff

const name = needed(text, 'Name of the statistic.', {
  missing: "Missing mandatory 'name' parameter.",
  wrongType: "'name' parameter expected to be a string.",
  suggest: 'statistic',
})

const duration = needed(big, 'Seconds that samples are kept; from then on their age decides, not their number.', {
  missing: "Missing mandatory 'duration' parameter.",
  wrongType: notInteger,
})

const maxSamples = needed(big, 'Samples that are kept; from then on their number decides, not their age.', {
  missing: "Missing mandatory 'max-samples' parameter.",
  wrongType: "'max-samples' parameter expected to be an integer.",
})

/** Kea ends with an abort when it is told to keep samples for less than no time. */
function secondsOf(written: bigint): number {
  if (written < 0n) throw new CommandError("'duration' parameter must not be negative")
  return written > BigInt(MOST) ? MOST : Number(written)
}

const countOf = (written: bigint): number =>
  written < 0n || written > BigInt(MOST) ? MOST : Math.max(1, Number(written))

function done(found: boolean, name: string, said: string): Reply {
  if (!found) throw new CommandError(`No '${name}' statistic found`)
  return { result: Result.success, text: `Statistic '${name}' ${said}` }
}

/** All of them page by page: there are a hundred thousand of ten thousand subnets. */
function all({ statistics }: StatisticsRoom, wanted?: (name: string) => boolean): Reply {
  const pages = statistics.pages(wanted)
  const entries = new Entries(() => {
    const page = pages.next()
    return page.done === true ? undefined : page.value
  })
  return { result: Result.success, arguments: entries }
}

const samples = 'By name, its samples from the newest: value and local time.'

export const statisticGet = command({
  name: 'statistic-get',
  access: 'read',
  services: dhcp,
  summary: 'One statistic.',
  arguments: { name },
  withoutArguments: looksFor('name'),
  example: { name: 'pkt4-received' },
  returns: `${samples} An empty map: there is no such statistic.`,
  run: ({ rooms }: Given, given) => ({ result: Result.success, arguments: rooms.statistics.get(given.name) }),
})

export const statisticGetAll = command({
  name: 'statistic-get-all',
  access: 'read',
  services: dhcp,
  summary: 'All statistics.',
  arguments: {},
  example: undefined,
  returns: samples,
  run: ({ rooms }: Given) => all(rooms),
})

export const statisticGlobalGetAll = command({
  name: 'statistic-global-get-all',
  access: 'read',
  services: dhcp,
  since: '3',
  summary: 'All statistics but those of subnets.',
  arguments: {},
  example: undefined,
  returns: samples,
  run: ({ rooms }: Given) => all(rooms, name => !name.startsWith('subnet[')),
})

export const statisticReset = command({
  name: 'statistic-reset',
  access: 'write',
  services: dhcp,
  summary: 'Set one statistic to 0 and forget its samples.',
  arguments: { name },
  withoutArguments: looksFor('name'),
  example: { name: 'pkt4-received' },
  run: ({ rooms }: Given, given) => done(rooms.statistics.reset(given.name), given.name, 'reset.'),
})

export const statisticResetAll = command({
  name: 'statistic-reset-all',
  access: 'write',
  services: dhcp,
  summary: 'Set all statistics to 0 and forget their samples.',
  arguments: {},
  example: undefined,
  run({ rooms }: Given) {
    rooms.statistics.resetAll()
    return { result: Result.success, text: 'All statistics reset to neutral values.' }
  },
})

export const statisticRemove = command({
  name: 'statistic-remove',
  access: 'write',
  services: dhcp,
  summary: 'Forget one statistic; it is back as soon as something is counted with it.',
  arguments: { name },
  withoutArguments: looksFor('name'),
  example: { name: 'pkt4-received' },
  run: ({ rooms }: Given, given) => done(rooms.statistics.remove(given.name), given.name, 'removed.'),
})

export const statisticRemoveAll = command({
  name: 'statistic-remove-all',
  access: 'write',
  services: dhcp,
  summary: 'Forget all statistics. Deprecated by Kea.',
  arguments: {},
  example: undefined,
  run({ rooms }: Given) {
    rooms.statistics.removeAll()
    const text = 'Warning: statistic-remove-all command is deprecated. All statistics removed.'
    return { result: Result.success, text }
  },
})

export const statisticSampleAgeSet = command({
  name: 'statistic-sample-age-set',
  access: 'write',
  services: dhcp,
  summary: 'Keep samples of one statistic for so many seconds.',
  arguments: { name, duration },
  withoutArguments: looksFor('name'),
  example: { name: 'pkt4-received', duration: 1245 },
  run: ({ rooms }: Given, given) =>
    done(rooms.statistics.setAge(given.name, secondsOf(given.duration)), given.name, 'duration limit is set.'),
})

export const statisticSampleAgeSetAll = command({
  name: 'statistic-sample-age-set-all',
  access: 'write',
  services: dhcp,
  summary: 'Keep samples of all statistics for so many seconds.',
  arguments: { duration },
  withoutArguments: looksFor('duration'),
  example: { duration: 1245 },
  run({ rooms }: Given, given) {
    rooms.statistics.setAgeAll(secondsOf(given.duration))
    return { result: Result.success, text: 'All statistics duration limit are set.' }
  },
})

export const statisticSampleCountSet = command({
  name: 'statistic-sample-count-set',
  access: 'write',
  services: dhcp,
  summary: 'Keep so many samples of one statistic.',
  arguments: { name, 'max-samples': maxSamples },
  withoutArguments: looksFor('name'),
  example: { name: 'pkt4-received', 'max-samples': 100 },
  run: ({ rooms }: Given, given) =>
    done(rooms.statistics.setCount(given.name, countOf(given['max-samples'])), given.name, 'count limit is set.'),
})

export const statisticSampleCountSetAll = command({
  name: 'statistic-sample-count-set-all',
  access: 'write',
  services: dhcp,
  summary: 'Keep so many samples of all statistics.',
  arguments: { 'max-samples': maxSamples },
  withoutArguments: looksFor('max-samples'),
  example: { 'max-samples': 100 },
  run({ rooms }: Given, given) {
    if (given['max-samples'] === 0n) throw new CommandError("'max-samples' parameter must not be zero")
    rooms.statistics.setCountAll(countOf(given['max-samples']))
    return { result: Result.success, text: 'All statistics count limit are set.' }
  },
})

export const statisticCommands: readonly Command<StatisticsRoom>[] = [
  statisticGet,
  statisticGetAll,
  statisticGlobalGetAll,
  statisticReset,
  statisticResetAll,
  statisticRemove,
  statisticRemoveAll,
  statisticSampleAgeSet,
  statisticSampleAgeSetAll,
  statisticSampleCountSet,
  statisticSampleCountSetAll,
]
