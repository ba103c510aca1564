import { keaWords } from './api/kea-words.js'
import type { Roles } from './api/roles.js'
import { decideRoles } from './api/roles-config.js'
import { type CompiledClasses, compileClasses } from './classify/classes.js'
import { classReport } from './classify/report.js'
import type { Surroundings } from './config/decide/site.js'
import type { Decided } from './config/decided.js'
import { type Loaded, loadConfiguration } from './config/load.js'
import { formatProblem, Report } from './config/problem.js'
import type { Pace } from './config/slices.js'
import type { MapTree, Problem } from './config/tree.js'
import type { Traveller } from './engine/dispatcher.js'
import { checkFeatures, featureSite } from './features/check.js'
import { builtInLibraries } from './features/registry.js'
import type { Address } from './lease/lease.js'
import type { Logs } from './log/logger.js'
import type { Running } from './running-configuration.js'
import type { ServiceFamily } from './service-family.js'
import type { ServiceOptions } from './service-options.js'
import type { ServiceRooms } from './service-rooms.js'

/** A configuration that was found right, and waits for its turn. */
export interface Checked<A extends Address> extends Running<A> {
  readonly problems: readonly Problem[]
  readonly classes: CompiledClasses
  readonly roles: Roles | undefined
}

/** A configuration that was found wrong. */
export interface Refusal {
  /** All that is wrong, for people. */
  readonly text: string
  /** The first of it, for the log. */
  readonly reason: string
  /** The same as Kea tells it to callers of the API. */
  readonly words: string
}

/** What a configuration is judged by. */
export interface JudgeSite<A extends Address, X extends Traveller> {
  readonly family: ServiceFamily<A, X>
  readonly options: ServiceOptions
  readonly rooms: ServiceRooms
  readonly logs: Logs
  readonly pace: Pace
  /** What is in force; undefined: nothing yet. */
  running(): Running<A> | undefined
}

/** Reads configurations of a service and finds all that is wrong with them, without an effect on what is in force. */
export class ConfigurationJudge<A extends Address, X extends Traveller> {
  readonly #site: JudgeSite<A, X>

  constructor(site: JudgeSite<A, X>) {
    this.#site = site
  }

  surroundings(): Surroundings {
    return { interfaces: this.#site.rooms.interfaces(), libraries: builtInLibraries }
  }

  /** Judge the files; with a tree: what a command brought instead. */
  async judge(tree?: MapTree): Promise<Checked<A> | Refusal> {
    return this.#judge(await this.#load(tree))
  }

  #load(tree?: MapTree): Promise<Loaded> {
    const { files, text, generation, skipBadReservations = false } = this.#site.options
    const written = text === undefined ? files : [{ name: '<built-in>', text }]
    return loadConfiguration(
      tree === undefined ? written : [{ tree: topMap(this.#site.family.keyword, tree) }],
      {
        read: path => this.#site.rooms.read(path),
        service: this.#site.family.name,
        ...(generation === undefined ? {} : { generation }),
        surroundings: this.surroundings(),
        skipBadReservations,
      },
      this.#site.pace,
    )
  }

  #judge(loaded: Loaded): Checked<A> | Refusal {
    const decided = this.#site.family.decided(loaded.services)
    const tree = loaded.trees.get(this.#site.family.keyword)
    if (decided === undefined || tree === undefined) return this.#refusal(loaded)
    const { type } = decided.leaseDatabase
    if (type !== 'memfile') return refusal(`leases cannot be kept in ${type} yet; "type": "memfile" is served`)
    const classes = this.#compileClasses(decided)
    const report = new Report()
    checkFeatures(decided, featureSite(decided, this.#site.family.space, classes.evaluator.names, report))
    const roles = decideRoles(decided.hooks, report)
    const problems = [...classes.problems, ...report.problems]
    const wrong = problems.filter(({ severity }) => severity === 'error').map(problem => formatProblem(problem))
    if (wrong.length > 0) return refusal(wrong.join('\n'), keaWords(problems, tree))
    return { tree, decided, classes, roles, problems: loaded.problems, ...this.#fileOf(loaded, tree) }
  }

  /** The file that the service's part stands in; what a command brought takes the place of that. */
  #fileOf({ trees }: Loaded, tree: MapTree): Pick<Running<A>, 'file' | 'fileIsShared'> {
    const { file } = tree.at
    const running = this.#site.running()
    if (!this.#site.options.files.includes(file))
      return { file: running?.file, fileIsShared: running?.fileIsShared === true }
    return { file, fileIsShared: [...trees.values()].some(other => other !== tree && other.at.file === file) }
  }

  #compileClasses(decided: Decided<A>): CompiledClasses {
    return compileClasses(decided.classes, {
      family: this.#site.family.classes,
      generation: decided.behaviours.generation,
      spaces: decided.spaces,
      report: classReport(this.#site.logs),
    })
  }

  /** All that is wrong with what was read. */
  #refusal({ problems, sources, ok, trees }: Loaded): Refusal {
    const texts = problems.map(problem => formatProblem(problem, sources))
    if (ok) texts.push(`the configuration holds nothing for ${this.#site.family.logger}`)
    const errors = problems.filter(({ severity }) => severity === 'error')
    const first = errors[0] === undefined ? texts.at(-1)! : formatProblem(errors[0])
    const reason = errors.length > 1 ? `${first} (and ${errors.length - 1} more)` : first
    return { text: texts.join('\n'), reason, words: keaWords(problems, trees.get(this.#site.family.keyword)) ?? first }
  }
}

const refusal = (text: string, words = text): Refusal => ({ text, reason: text, words })

/** As if the map stood alone in a file. */
function topMap(key: string, value: MapTree): MapTree {
  const { at } = value
  return { kind: 'map', at, entries: new Map([[key, { key, keyAt: at, value }]]) }
}
