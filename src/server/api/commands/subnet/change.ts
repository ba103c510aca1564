import { merged, reduced } from '../../../config/edit/delta.js'
import { withSubnet } from '../../../config/edit/places.js'
import { withEntry, withoutEntries } from '../../../config/edit/tree-edit.js'
import type { MapTree } from '../../../config/tree.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { refuse } from '../edit-words.js'
import { countOf, onlyList } from '../only-item.js'
import { givenSubnet, subnetReply, subnetToChange, subnetWords } from './given-subnet.js'

/** How a command makes the new subnet from the one in force and what it brought. */
interface Change {
  /** "update" */
  readonly verb: string
  readonly summary: string
  readonly brings: string
  readonly example: Readonly<Record<string, unknown>>
  readonly apply: (before: MapTree, given: MapTree, rooms: ConfigurationRooms) => MapTree
}

export const subnetUpdate = (family: DeclaredFamily): Command<ConfigurationRooms> =>
  changing(family, {
    verb: 'update',
    summary: `Another ${family.ip} subnet in the place of the one with its id, which keeps its reservations and leases.`,
    brings: 'The subnet, as in the configuration file, without reservations.',
    example: { pools: [{ pool: family.pool }], 'valid-lifetime': 7200 },
    apply(before, given) {
      const reservations = before.entries.get('reservations')
      return reservations === undefined ? given : withEntry(given, 'reservations', reservations.value)
    },
  })

export const subnetDeltaAdd = (family: DeclaredFamily): Command<ConfigurationRooms> =>
  changing(family, {
    verb: 'delta-add',
    summary: `Parts of an ${family.ip} subnet, added to it or put in the place of what is there.`,
    brings:
      'Id, prefix and what is to be added. Pools and option data are told apart by their keys: range or prefix, code and space.',
    example: { 'valid-lifetime': 120, pools: [{ pool: family.pool }] },
    apply: (before, given, rooms) =>
      withEntry(merged(before, given, keysOf(rooms)), 'subnet', given.entries.get('subnet')!.value),
  })

export const subnetDeltaDel = (family: DeclaredFamily): Command<ConfigurationRooms> =>
  changing(family, {
    verb: 'delta-del',
    summary: `Parts of an ${family.ip} subnet, taken out of it.`,
    brings:
      'Id, prefix and what is to go; values do not count. A pool of which only the range (the prefix and its lengths) is given goes as a whole.',
    example: { 'valid-lifetime': 0, pools: [{ pool: family.pool }] },
    apply: (before, given, rooms) => reduced(before, given, keysOf(rooms)),
  })

const keysOf = (rooms: ConfigurationRooms) => (list: string) => {
  if (list === 'pools' || list === 'pd-pools') return (map: MapTree) => rooms.poolKey(map)
  return list === 'option-data' ? (map: MapTree) => rooms.optionKey(map) : undefined
}

function changing(
  family: DeclaredFamily,
  { verb, summary, brings, example, apply }: Change,
): Command<ConfigurationRooms> {
  const { digit, service, ip, prefix } = family
  const words = subnetWords(`subnet${digit}-${verb}`, family)
  return command({
    name: words.command,
    access: 'write',
    services: [service],
    hook: 'subnet_cmds',
    summary,
    arguments: { [words.key]: onlyList(words, brings) },
    count: countOf(words),
    example: { [words.key]: [{ id: 123, subnet: prefix, ...example }] },
    returns: '`subnets`: its id and prefix.',
    exclusive: true,
    async run({ rooms }: Context<ConfigurationRooms>, given) {
      const map = givenSubnet(given[words.key]!, words)
      const { id } = subnetToChange(map, words.command, rooms)
      const { tree } = rooms
      const place = rooms.placeOf(id)
      const after = apply(place.map, withoutEntries(map, 'reservations'), rooms)
      const refusal = await rooms.edit(withSubnet(tree, place, after, rooms.family))
      if (refusal?.code === 'duplicate-subnet')
        throw new CommandError(`Unable to update subnet '${id}' in the configuration`)
      refuse(refusal, 'subnet configuration')
      return subnetReply(after, `${ip} subnet updated`)
    },
  })
}
