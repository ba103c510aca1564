import { networkNamed, withNewSubnet } from '../../../config/edit/places.js'
import { withReplaced } from '../../../config/edit/tree-edit.js'
import { mapsIn } from '../../../config/read.js'
import { oneOf, text } from '../../argument-type.js'
import { needed, optional } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { refuse } from '../edit-words.js'
import { onlyName } from '../only-item.js'

export const networkDel = ({ digit, service, ip, subnets }: DeclaredFamily): Command<ConfigurationRooms> => {
  const name = `network${digit}-del`
  return command({
    name,
    access: 'write',
    services: [service],
    hook: 'subnet_cmds',
    summary: `An ${ip} shared network goes; its subnets stand alone from then on, or go with it.`,
    arguments: {
      name: needed(text, 'Of the network.', { ...onlyName(name), suggest: 'shared-network' }),
      'subnets-action': optional(oneOf('keep', 'delete'), 'What becomes of its subnets; "keep" unless told.', {
        wrongType: `'subnets-action' argument specified for the '${name}' command is not a string`,
        wrongValue: written =>
          `Invalid value for subnets-action parameter: ${written}, Supported values: 'keep' and 'delete'.`,
      }),
    },
    example: { name: 'floor13' },
    returns: '`shared-networks`: its name.',
    exclusive: true,
    async run({ rooms }: Context<ConfigurationRooms>, { name: wanted, 'subnets-action': action }) {
      const { tree } = rooms
      const network = networkNamed(tree, wanted)
      if (network === undefined)
        throw new CommandError(`no ${ip} shared network with name '${wanted}' found`, Result.empty)
      let after = withReplaced(tree, 'shared-networks', network, undefined)
      if (action !== 'delete')
        for (const map of mapsIn(network, subnets)) after = withNewSubnet(after, map, rooms.family)
      refuse(await rooms.edit(after), 'shared network configuration')
      return {
        result: Result.success,
        text: `${ip} shared network '${wanted}' deleted`,
        arguments: { 'shared-networks': [{ name: wanted }] },
      }
    },
  })
}
