import type { Report } from '../problem.js'
import { mapsIn, placeOf, textIn } from '../read.js'
import type { MapTree } from '../tree.js'
import type { Surroundings } from './site.js'

/** Says which of the wanted features are not there. Features decide their own parameters. */
export function checkLibraries(map: MapTree, { libraries }: Surroundings, report: Report): void {
  for (const entry of mapsIn(map, 'hooks-libraries')) {
    const path = textIn(entry, 'library')
    if (path === undefined) continue
    const at = placeOf(entry, 'library')
    if (path.trim() === '')
      report.error('wrong-value', at, "hooks library configuration error: value of 'library' element must not be blank")
    else if (!libraries?.has(path.slice(path.lastIndexOf('/') + 1)))
      report.warn('no-effect', at, `hook library ${path} has no effect: its feature is not built in yet`)
  }
}
