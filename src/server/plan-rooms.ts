import type { ClassEvaluator } from './classify/evaluate.js'
import type { Decided } from './config/decided.js'
import type { BuildRooms } from './engine/build-plan.js'
import type { Address } from './lease/lease.js'
import type { PoolSpaces } from './lease/pool-spaces.js'

/** What a service makes its plans with. `spaces` get the pools that are made ready. */
export function planRooms<A extends Address>(
  { kind, space, serverIdentifierCode }: Pick<BuildRooms<A>, 'kind' | 'space' | 'serverIdentifierCode'>,
  decided: Decided<A>,
  evaluator: ClassEvaluator,
  spaces: PoolSpaces<A>,
): BuildRooms<A> {
  return {
    kind,
    space,
    names: evaluator.names,
    globalOptions: decided.global.options,
    evaluator,
    builtin: evaluator.builtin,
    serverIdentifierCode,
    freeAddresses: (pool, algorithm) => spaces.add(pool, algorithm),
  }
}
