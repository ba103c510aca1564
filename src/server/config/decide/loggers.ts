import type { LoggerConfig, LogOutputConfig } from '../decided.js'
import type { Report } from '../problem.js'
import { flagIn, mapsIn, placeOf, textIn, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

const severities: readonly LoggerConfig['severity'][] = ['DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL', 'NONE']

const console_: LogOutputConfig = { output: 'stdout', maxSize: 10240000, maxVersions: 1, flush: true, pattern: '' }

/** The loggers of the file. Without any the service's own one writes INFO to stdout. */
export function decideLoggers(map: MapTree, root: string, report: Report): LoggerConfig[] {
  const written = mapsIn(map, 'loggers')
  if (written.length === 0) return [{ name: root, severity: 'INFO', debugLevel: 0, outputs: [console_] }]
  const loggers: LoggerConfig[] = []
  for (const entry of written) {
    const name = textIn(entry, 'name') ?? ''
    if (name !== root && !name.startsWith(`${root}.`))
      report.warn('other-logger', placeOf(entry, 'name'), `logger '${name}' is none of ${root}, it logs nothing`)
    const severity = textIn(entry, 'severity')?.toUpperCase()
    const key = entry.entries.has('output-options') ? 'output-options' : 'output_options'
    loggers.push({
      name,
      severity: severities.find(known => known === severity) ?? 'INFO',
      debugLevel: Math.max(0, Math.min(99, wholeIn(entry, 'debuglevel') ?? 0)),
      outputs: mapsIn(entry, key).map(outputOf),
    })
  }
  return loggers
}

function outputOf(map: MapTree): LogOutputConfig {
  return {
    output: textIn(map, 'output') ?? console_.output,
    maxSize: wholeIn(map, 'maxsize') ?? console_.maxSize,
    maxVersions: wholeIn(map, 'maxver') ?? console_.maxVersions,
    flush: flagIn(map, 'flush') ?? console_.flush,
    pattern: textIn(map, 'pattern') ?? console_.pattern,
  }
}
