import { withNewSubnet } from '../../../config/edit/places.js'
import { wholeIn } from '../../../config/read.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { refuse } from '../edit-words.js'
import { countOf, onlyList } from '../only-item.js'
import { checkSubnet, givenSubnet, subnetReply, subnetWords, withId } from './given-subnet.js'

export const subnetAdd = (family: DeclaredFamily): Command<ConfigurationRooms> => {
  const { digit, service, ip, prefix, pool } = family
  const words = subnetWords(`subnet${digit}-add`, family)
  return command({
    name: words.command,
    access: 'write',
    services: [service],
    hook: 'subnet_cmds',
    summary: `A new ${ip} subnet, which serves at once.`,
    arguments: { [words.key]: onlyList(words, 'The subnet, as in the configuration file, without reservations.') },
    count: countOf(words),
    example: { [words.key]: [{ id: 123, subnet: prefix, pools: [{ pool }] }] },
    returns: '`subnets`: its id and prefix.',
    exclusive: true,
    async run({ rooms, generation }: Context<ConfigurationRooms>, given) {
      const written = givenSubnet(given[words.key]!, words)
      checkSubnet(written, rooms)
      const map = withId(written, rooms, generation)
      const id = wholeIn(map, 'id')!
      if (rooms.subnetById(id) !== undefined)
        throw new CommandError(`ID of the new ${ip} subnet '${id}' is already in use`)
      refuse(await rooms.edit(withNewSubnet(rooms.tree, map, rooms.family)), 'subnet configuration')
      return subnetReply(map, `${ip} subnet added`)
    },
  })
}
