import { type Checked, checkFiles } from '../server/config/check.js'
import { builtInLibraries } from '../server/features/registry.js'
import type { Target } from './target.js'

/** Check a configuration as `serve -t` of the target would, without a file. */
export function checkText(name: string, text: string, { generation }: Target): Checked {
  return checkFiles([name], () => text, { generation, surroundings: { libraries: builtInLibraries } })
}
