import type { SideFiles } from '../server/store/memfile/side-files.js'
import { LeaseToolFailed } from './lease-tool-failed.js'

/** What the command line says, in kea-lfc's form or in ours. */
export interface LfcFlags {
  readonly file?: string | undefined
  readonly dhcp4?: boolean | undefined
  readonly dhcp6?: boolean | undefined
  readonly previous?: string | undefined
  readonly input?: string | undefined
  readonly output?: string | undefined
  readonly finish?: string | undefined
  readonly pid?: string | undefined
  readonly config?: string | undefined
}

/** The files of kea-lfc's arguments; undefined: the command line is in our own form, with a file. Throws with kea-lfc's texts. */
export function lfcArguments(flags: LfcFlags): { readonly width: 4 | 16; readonly files: SideFiles } | undefined {
  const { file, dhcp4, dhcp6, previous, input, output, finish, pid, config } = flags
  const kea = dhcp4 || dhcp6 || [previous, input, finish, pid, config].some(value => value !== undefined)
  if (!kea) {
    if (file === undefined) throw new LeaseToolFailed('Which lease file?')
    return undefined
  }
  if (file !== undefined) throw new LeaseToolFailed('Usage error: Extraneous parameters.')
  if (!dhcp4 && !dhcp6) throw new LeaseToolFailed('Usage error: DHCP version required')
  const files = {
    current: '',
    fresh: '',
    pid: needed('PID', pid),
    previous: needed('Previous', previous),
    input: needed('Copy', input),
    output: needed('Output', output),
    completed: needed('Finish', finish),
  }
  needed('Config', config)
  return { width: dhcp6 ? 16 : 4, files }
}

function needed(name: string, value: string | undefined): string {
  if (value === undefined || value === '') throw new LeaseToolFailed(`Usage error: ${name} file not specified`)
  return value
}
