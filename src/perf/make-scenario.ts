import type { Player } from './player.js'
import { Closed } from './scenario/closed.js'
import { OpenLoop } from './scenario/open-loop.js'
import type { Scenario } from './scenario/scenario.js'
import { Turns } from './scenario/turns.js'

/** The scenario of a plan, for one thread of it. */
export function makeScenario(player: Player, thread: number): Scenario {
  const { plan, random } = player
  const { scenario } = plan
  const share = 1 / plan.threads
  const turns = new Turns(plan.clients, thread, plan.threads, plan.identity.list.length > 0 ? random : undefined)
  switch (scenario.name) {
    case 'basic':
      if (plan.rate === 0) return new Closed(player, turns, share, scenario.inFlight)
      return new OpenLoop(player, turns, share, Math.round(scenario.preload * share))
    case 'closed':
      return new Closed(player, turns, share, scenario.inFlight)
    default:
      throw new RangeError(`scenario ${scenario.name} is not known`)
  }
}
