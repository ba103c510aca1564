import {
  anyMap,
  flag,
  type Keyword,
  map,
  maps,
  one,
  oneLoosely,
  type Rows,
  type Scope,
  scope,
  text,
  uint16,
  whole,
} from './keyword.js'

/** Who may send commands; `realm` is the one of a service that names none. */
export const authentication = (realm: string): Scope =>
  scope('authentication', {
    type: { shape: one('basic'), required: true, says: 'How callers prove who they are.' },
    realm: { shape: text, default: realm, says: 'Realm shown to callers without credentials.' },
    directory: { shape: text, default: '', says: 'Folder that `user-file` and `password-file` are relative to.' },
    clients: {
      shape: maps(
        scope('clients', {
          user: { shape: text, says: 'User name, without ":".' },
          'user-file': { shape: text, says: 'File with the user name.' },
          password: { shape: text, says: 'Password.' },
          'password-file': { shape: text, says: 'File with the password; without a user: with user:password.' },
        }),
      ),
      says: 'Who may send commands; nobody named: everybody.',
    },
  })

export const httpHeaders: Keyword = {
  shape: maps(
    scope('http-headers', {
      name: { shape: text, required: true, says: 'Name of the header.' },
      value: { shape: text, required: true, says: 'Its value.' },
    }),
  ),
  says: 'http: headers added to every answer.',
}

const controlSocket = scope('control-sockets', {
  'socket-type': { shape: one('unix', 'http', 'https'), required: true, says: 'Kind of socket.' },
  'socket-name': { shape: text, says: 'unix: path of the socket.' },
  'socket-address': { shape: text, default: '127.0.0.1', says: 'http: address to listen at.' },
  'socket-port': { shape: uint16, default: 8000, says: 'http: port to listen at.' },
  'trust-anchor': { shape: text, says: 'https: authorities trusted for client certificates.' },
  'cert-file': { shape: text, says: 'https: certificate of the server.' },
  'key-file': { shape: text, says: 'https: private key of `cert-file`.' },
  'cert-required': { shape: flag, default: true, says: 'https: refuse callers without a certificate.' },
  authentication: { shape: map(authentication('kea-dhcpv4-server')), says: 'http: who may send commands.' },
  'http-headers': httpHeaders,
  metrics: { shape: flag, default: false, says: 'http: answer GET /metrics for Prometheus.' },
})

/** Features to turn on. */
export const hooksLibraries: Keyword = {
  shape: maps(
    scope('hooks-libraries', {
      library: {
        shape: text,
        required: true,
        says: "Kea's path of the library; its file name says which feature is meant.",
      },
      parameters: { shape: anyMap, says: 'Parameters of the feature.' },
    }),
  ),
  says: 'Features of Kea hook libraries to turn on. They are built in: nothing is loaded.',
}

export const control: Rows = {
  'control-sockets': {
    shape: maps(controlSocket),
    since: '3',
    says: 'Where API commands are taken.',
  },
  'control-socket': {
    shape: map(controlSocket),
    instead: 'control-sockets',
    says: 'Old form of `control-sockets` with one socket.',
  },
  'hooks-libraries': hooksLibraries,
}

/** Log files, for every service. `root` is the service's first logger: "kea-dhcp4". */
export const logging = (root: string): Rows => {
  const output = scope('output-options', {
    output: {
      shape: text,
      required: true,
      says: '`stdout`, `stderr`, `syslog`, `syslog:FACILITY`, or the path of a file.',
    },
    flush: { shape: flag, default: true, says: 'Write every line at once.' },
    maxsize: {
      shape: whole(0, Number.MAX_SAFE_INTEGER),
      default: 10240000,
      says: 'Bytes after which a file is rotated; 0: never.',
    },
    maxver: { shape: whole(0, 0xffffffff), default: 1, says: 'Rotated files kept.' },
    pattern: { shape: text, default: '', says: "Layout of a line in log4cplus notation; empty: Kea's own." },
  })
  return {
    loggers: {
      shape: maps(
        scope('loggers', {
          name: { shape: text, required: true, says: `\`${root}\`, or one part of it: \`${root}.leases\`.` },
          severity: {
            shape: oneLoosely('DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'NONE'),
            default: 'INFO',
            lenient: true,
            says: 'Least severity that is written.',
          },
          debuglevel: { shape: whole(0, 99), default: 0, lenient: true, says: 'With DEBUG: how much detail.' },
          'output-options': { shape: maps(output), since: '3', says: 'Where lines go.' },
          output_options: {
            shape: maps(output),
            alias: 'output-options',
            instead: 'output-options',
            says: 'Old spelling of `output-options`.',
          },
        }),
      ),
      says: 'What is logged, and where.',
    },
  }
}
