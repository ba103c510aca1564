import type { Generation } from '../../../config/behaviours.js'
import { Result } from '../../command-error.js'

/** What replies about reservations have in each generation. */
export interface HostWords {
  /** Results of reservation-get and reservation-del when there is no such reservation. */
  readonly getNothing: number
  readonly delNothing: number
  /** Reservations say which subnet they are in even when the command named it. */
  readonly subnetIdAlways: boolean
  /** What is to be done when the id of the subnet is left out is told. */
  readonly hints: boolean
}

export const hostWords: Readonly<Record<Generation, HostWords>> = {
  '2.2': { getNothing: Result.success, delNothing: Result.error, subnetIdAlways: false, hints: false },
  '3': { getNothing: Result.empty, delNothing: Result.empty, subnetIdAlways: true, hints: true },
}

/** Of commands that say so when their arguments are none, or no map. */
export const NO_MAP = 'Parameters missing or are not a map.'
