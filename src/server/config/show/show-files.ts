import type { Generation } from '../behaviours.js'
import { family4 } from '../decide/family.js'
import type { FileReader } from '../lexer.js'
import { loading } from '../load.js'
import { formatProblem } from '../problem.js'
import { runAtOnce } from '../slices.js'
import { configGet } from './config-get.js'
import { type Explained, explain } from './explain.js'
import type { Form, Json } from './shower.js'

/** What `config show` was asked to do. */
export interface ShowRequest {
  readonly files: readonly string[]
  /** Undefined: as the file says, else 3. */
  readonly generation: Generation | undefined
  readonly form: Form
  /** Say where the value at this path comes from, instead of showing all. */
  readonly explain?: string | undefined
}

/** `wrong`: why there is nothing to show, for people. */
export type Shown =
  | { readonly configuration: Json }
  | { readonly explained: readonly Explained[] }
  | { readonly wrong: readonly string[] }

/** Reads files, their includes too, and shows them as the server understands them. */
export function showFiles({ files, generation, form, explain: path }: ShowRequest, read: FileReader): Shown {
  const options = generation === undefined ? { read } : { read, generation }
  const { ok, problems, sources, services, trees } = runAtOnce(loading(files, options))
  if (!ok)
    return { wrong: problems.filter(p => p.severity === 'error').map(problem => formatProblem(problem, sources)) }
  const { dhcp4 } = services
  const map = trees.get(family4.service)
  if (dhcp4 === undefined || map === undefined) return { wrong: [`${files.join(', ')}: there is no Dhcp4 in it`] }
  if (path === undefined) return { configuration: { Dhcp4: runAtOnce(configGet(map, dhcp4, family4, form)) } }
  const explained = explain(map, dhcp4, family4, path)
  return typeof explained === 'string' ? { wrong: [explained] } : { explained }
}
