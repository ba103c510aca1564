import type { Generation } from './config/behaviours.js'

/** What a service is started with. Plain data: it crosses to the worker thread. */
export interface ServiceOptions {
  /** Configuration files, read by the service itself; empty: `text` is the configuration. */
  readonly files: readonly string[]
  /** A configuration that stands in no file: the built-in one, or one made from flags. */
  readonly text: string | undefined
  /** Undefined: what the file says (compatibility.kea), else 3. */
  readonly generation: Generation | undefined
  /** UDP port of the server; undefined: the family's own. */
  readonly port: number | undefined
  /** UDP port that answers go to, whoever asked; undefined: the family's own. */
  readonly clientPort: number | undefined
  /** Relays are answered at the port they sent from. */
  readonly relayAtSource: boolean
  /** Where leases and other files of the server are kept unless the configuration says otherwise. */
  readonly dataDir: string
  /** A bad reservation is left out with a warning, instead of refusing the configuration. Default: false. */
  readonly skipBadReservations?: boolean
  /** Everything is logged. */
  readonly verbose: boolean
  readonly version: string
}

/** What a service tells its supervisor. */
export type ServiceEvent =
  | {
      readonly kind: 'ready'
      /** Where it listens, for people: "lo 127.0.0.1 port 1067". */
      readonly listens: readonly string[]
      /** Undefined: leases are not kept in a file. */
      readonly leaseFile: string | undefined
    }
  /** It could not start; `text` has all problems, one a line. */
  | { readonly kind: 'failed'; readonly text: string }
  | { readonly kind: 'reloaded'; readonly ok: boolean; readonly text: string }
  | { readonly kind: 'stopped' }
  /** It opened (closed) a descriptor that outlives a crash of its thread. */
  | { readonly kind: 'descriptor'; readonly fd: number; readonly open: boolean }

/** What a supervisor asks of a service. */
export type ServiceRequest = { readonly kind: 'reload' } | { readonly kind: 'stop' }
