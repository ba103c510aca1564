import { flag } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Command, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import { dhcp, looksFor } from './words.js'

/** What leases-reclaim and kea-lfc-start work on. */
export interface LeaseKeepingRoom {
  /** Takes back all leases that have ended. @param remove true: they are deleted, not kept for their clients */
  reclaim(remove: boolean): Promise<void>
  /** Begins to clean the lease file up. 'running': that goes on already. 'none': leases are not kept in a file. */
  cleanUp(): 'begun' | 'running' | 'none'
}

interface Given {
  readonly rooms: LeaseKeepingRoom
}

export const leasesReclaim = command({
  name: 'leases-reclaim',
  access: 'write',
  services: dhcp,
  summary: 'Take back all leases that have ended, now.',
  arguments: {
    remove: needed(flag, 'Delete them, instead of keeping them for their clients.', {
      missing: "Missing mandatory 'remove' parameter.",
      wrongType: "'remove' parameter expected to be a boolean.",
    }),
  },
  withoutArguments: looksFor('remove'),
  example: { remove: true },
  async run({ rooms }: Given, { remove }) {
    await rooms.reclaim(remove)
    return { result: Result.success, text: 'Reclamation of expired leases is complete.' }
  },
})

export const leaseFileCleanUp = command({
  name: 'kea-lfc-start',
  access: 'write',
  services: dhcp,
  since: '3',
  summary: 'Clean the lease file up. It is done between packets, by no other process.',
  arguments: {},
  example: undefined,
  run({ rooms }: Given) {
    switch (rooms.cleanUp()) {
      case 'begun':
        return { result: Result.success, text: 'kea-lfc started' }
      case 'running':
        throw new CommandError('kea-lfc already running', Result.empty)
      case 'none':
        throw new CommandError("'persist' parameter of 'memfile' lease backend was not enabled")
    }
  },
})

export const leaseKeepingCommands: readonly Command<LeaseKeepingRoom>[] = [leasesReclaim, leaseFileCleanUp]
