import { flag, type Keyword, map, maps, one, type Rows, scope, text, uint16, uint32 } from './keyword.js'

const pending = 'pending' as const

/** Keywords of every database connection. */
const connection: Rows = {
  name: { shape: text, says: 'Name of the database; with memfile, path of the lease file.' },
  host: { shape: text, default: '', says: 'Host of the database server.' },
  port: { shape: uint16, default: 0, says: 'Port of the database server; 0: its usual one.' },
  user: { shape: text, says: 'User name at the database.' },
  password: { shape: text, says: 'Password at the database.' },
  'password-file': { shape: text, since: '3', says: 'File whose first line is the password.' },
  'connect-timeout': { shape: uint32, says: 'Seconds to wait for a connection.' },
  'read-timeout': { shape: uint32, says: 'Seconds to wait for an answer.' },
  'write-timeout': { shape: uint32, says: 'Seconds to wait until a request is taken.' },
  'tcp-user-timeout': { shape: uint32, says: 'Seconds until unacknowledged data breaks a connection.' },
  'reconnect-wait-time': { shape: uint32, says: 'Milliseconds between attempts to reconnect.' },
  'max-reconnect-tries': { shape: uint32, says: 'Attempts to reconnect before `on-fail` counts.' },
  'on-fail': {
    shape: one('stop-retry-exit', 'serve-retry-exit', 'serve-retry-continue'),
    default: 'stop-retry-exit',

    says: 'What to do while the database is away.',
  },
  'retry-on-startup': { shape: flag, default: false, since: '3', says: 'Retry at start, too.' },
  readonly: { shape: flag, default: false, says: 'Never write to this database.' },
  'trust-anchor': { shape: text, says: 'File or folder of authorities trusted for TLS.' },
  'cert-file': { shape: text, says: 'Certificate shown to the database.' },
  'key-file': { shape: text, says: 'Private key of `cert-file`.' },
  'cipher-list': { shape: text, says: 'TLS ciphers allowed.' },
  'ssl-mode': {
    shape: one('disable', 'prefer', 'require', 'verify-ca', 'verify-full'),
    since: '3',

    says: 'How strictly PostgreSQL connections use TLS.',
  },
}

const type = (...types: readonly string[]): Keyword => ({
  shape: one(...types),
  required: true,
  says: 'Kind of database.',
})

const memfile: Rows = {
  persist: { shape: flag, default: true, says: 'memfile: keep leases in a file.' },
  'lfc-interval': { shape: uint32, default: 3600, says: 'memfile: seconds between clean-ups of the file; 0: never.' },
  'max-row-errors': { shape: uint32, default: 0, says: 'memfile: bad rows after which loading stops; 0: no limit.' },
  'persist-sync': {
    shape: one('none', 'batch', 'interval'),
    default: 'none',
    says: "Keats only. memfile: what an answer waits for: the system's cache, the disk, or a disk write every interval.",
  },
}

const hosts = scope('hosts-databases', { type: type('mysql', 'postgresql'), ...connection })
const configuration = scope('config-databases', { type: type('mysql', 'postgresql'), ...connection })

export const databases: Rows = {
  'lease-database': {
    shape: map(
      scope('lease-database', { type: type('memfile', 'mysql', 'postgresql', 'cql'), ...connection, ...memfile }),
    ),
    says: 'Where leases are kept. Default: memfile in the data directory.',
  },
  'hosts-database': {
    shape: map(hosts),
    effect: pending,
    instead: 'hosts-databases',
    says: 'Old form of `hosts-databases` with one database.',
  },
  'hosts-databases': { shape: maps(hosts), effect: pending, says: 'Databases with host reservations.' },
  'config-control': {
    shape: map(
      scope('config-control', {
        'config-databases': { shape: maps(configuration), says: 'Databases with configuration.' },
        'config-fetch-wait-time': { shape: uint16, default: 30, says: 'Seconds between two looks for changes.' },
      }),
    ),
    effect: pending,
    says: 'Configuration kept in databases.',
  },
}
