import { withSubnet } from '../../../config/edit/places.js'
import { uint32 } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'
import { refuse } from '../edit-words.js'

export const subnetDel = ({ digit, service, ip }: DeclaredFamily): Command<ConfigurationRooms> => {
  const name = `subnet${digit}-del`
  return command({
    name,
    access: 'write',
    services: [service],
    hook: 'subnet_cmds',
    summary: `An ${ip} subnet and its reservations go; its leases stay until they end, but are not renewed.`,
    arguments: {
      id: needed(uint32, 'Of the subnet.', {
        missing: `subnet identifier is required for the '${name}' command`,
        wrongType: `subnet identifier specified for the '${name}' is not a number`,
        suggest: 'subnet',
      }),
    },
    // the apostrophe is missing in Kea
    count: {
      allowed: [1],
      words: `invalid number of arguments specified for the '${name} command. Expected subnet identifier`,
    },
    example: { id: 123 },
    returns: '`subnets`: its id and prefix.',
    exclusive: true,
    async run({ rooms }: Context<ConfigurationRooms>, { id }) {
      const found = rooms.subnetById(id)
      if (found === undefined) throw new CommandError(`no subnet with id ${id} found`, Result.empty)
      const { tree } = rooms
      refuse(await rooms.edit(withSubnet(tree, rooms.placeOf(id), undefined, rooms.family)), 'subnet configuration')
      return {
        result: Result.success,
        text: `${ip} subnet ${found.subnet} (id ${id}) deleted`,
        arguments: { subnets: [{ id, subnet: found.subnet }] },
      }
    },
  })
}
