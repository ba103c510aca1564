import type { LeaseDatabaseConfig } from '../decided.js'
import type { ConfigControlConfig, DatabaseConfig } from '../decided-service.js'
import type { Report } from '../problem.js'
import { choiceIn, flagIn, mapIn, mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** Kea's `cql` is Cassandra. */
const types = { memfile: 'memfile', mysql: 'mysql', postgresql: 'postgresql', cql: 'cassandra' } as const

export function decideLeaseDatabase(map: MapTree, report: Report): LeaseDatabaseConfig {
  const written = mapIn(map, 'lease-database')
  if (written === undefined)
    return { type: 'memfile', persist: true, name: undefined, lfcInterval: 3600, maxRowErrors: 0, sync: 'none' }
  const name = choiceIn(written, 'type', ['memfile', 'mysql', 'postgresql', 'cql']) ?? 'memfile'
  if (name !== 'memfile') report.warn('no-effect', placeOf(written, 'type'), `leases cannot be kept in ${name} yet`)
  const decided: LeaseDatabaseConfig = {
    type: types[name],
    persist: flagIn(written, 'persist') ?? true,
    name: textIn(written, 'name') || undefined,
    lfcInterval: wholeIn(written, 'lfc-interval') ?? 3600,
    maxRowErrors: wholeIn(written, 'max-row-errors') ?? 0,
    sync: choiceIn(written, 'persist-sync', ['none', 'batch', 'interval']) ?? 'none',
  }
  return name === 'memfile' ? decided : { ...decided, connection: connectionOf(written, types[name]) }
}

/** `hosts-databases`, or the old `hosts-database` with one; with both the list counts, as in Kea. */
export function decideHostDatabases(map: MapTree, report: Report): DatabaseConfig[] {
  const old = mapIn(map, 'hosts-database')
  if (!map.entries.has('hosts-databases')) return old === undefined ? [] : databasesIn([old])
  if (old !== undefined) {
    const text = 'hosts-database has no effect beside hosts-databases'
    report.warn('contradiction', map.entries.get('hosts-database')!.keyAt, text, {
      at: map.entries.get('hosts-databases')!.keyAt,
      text: 'the list stands here',
    })
  }
  return databasesIn(mapsIn(map, 'hosts-databases'))
}

export function decideConfigControl(map: MapTree): ConfigControlConfig {
  const written = mapIn(map, 'config-control')
  return {
    databases: written === undefined ? [] : databasesIn(mapsIn(written, 'config-databases')),
    fetchWait: (written && wholeIn(written, 'config-fetch-wait-time')) ?? 30,
  }
}

const databasesIn = (maps: readonly MapTree[]): DatabaseConfig[] =>
  maps.map(map => connectionOf(map, types[choiceIn(map, 'type', ['mysql', 'postgresql']) ?? 'mysql']))

function connectionOf(map: MapTree, type: DatabaseConfig['type']): DatabaseConfig {
  const text = (key: string): string => textIn(map, key) ?? ''
  return {
    type,
    name: text('name'),
    host: text('host'),
    port: wholeIn(map, 'port') ?? 0,
    user: text('user'),
    password: text('password'),
    passwordFile: text('password-file'),
    connectTimeout: wholeIn(map, 'connect-timeout'),
    readTimeout: wholeIn(map, 'read-timeout'),
    writeTimeout: wholeIn(map, 'write-timeout'),
    tcpUserTimeout: wholeIn(map, 'tcp-user-timeout'),
    reconnectWait: wholeIn(map, 'reconnect-wait-time') ?? 0,
    maxReconnects: wholeIn(map, 'max-reconnect-tries') ?? 0,
    onFail:
      choiceIn(map, 'on-fail', ['stop-retry-exit', 'serve-retry-exit', 'serve-retry-continue']) ?? 'stop-retry-exit',
    retryOnStartup: flagIn(map, 'retry-on-startup') ?? false,
    readOnly: flagIn(map, 'readonly') ?? false,
    trustAnchor: text('trust-anchor'),
    certFile: text('cert-file'),
    keyFile: text('key-file'),
    cipherList: text('cipher-list'),
    sslMode: text('ssl-mode'),
    position: map.at,
  }
}
