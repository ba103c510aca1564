import type { Report } from '../problem.js'
import { placeOf } from '../read.js'
import type { MapTree, Position } from '../tree.js'
import type { Settings } from './settings.js'

const timers = ['renew-timer', 'rebind-timer', 'valid-lifetime'] as const
const shares = ['t1-percent', 't2-percent', 'calculate-tee-times'] as const

/** T1 < T2 < lifetime (RFC 2131 4.4.5), looked at where one of them is written. */
export function checkRenewal(map: MapTree, settings: Settings, report: Report): void {
  const timer = timers.find(name => map.entries.has(name))
  if (timer !== undefined) checkTimers(map, settings, placeOf(map, timer), report)
  const share = shares.find(name => map.entries.has(name))
  // The shares are not used, and not looked at by Kea, unless they are to be computed with.
  if (share === undefined || !settings.calculateTeeTimes || settings.t1Percent < settings.t2Percent) return
  const text = `t1-percent:  ${settings.t1Percent} is invalid, it must be less than t2-percent: ${settings.t2Percent}`
  report.error('timer-order', placeOf(map, share), text)
}

function checkTimers(map: MapTree, settings: Settings, at: Position, report: Report): void {
  const { renewTimer: t1, rebindTimer: t2 } = settings
  if (t1 !== undefined && t2 !== undefined && t1 > t2) {
    const text = `the value of renew-timer (${t1}) is greater than the value of rebind-timer (${t2})`
    report.error('timer-order', at, text)
    return
  }
  const usual = settings.valid.default
  const late = t2 !== undefined && t2 >= usual ? 'rebind-timer' : t1 !== undefined && t1 >= usual ? 'renew-timer' : ''
  if (late === '') return
  const text = `the value of ${late} (${late === 'rebind-timer' ? t2 : t1}) is not less than valid-lifetime (${usual}), it will not be sent`
  report.warn('timer-order', map.entries.has(late) ? placeOf(map, late) : at, text)
}
