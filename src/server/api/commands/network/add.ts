import { withItem, withItems } from '../../../config/edit/tree-edit.js'
import { mapsIn, textIn } from '../../../config/read.js'
import { rowsOf } from '../../../config/schema/rows.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { checkKeywords, refuse } from '../edit-words.js'
import { countOf, type ItemWords, onlyItem, onlyList } from '../only-item.js'
import { withId } from '../subnet/given-subnet.js'

const KEY = 'shared-networks'

export const networkAdd = ({
  digit,
  service,
  ip,
  subnets,
  prefix,
  prefix2,
}: DeclaredFamily): Command<ConfigurationRooms> => {
  const words: ItemWords = {
    command: `network${digit}-add`,
    key: KEY,
    many: 'shared networks',
    one: 'shared network',
    item: 'shared network information',
  }
  return command({
    name: words.command,
    access: 'write',
    services: [service],
    hook: 'subnet_cmds',
    summary: `A new ${ip} shared network, with new subnets or without any.`,
    arguments: { [KEY]: onlyList(words, 'The network, as in the configuration file.') },
    count: countOf(words),
    example: {
      [KEY]: [
        {
          name: 'floor13',
          [subnets]: [
            { id: 100, subnet: prefix },
            { id: 101, subnet: prefix2 },
          ],
        },
      ],
    },
    returns: '`shared-networks`: its name.',
    exclusive: true,
    async run({ rooms, generation }: Context<ConfigurationRooms>, given) {
      const written = onlyItem(given[KEY]!, words)
      checkKeywords(written, rowsOf(rooms.family.scope, KEY))
      const name = textIn(written, 'name') ?? ''
      if (name === '') throw new CommandError("Shared-network is missing mandatory 'name' parameter")
      if (rooms.networks().includes(name))
        throw new CommandError(`duplicate network '${name}' found in the configuration`)
      const inside = mapsIn(written, subnets).map(map => withId(map, rooms, generation))
      const map = inside.length === 0 ? written : withItems(written, subnets, inside)
      refuse(await rooms.edit(withItem(rooms.tree, KEY, map)), 'shared network configuration')
      return {
        result: Result.success,
        text: `A new ${ip} shared network '${name}' added`,
        arguments: { [KEY]: [{ name }] },
      }
    },
  })
}
