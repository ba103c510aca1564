import type { ClassNames } from '../classify/class-set.js'
import type { Decided } from '../config/decided.js'
import type { Report } from '../config/problem.js'
import type { Address } from '../lease/lease.js'
import type { FeatureSite } from './feature.js'
import { commandLibraries, featuresOf, keaLibraries } from './registry.js'

/** What features are held against, of one decided configuration. `space`: the family's own, "dhcp4". */
export function featureSite<A extends Address>(
  decided: Decided<A>,
  space: string,
  names: ClassNames,
  report: Report,
): FeatureSite {
  return {
    family: space === 'dhcp4' ? 'v4' : 'v6',
    space,
    generation: decided.behaviours.generation,
    spaces: decided.spaces,
    names,
    report,
  }
}

/**
 * Are the libraries of hooks-libraries known, and their parameters right? A library that Kea does not have either is an
 * error, as it is when Kea finds no such file (a mere check of files warns: they may be meant for another machine); one
 * that Kea has and this server has not is a warning.
 */
export function checkFeatures<A extends Address>(
  decided: Decided<A>,
  site: FeatureSite,
  unknown: 'error' | 'warn' = 'error',
): void {
  const { report } = site
  for (const hook of decided.hooks) {
    const { library, path, position } = hook
    const found = featuresOf[site.family].find(each => each.library === library)
    if (commandLibraries.has(library)) continue
    if (found !== undefined) found.prepare(hook, site)
    else if (keaLibraries.has(library)) {
      const text = `hook library ${path} has no effect: ${keaLibraries.get(library)} is not built in yet`
      report.warn('no-effect', position, text)
    } else {
      const text = `hooks libraries failed to validate - library or libraries in error are: ${path}`
      report[unknown]('unknown-library', position, text)
    }
  }
}
