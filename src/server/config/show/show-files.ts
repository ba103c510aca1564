import type { Address } from '../../lease/lease.js'
import type { Generation } from '../behaviours.js'
import { type FamilyKeywords, family4, family6 } from '../decide/family.js'
import type { Decided } from '../decided.js'
import type { FileReader } from '../lexer.js'
import { loading } from '../load.js'
import { formatProblem } from '../problem.js'
import { runAtOnce } from '../slices.js'
import type { MapTree } from '../tree.js'
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
  const { dhcp4, dhcp6 } = services
  const views = [
    ...(dhcp4 === undefined ? [] : [view(trees, dhcp4, family4, form)]),
    ...(dhcp6 === undefined ? [] : [view(trees, dhcp6, family6, form)]),
  ]
  const [first] = views
  if (first === undefined) return { wrong: [`${files.join(', ')}: there is neither Dhcp4 nor Dhcp6 in it`] }
  if (path === undefined)
    return { configuration: Object.fromEntries(views.map(({ service, show }) => [service, show()])) }
  // a path may begin with the service; in a file with both the first is meant without it
  const meant = views.find(({ service }) => path.startsWith(`${service}.`)) ?? first
  const explained = meant.explain(path)
  return typeof explained === 'string' ? { wrong: [explained] } : { explained }
}

/** What can be shown of one service of a file. */
interface View {
  readonly service: string
  readonly show: () => Json
  readonly explain: (path: string) => readonly Explained[] | string
}

function view<A extends Address>(
  trees: ReadonlyMap<string, MapTree>,
  decided: Decided<A>,
  family: FamilyKeywords<A>,
  form: Form,
): View {
  const { service } = family
  const map = trees.get(service)!
  return {
    service,
    show: () => runAtOnce(configGet(map, decided, family, form)),
    explain: path => explain(map, decided, family, path),
  }
}
