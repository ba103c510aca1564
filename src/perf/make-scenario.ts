import { readFileSync } from 'node:fs'
import { parseAddress } from '../net/interfaces.js'
import type { Player } from './player.js'
import { Churn } from './scenario/churn.js'
import { Closed } from './scenario/closed.js'
import { avalancheTimes, Everybody, stormTimes4, stormTimes6 } from './scenario/everybody.js'
import { OpenLoop } from './scenario/open-loop.js'
import { Ramp } from './scenario/ramp.js'
import { Replay } from './scenario/replay.js'
import type { Scenario } from './scenario/scenario.js'
import { Turns } from './scenario/turns.js'

/** The scenario of a plan, for one thread of it. Throws when a file that it needs cannot be used. */
export function makeScenario(player: Player, thread: number): Scenario {
  const { plan, random } = player
  const { scenario, family, clients } = plan
  const share = 1 / plan.threads
  const turns = new Turns(clients, thread, plan.threads, plan.identity.list.length > 0 ? random : undefined)
  switch (scenario.name) {
    case 'basic':
      if (plan.rate === 0) return new Closed(player, turns, share, scenario.inFlight)
      return new OpenLoop(player, turns, share, Math.round(scenario.preload * share))
    case 'closed':
      return new Closed(player, turns, share, scenario.inFlight)
    case 'avalanche':
      return new Everybody(clients, 0, avalancheTimes, random)
    case 'storm':
      return new Everybody(clients, scenario.spread, family === 4 ? stormTimes4 : stormTimes6, random)
    case 'ramp':
      return new Ramp(turns, scenario)
    case 'churn':
      return new Churn(clients, { ...scenario, rate: plan.rate }, random)
    case 'replay': {
      const relay = family === 4 && plan.mode === 'relayed' ? parseAddress(plan.relays[0]!) : undefined
      return new Replay(readFileSync(scenario.file), family, plan.serverPort, scenario.speed, relay)
    }
  }
}
