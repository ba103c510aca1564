import type { Plan } from './plan.js'
import type { Problems } from './problems.js'
import type { Speech } from './speech.js'
import { Speech4 } from './v4/speech4.js'
import { Speech6 } from './v6/speech6.js'

/** The speech of the plan's family. `seconds`: since 1970. */
export function speechOf(plan: Plan, problems: Problems, seconds: number): Speech {
  return plan.family === 4 ? new Speech4(plan, problems, seconds) : new Speech6(plan, problems, seconds)
}
