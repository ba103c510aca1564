import { type Checked, type CheckOptions, checkLeases } from './check.js'
import { loadSubnets } from './config-subnets.js'
import type { FileFormat } from './file-format.js'
import { openLeases } from './open-leases.js'

export interface CheckFileOptions extends Omit<CheckOptions, 'subnets'> {
  /** Kea configuration files; undefined or none: addresses are not held against one. */
  readonly config: readonly string[] | undefined
  readonly format: FileFormat | undefined
}

/** Check one file, without its side files. Of foreign files also what cannot be read in them is told. */
export async function checkFile(name: string, options: CheckFileOptions): Promise<Checked> {
  const { format, config = [], problem, now } = options
  let foreign = 0
  const set = await openLeases([name], {
    format,
    sideFiles: false,
    all: true,
    now,
    note: ({ kind, line, what, detail }, file) => {
      if (kind !== 'bad') return
      foreign++
      problem({ file, line, kind: 'bad-row', reason: detail === '' ? what : `${what}: ${detail}` })
    },
  })
  try {
    const subnets = config.length === 0 ? undefined : (await loadSubnets(config))(set.schema.width)
    const checked = checkLeases(set, { ...options, subnets })
    const counts =
      foreign === 0 ? checked.counts : { ...checked.counts, 'bad-row': foreign + (checked.counts['bad-row'] ?? 0) }
    return { ...checked, counts, problems: checked.problems + foreign }
  } finally {
    set.close()
  }
}
