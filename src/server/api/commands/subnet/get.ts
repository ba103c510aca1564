import { text, uint32 } from '../../argument-type.js'
import { optional } from '../../arguments.js'
import { type Command, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { DeclaredFamily } from '../command-family.js'
import type { ConfigurationRooms } from '../configuration-rooms.js'

export const subnetGet = ({ digit, service, ip, subnets }: DeclaredFamily): Command<ConfigurationRooms> => {
  const name = `subnet${digit}-get`
  return command({
    name,
    access: 'read',
    services: [service],
    hook: 'subnet_cmds',
    summary: `One ${ip} subnet, by its id or its prefix.`,
    arguments: {
      id: optional(uint32, 'Its id.', { wrongType: "'id' parameter must be an integer", suggest: 'subnet' }),
      subnet: optional(text, 'Its prefix.', { wrongType: "'subnet' parameter must be a string" }),
    },
    count: {
      allowed: [1],
      words: given => `invalid number of arguments ${given} for the '${name}' command. Expecting 'id' or 'subnet'`,
    },
    example: { id: 10 },
    returns: `\`${subnets}\`: a list of the one subnet, as \`config-get\` shows it.`,
    run({ rooms }: { readonly rooms: ConfigurationRooms }, { id, subnet: prefix }) {
      if (id === undefined && prefix === undefined) throw new CommandError("'id' or 'subnet' parameter required")
      const found = id === undefined ? rooms.subnetByPrefix(prefix!) : rooms.subnetById(id)
      if (found === undefined)
        throw new CommandError(
          id === undefined ? `No ${prefix} subnet found` : `No subnet with id ${id} found`,
          Result.empty,
        )
      return {
        result: Result.success,
        text: `Info about ${ip} subnet ${found.subnet} (id ${found.id}) returned`,
        arguments: { [subnets]: [rooms.shownSubnet(found.id)] },
      }
    },
  })
}
