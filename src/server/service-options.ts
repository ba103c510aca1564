import type { CommandEvent, CommandRequest, DoorsAnswer, DoorsEvent, LogRequest } from './api/thread-messages.js'
import type { Generation } from './config/behaviours.js'
import type { ServiceName } from './config/served.js'

/** What a service is started with. Plain data: it crosses to the worker thread. */
export interface ServiceOptions {
  /** Which service the thread is to make. */
  readonly service: ServiceName
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
  /** `-X`: what Kea 3 refuses as unsafe is warned of. Default: false. */
  readonly unsafe?: boolean
  /** Everything is logged. */
  readonly verbose: boolean
  readonly version: string
  /** Why the thread ended that served before this one; to be logged. */
  readonly endedBefore?: string
}

/** Where a service serves, for people. */
export interface Serving {
  /** "lo 127.0.0.1 port 1067" */
  readonly listens: readonly string[]
  /** Undefined: leases are not kept in a file. */
  readonly leaseFile: string | undefined
}

/** What a service tells its supervisor. */
export type ServiceEvent =
  /** The configuration was read. `problems` has all of them, one a line; undefined: it can be applied. */
  | { readonly kind: 'checked'; readonly problems: string | undefined }
  /** What was checked is in force; or, with problems, what was before still is. */
  | ({ readonly kind: 'applied'; readonly problems: undefined } & Serving)
  | { readonly kind: 'applied'; readonly problems: string }
  | { readonly kind: 'stopped' }
  | CommandEvent
  | DoorsEvent
  /** A command ends it; the exit code of the process if it was the last one. */
  | { readonly kind: 'shutdown'; readonly code: number }
  /** It opened a descriptor that outlives a crash of its thread, a socket with this inode; undefined: it closed it. */
  | { readonly kind: 'descriptor'; readonly fd: number; readonly inode: number | undefined }

/** What a supervisor asks of a service. A new configuration takes two steps, so that several services take it or none. */
export type ServiceRequest =
  /** Read the configuration; nothing takes effect. */
  | { readonly kind: 'check' }
  /** Serve what was checked. */
  | { readonly kind: 'apply' }
  /** Forget what was checked: `reason` is in another service. */
  | { readonly kind: 'discard'; readonly reason: string }
  | { readonly kind: 'stop' }
  | CommandRequest
  | DoorsAnswer
  | LogRequest
