import type { MapTree, Position } from './tree.js'

/** A connection to a database. Texts are '' where nothing is configured. */
export interface DatabaseConfig {
  readonly type: 'mysql' | 'postgresql' | 'cassandra'
  readonly name: string
  readonly host: string
  /** 0: the usual one. */
  readonly port: number
  readonly user: string
  readonly password: string
  /** File whose first line is the password. */
  readonly passwordFile: string
  /** Seconds; undefined: the database's own. */
  readonly connectTimeout: number | undefined
  readonly readTimeout: number | undefined
  readonly writeTimeout: number | undefined
  readonly tcpUserTimeout: number | undefined
  /** Milliseconds between attempts to reconnect. */
  readonly reconnectWait: number
  readonly maxReconnects: number
  readonly onFail: 'stop-retry-exit' | 'serve-retry-exit' | 'serve-retry-continue'
  readonly retryOnStartup: boolean
  readonly readOnly: boolean
  readonly trustAnchor: string
  readonly certFile: string
  readonly keyFile: string
  readonly cipherList: string
  readonly sslMode: string
  readonly position: Position
}

/** Configuration in databases. */
export interface ConfigControlConfig {
  readonly databases: readonly DatabaseConfig[]
  /** Seconds between two looks for changes; 0: only at start. */
  readonly fetchWait: number
}

/** What is done about stored leases when they are loaded. */
export interface SanityChecksConfig {
  readonly leases: 'none' | 'warn' | 'fix' | 'fix-del' | 'del'
  readonly extendedInfo: 'none' | 'fix' | 'strict' | 'pedantic'
}

/** How update requests reach the DDNS service; whether they leave at all is in DdnsConfig.enableUpdates. */
export interface DdnsServiceConfig {
  readonly serverIp: string
  readonly serverPort: number
  /** The unspecified address of the server's family: any. */
  readonly senderIp: string
  /** 0: any. */
  readonly senderPort: number
  /** Requests that may wait. */
  readonly maxQueueSize: number
  readonly protocol: 'UDP' | 'TCP'
  readonly format: 'JSON'
}

/** One entry of hooks-libraries. Features check and decide their own parameters. */
export interface HookLibrary {
  /** As written: "/usr/lib/kea/hooks/libdhcp_ha.so". */
  readonly path: string
  /** The file's name without folder, which says what feature is meant: "libdhcp_ha.so". */
  readonly library: string
  /** With places, so that what is wrong in it can be shown; undefined: none given. */
  readonly parameters: MapTree | undefined
  readonly position: Position
}

/** Where commands are taken. Texts are '' where nothing is configured. */
export interface ControlSocketConfig {
  readonly type: 'unix' | 'http' | 'https'
  /** unix: path of the socket. */
  readonly name: string
  /** http: address and port to listen at. */
  readonly address: string
  readonly port: number
  readonly trustAnchor: string
  readonly certFile: string
  readonly keyFile: string
  /** https: callers without a certificate are refused. */
  readonly certRequired: boolean
  /** Undefined: everybody may send commands. */
  readonly authentication: ControlAuthentication | undefined
  /** http: GET /metrics is answered. */
  readonly metrics: boolean
  /** Added to every answer. */
  readonly headers: readonly { readonly name: string; readonly value: string }[]
  readonly position: Position
}

/** Basic authentication (RFC 7617). */
export interface ControlAuthentication {
  readonly realm: string
  /** Folder that files of clients are relative to; '': that of the process. */
  readonly directory: string
  readonly clients: readonly ControlClient[]
}

/** Who may send commands; undefined: that part is not given this way. */
export interface ControlClient {
  readonly user: string | undefined
  readonly userFile: string | undefined
  readonly password: string | undefined
  readonly passwordFile: string | undefined
  readonly position: Position
}
