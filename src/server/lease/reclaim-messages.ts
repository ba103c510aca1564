// biome-ignore-all format: a table, one message a line
import { debug, error, info, type Message, warn } from '../log/logger.js'

/** What the reclamation says, logger "alloc-engine"; ids and texts name the family. */
export interface ReclaimMessages {
  readonly start: Message
  readonly complete: Message
  readonly timeout: Message
  readonly slow: Message
  readonly noMore: Message
  readonly failed: Message
  readonly declinedRecovered: Message
  readonly delete: Message
  readonly deleteComplete: Message
  readonly deleteFailed: Message
}

function messagesOf(digit: 4 | 6): ReclaimMessages {
  const id = (name: string): string => `ALLOC_ENGINE_V${digit}_${name}`
  return {
    start: debug(40, id('LEASES_RECLAMATION_START'), 'starting reclamation of expired leases (limit = %1 leases or %2 milliseconds)'),
    complete: debug(40, id('LEASES_RECLAMATION_COMPLETE'), 'reclaimed %1 leases in %2'),
    timeout: debug(40, id('LEASES_RECLAMATION_TIMEOUT'), `timeout of %1 ms reached while reclaiming IPv${digit} leases`),
    slow: warn(id('LEASES_RECLAMATION_SLOW'), 'expired leases still exist after %1 reclamations'),
    noMore: debug(40, id('NO_MORE_EXPIRED_LEASES'), 'all expired leases have been reclaimed'),
    failed: error(id('LEASE_RECLAMATION_FAILED'), 'failed to reclaim the lease %1: %2'),
    declinedRecovered: info(id('DECLINED_RECOVERED'), `IPv${digit} address %1 was recovered after %2 seconds of probation-period`),
    delete: debug(40, id('RECLAIMED_LEASES_DELETE'), 'begin deletion of reclaimed leases expired more than %1 seconds ago'),
    deleteComplete: debug(40, id('RECLAIMED_LEASES_DELETE_COMPLETE'), 'successfully deleted %1 expired-reclaimed leases'),
    deleteFailed: error(id('RECLAIMED_LEASES_DELETE_FAILED'), 'deletion of expired-reclaimed leases failed: %1'),
  }
}

export const reclaim4 = messagesOf(4)
export const reclaim6 = messagesOf(6)
