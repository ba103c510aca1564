import type { Plan } from './plan.js'
import type { Problems } from './problems.js'
import type { Speech } from './speech.js'
import { Speech4 } from './v4/speech4.js'

/** The speech of the plan's family. `seconds`: since 1970. */
export function speechOf(plan: Plan, problems: Problems, seconds: number): Speech {
  return new Speech4(plan, problems, seconds)
}
