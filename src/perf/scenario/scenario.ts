import type { Kind } from '../kind.js'
import type { Player } from '../player.js'

/** An exchange, or a step of it, that has ended. Reused by nobody: read it at once. */
export interface Ended {
  readonly kind: Kind
  readonly client: number
  /** False: lost, or refused. */
  readonly got: boolean
  readonly now: number
}

/** When which client does what. Times are milliseconds of the player's clock. */
export interface Scenario {
  start(player: Player, now: number): void
  /** Begin what is due; returns when the next is, Infinity for never or not by time. */
  advance(player: Player, now: number): number
  ended(player: Player, ended: Ended): void
  /** Nothing more will begin; what is on its way may still end. */
  readonly finished: boolean
  /** 0..1: how much of it is done. */
  progress(player: Player, now: number): number
  /** What it has found out beyond measurements. */
  readonly findings?: Readonly<Record<string, unknown>> | undefined
}
