import { networkNamed, withNewSubnet } from '../../../config/edit/places.js'
import { withItem, withReplaced } from '../../../config/edit/tree-edit.js'
import { text, uint32 } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { refuse } from '../edit-words.js'
import { onlyName } from '../only-item.js'

const namesOf = (command: string) => ({
  name: needed(text, 'Of the shared network.', { ...onlyName(command), suggest: 'shared-network' }),
  id: needed(uint32, 'Of the subnet.', {
    missing: `missing 'id' argument for the '${command}' command`,
    wrongType: `'id' argument specified for the '${command}' command is not an integer`,
    suggest: 'subnet',
  }),
})

export const networkSubnetAdd = ({ digit, service, ip, subnets }: DeclaredFamily): Command<ConfigurationRooms> => {
  const own = `network${digit}-subnet-add`
  return command({
    name: own,
    access: 'write',
    services: [service],
    hook: 'subnet_cmds',
    summary: `An ${ip} subnet that stands alone becomes part of a shared network, and inherits from it.`,
    arguments: namesOf(own),
    example: { name: 'floor13', id: 5 },
    exclusive: true,
    async run({ rooms }: Context<ConfigurationRooms>, { name, id }) {
      const { tree, family } = rooms
      const network = networkNamed(tree, name)
      if (network === undefined)
        throw new CommandError(`no ${ip} shared network with name '${name}' found`, Result.empty)
      const found = rooms.subnetById(id)
      if (found === undefined) throw new CommandError(`no ${ip} subnet with id ${id} found`, Result.empty)
      if (found.network !== undefined)
        throw new CommandError(
          `${ip} subnet ${found.subnet} (id ${id}) is already part of shared network '${found.network}'`,
        )
      const { map } = rooms.placeOf(id)
      const alone = withReplaced(tree, family.subnets, map, undefined)
      const after = withReplaced(alone, 'shared-networks', network, withItem(network, subnets, map))
      refuse(await rooms.edit(after), 'shared network configuration')
      return {
        result: Result.success,
        text: `${ip} subnet ${found.subnet} (id ${id}) is now part of shared network '${name}'`,
      }
    },
  })
}

export const networkSubnetDel = ({ digit, service, ip, subnets }: DeclaredFamily): Command<ConfigurationRooms> => {
  const own = `network${digit}-subnet-del`
  return command({
    name: own,
    access: 'write',
    services: [service],
    hook: 'subnet_cmds',
    summary: `An ${ip} subnet leaves its shared network and stands alone; nothing is inherited from the network any more.`,
    arguments: namesOf(own),
    example: { name: 'floor13', id: 5 },
    exclusive: true,
    async run({ rooms }: Context<ConfigurationRooms>, { name, id }) {
      const { tree, family } = rooms
      const network = networkNamed(tree, name)
      if (network === undefined)
        throw new CommandError(`no ${ip} shared network with name '${name}' found`, Result.empty)
      const found = rooms.subnetById(id)
      if (found?.network !== name)
        throw new CommandError(
          `The ${ip} subnet with id ${id} is not part of the shared network with name '${name}' found`,
          Result.empty,
        )
      const { map } = rooms.placeOf(id)
      const without = withReplaced(tree, 'shared-networks', network, withReplaced(network, subnets, map, undefined))
      refuse(await rooms.edit(withNewSubnet(without, map, family)), 'shared network configuration')
      return {
        result: Result.success,
        text: `${ip} subnet ${found.subnet} (id ${id}) is now removed from shared network '${name}'`,
      }
    },
  })
}
