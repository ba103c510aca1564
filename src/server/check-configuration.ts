import { readFileSync } from 'node:fs'
import { ClassNames } from './classify/class-set.js'
import type { Generation } from './config/behaviours.js'
import { type Checked, checkFiles } from './config/check.js'
import { checkLeases, type LeaseCheck, leaseFileFamily } from './config/orphans.js'
import { checkFeatures, featureSite } from './features/check.js'
import { builtInLibraries } from './features/registry.js'
import { systemIo } from './store/memfile/lease-file-io.js'
import { SystemClock } from './time/system-clock.js'

export { leaseCheckTexts } from './config/orphans.js'

/** What `serve -t` was asked to do. */
export interface CheckRequest {
  readonly files: readonly string[]
  readonly generation?: Generation | undefined
  readonly skipBadReservations?: boolean
  /** A lease file, of either family, to hold against the configuration. */
  readonly leases?: string | undefined
}

/** Check configuration files as the server would read them, and what they would do to the leases of a file. */
export function checkConfiguration(request: CheckRequest): { readonly checked: Checked; readonly leases?: LeaseCheck } {
  const { files, generation, skipBadReservations = false, leases } = request
  const options = {
    skipBadReservations,
    surroundings: { libraries: builtInLibraries },
    ...(generation === undefined ? {} : { generation }),
  }
  const checked = checkFiles(
    files,
    path => readFileSync(path, 'utf8'),
    options,
    ({ dhcp4, dhcp6 }, report) => {
      if (dhcp4 !== undefined) checkFeatures(dhcp4, featureSite(dhcp4, 'dhcp4', new ClassNames(), report), 'warn')
      if (dhcp6 !== undefined) checkFeatures(dhcp6, featureSite(dhcp6, 'dhcp6', new ClassNames(), report), 'warn')
    },
  )
  if (leases === undefined) return { checked }
  const { dhcp4, dhcp6 } = checked.services
  const now = new SystemClock().seconds()
  const wanted = leaseFileFamily(leases, systemIo)
  // a file of the other family, or none at all, is for the check to refuse
  if (dhcp6 !== undefined && (wanted === 6 || dhcp4 === undefined))
    return { checked, leases: checkLeases(dhcp6, leases, systemIo, now) }
  if (dhcp4 !== undefined) return { checked, leases: checkLeases(dhcp4, leases, systemIo, now) }
  return { checked }
}
