import { join } from 'node:path'
import { formatDuid } from '../../wire/duid.js'
import type { ServerIdConfig } from '../config/decided6.js'
import type { Logger } from '../log/logger.js'
import { type KeptFiles, readDuid, writeDuid } from './kept-duid.js'
import { type DuidMaterial, makeDuid } from './make-duid.js'
import { serverIdDamaged, usingServerId } from './messages.js'

/** Kea's name for the file. */
const FILE = 'kea-dhcp6-serverid'

/** What a server identifier rests on. */
export interface ServerIdSite {
  readonly files: KeptFiles
  /** Where the file is. */
  readonly folder: string
  readonly material: DuidMaterial
  readonly log: Logger
}

/** A server identifier that is chosen; it is in force once it is kept. */
export interface ServerId {
  readonly bytes: Uint8Array
  /** Write it down, where the configuration wants that. Throws when the file cannot be written. */
  keep(): void
}

/**
 * The server identifier that the configuration names. With `persist` what it leaves open is read from the file, and
 * `keep()` writes it; without, the file is neither read nor written, as in Kea, and `before` is the one in force.
 * Throws when there is a file that cannot be read: another identity is not to be taken on unasked.
 */
export function chooseServerId(config: ServerIdConfig, before: Uint8Array | undefined, site: ServerIdSite): ServerId {
  const { files, log, material } = site
  const path = join(site.folder, FILE)
  const kept = config.persist ? readDuid(files, path) : before
  if (kept === 'damaged') log.log(serverIdDamaged, path)
  const bytes = makeDuid(config, kept === 'damaged' ? before : kept, material)
  return {
    bytes,
    keep() {
      if (config.persist) writeDuid(files, path, bytes)
      if (log.on(usingServerId)) log.log(usingServerId, formatDuid(bytes), path)
    },
  }
}
