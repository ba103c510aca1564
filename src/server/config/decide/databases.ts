import type { LeaseDatabaseConfig } from '../decided.js'
import type { Report } from '../problem.js'
import { choiceIn, flagIn, mapIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** Kea's `cql` is Cassandra. */
const types = { memfile: 'memfile', mysql: 'mysql', postgresql: 'postgresql', cql: 'cassandra' } as const

export function decideLeaseDatabase(map: MapTree, report: Report): LeaseDatabaseConfig {
  const written = mapIn(map, 'lease-database')
  if (written === undefined)
    return { type: 'memfile', persist: true, name: undefined, lfcInterval: 3600, maxRowErrors: 0, sync: 'none' }
  const name = choiceIn(written, 'type', ['memfile', 'mysql', 'postgresql', 'cql']) ?? 'memfile'
  if (name !== 'memfile') report.warn('no-effect', placeOf(written, 'type'), `leases cannot be kept in ${name} yet`)
  return {
    type: types[name],
    persist: flagIn(written, 'persist') ?? true,
    name: textIn(written, 'name') || undefined,
    lfcInterval: wholeIn(written, 'lfc-interval') ?? 3600,
    maxRowErrors: wholeIn(written, 'max-row-errors') ?? 0,
    sync: choiceIn(written, 'persist-sync', ['none', 'batch', 'interval']) ?? 'none',
  }
}
