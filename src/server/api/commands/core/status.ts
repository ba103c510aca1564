import { type Command, command } from '../../command.js'
import { Result } from '../../command-error.js'
import type { JsonMap } from '../../json/json.js'
import { dhcp } from './words.js'

/** What a service tells of itself. */
export interface StatusRoom {
  readonly status: {
    readonly pid: number
    /** Seconds since it began to serve, and since it took its configuration. */
    readonly uptime: number
    readonly reload: number
    /** 'retrying': some sockets are missing, and tried again; 'failed': they are given up. */
    readonly sockets: 'ready' | 'retrying' | 'failed'
    /** What was wrong with sockets when they were tried last. */
    readonly socketErrors: readonly string[]
    /** As configured: Keats serves a family in one thread whatever it says. */
    readonly threads: { readonly enabled: boolean; readonly count: number; readonly queueSize: number }
    /** Path of the lease file; undefined: leases are not kept in one. */
    readonly leaseFile: string | undefined
    /** Who has switched serving off. */
    readonly disabledBy: {
      readonly user: boolean
      readonly local: readonly number[]
      readonly remote: readonly number[]
      readonly database: readonly number[]
    }
  }
  readonly serverTag: string
  /** Maps that features add, by name: "high-availability". */
  readonly more: () => JsonMap
}

interface Given {
  readonly rooms: StatusRoom
}

export const statusGet = command({
  name: 'status-get',
  access: 'read',
  services: dhcp,
  summary: 'How the service is doing.',
  arguments: {},
  example: undefined,
  returns:
    '`pid`, `uptime` and `reload` in seconds, `sockets` with their `status` and `errors`, threads and queue as configured; of Kea 3 also `csv-lease-file` and `dhcp-state`: who has switched serving off.',
  run({ rooms, generation }: Given & { readonly generation: string }) {
    const { pid, uptime, reload, sockets, socketErrors, threads } = rooms.status
    const shown: JsonMap = {
      pid,
      uptime,
      reload,
      'multi-threading-enabled': threads.enabled,
      ...(threads.enabled ? threadsOf(rooms.status) : {}),
      sockets: { status: sockets, ...(socketErrors.length > 0 ? { errors: socketErrors } : {}) },
      ...(generation === '3' ? stateOf(rooms.status) : {}),
      ...rooms.more(),
    }
    return { result: Result.success, arguments: shown }
  },
})

/** Nothing waits in a queue: the kernel's is drained in batches. */
function threadsOf({ threads }: StatusRoom['status']): JsonMap {
  return {
    'thread-pool-size': threads.count,
    'packet-queue-size': threads.queueSize,
    'packet-queue-statistics': [0, 0, 0],
  }
}

function stateOf({ leaseFile, disabledBy }: StatusRoom['status']): JsonMap {
  const { user, local, remote, database } = disabledBy
  return {
    'csv-lease-file': leaseFile,
    'dhcp-state': {
      'disabled-by-db-connection': database,
      'disabled-by-local-command': local,
      'disabled-by-remote-command': remote,
      'disabled-by-user': user,
      'globally-disabled': user || local.length > 0 || remote.length > 0 || database.length > 0,
    },
  }
}

export const serverTagGet = command({
  name: 'server-tag-get',
  access: 'read',
  services: dhcp,
  summary: 'The name by which a database of configurations knows the server.',
  arguments: {},
  example: undefined,
  returns: '`server-tag`.',
  run: ({ rooms }: Given) => ({ result: Result.success, arguments: { 'server-tag': rooms.serverTag } }),
})

export const configBackendPull = command({
  name: 'config-backend-pull',
  access: 'write',
  services: dhcp,
  summary: 'Look for changes in the database of configurations.',
  arguments: {},
  example: undefined,
  run: (_: Given) => ({ result: Result.empty, text: 'No config backend.' }),
})

export const libreload = command({
  name: 'libreload',
  access: 'write',
  services: dhcp,
  until: '2.2',
  summary: 'Load hook libraries again. They are built in: nothing is done.',
  arguments: {},
  example: undefined,
  run: (_: Given) => ({ result: Result.success, text: 'Hooks libraries successfully reloaded.' }),
})

export const statusCommands: readonly Command<StatusRoom>[] = [statusGet, serverTagGet, configBackendPull, libreload]
