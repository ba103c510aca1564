import type { HookLibrary } from '../decided-service.js'
import type { Report } from '../problem.js'
import { mapIn, mapsIn, placeOf, textIn } from '../read.js'
import type { MapTree } from '../tree.js'
import type { Surroundings } from './site.js'

/** The wanted features; says which of them are not there. Features check their own parameters. */
export function decideHooks(map: MapTree, { libraries }: Surroundings, report: Report): HookLibrary[] {
  const wanted: HookLibrary[] = []
  for (const entry of mapsIn(map, 'hooks-libraries')) {
    const path = textIn(entry, 'library')
    if (path === undefined) continue
    const at = placeOf(entry, 'library')
    if (path.trim() === '') {
      report.error('wrong-value', at, "hooks library configuration error: value of 'library' element must not be blank")
      continue
    }
    const library = path.slice(path.lastIndexOf('/') + 1)
    if (!libraries?.has(library))
      report.warn('no-effect', at, `hook library ${path} has no effect: its feature is not built in yet`)
    const twin = wanted.find(other => other.library === library)
    if (twin !== undefined)
      report.warn('duplicate-library', at, `hook library ${library} is wanted twice`, {
        at: twin.position,
        text: 'the first time',
      })
    wanted.push({ path, library, parameters: mapIn(entry, 'parameters'), position: at })
  }
  return wanted
}
