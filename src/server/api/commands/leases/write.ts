import { basename, dirname, isAbsolute, join } from 'node:path'
import type { Address } from '../../../lease/lease.js'
import { text, Unfit } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Command, type Context, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { LeaseFamily } from './family.js'
import { looked } from './no-arguments.js'
import type { LeaseRooms } from './rooms.js'

/** lease4-write, lease6-write */
export function leaseWrite<A extends Address>(family: LeaseFamily<A>): Command<LeaseRooms<A>> {
  const { digit, ip } = family
  const name = `lease${digit}-write`
  return command({
    name,
    access: 'write',
    services: ['dhcp4', 'dhcp6'],
    hook: 'lease_cmds',
    since: '3',
    summary: `Write all ${ip} leases to a file.`,
    arguments: {
      filename: needed(
        { ...text, read: tree => (tree.kind === 'string' && tree.value === '' ? new Unfit('value') : text.read(tree)) },
        'Where to; beside the lease file. The lease file itself is cleaned up.',
        {
          missing: "'filename' parameter not specified",
          wrongType: "'filename' parameter must be a string",
          wrongValue: "'filename' parameter is empty",
        },
      ),
    },
    withoutArguments: looked('get', `no parameters specified for the ${name} command`),
    example: { filename: `leases${digit}-copy.csv` },
    async run({ rooms: { copies } }: Context<LeaseRooms<A>>, { filename }) {
      if (copies === undefined) throw new CommandError('leases are kept in no file')
      // whoever may send commands is not to write wherever the server may
      const folder = dirname(copies.current)
      const path = isAbsolute(filename) ? filename : join(folder, filename)
      if (dirname(path) !== folder || basename(path).startsWith('.') || isSideFile(path, copies.current))
        throw new CommandError(`invalid path specified: '${filename}', supported path is '${folder}'`)
      try {
        await copies.copyTo(path)
      } catch (error) {
        throw new CommandError(error instanceof Error ? error.message : String(error))
      }
      return { result: Result.success, text: `${ip} lease database into '${filename}'.` }
    },
  })
}

/** What the server itself puts beside the lease file. */
const isSideFile = (path: string, current: string): boolean => path.startsWith(`${current}.`)
