import { cell } from '../shell/present/clean.js'
import type { Use } from './pool-use.js'
import type { ExpiryBar, Forecast, Stats } from './stats.js'
import { formatTime } from './time-text.js'

const BAR = 20

/** Statistics for people, a line each. */
export function* statsTexts(stats: Stats): Generator<string> {
  const { rows, errors, leases, heard, subnets, expiry, talkers, forecast } = stats
  yield `${leases} leases of ${rows} rows${errors > 0 ? `, ${errors} bad ones` : ''}; last client heard ${formatTime(heard)}`
  if (subnets.length > 0) yield* ['', 'subnets']
  for (const use of subnets) {
    const name = use.subnet === '' ? 'not configured' : use.subnet
    yield `  ${`${use.id}`.padStart(5)}  ${name.padEnd(22)} ${useText(use)}${use.outside > 0 && use.pools.length > 0 ? `, ${use.outside} outside its pools` : ''}`
    if (use.pools.length > 1) for (const pool of use.pools) yield `         ${pool.pool.padEnd(34)} ${useText(pool)}`
  }
  yield* ['', 'leases end']
  const most = Math.max(1, ...expiry.map(bar => bar.leases))
  for (const bar of expiry) yield `  ${expiryName(bar).padEnd(16)} ${bars(bar.leases / most)} ${bar.leases}`
  if (talkers.length > 0) yield* ['', 'clients that wrote most rows']
  for (const { client, hostname, rows: count } of talkers)
    yield cell(`  ${`${count}`.padStart(9)}  ${client}  ${hostname}`.trimEnd())
  if (forecast.length > 0) yield* ['', 'forecast']
  for (const one of forecast) yield `  ${`${one.id}`.padStart(5)}  ${forecastText(one)}`
}

function useText({ used, capacity, declined, ended }: Use): string {
  const also = [declined > 0 ? `${declined} declined` : '', ended > 0 ? `${ended} have ended` : '']
    .filter(Boolean)
    .join(', ')
  const rest = also === '' ? '' : ` (${also})`
  if (capacity === undefined || capacity === 0) return `${used} used${rest}`
  const part = used / capacity
  return `${bars(part)} ${(part * 100).toFixed(1).padStart(5)} %  ${used} of ${capacity}${rest}`
}

function bars(part: number): string {
  const full = Math.min(BAR, Math.round(part * BAR))
  return `[${'#'.repeat(full)}${'-'.repeat(BAR - full)}]`
}

function expiryName({ within }: ExpiryBar): string {
  if (within === 0) return 'have ended'
  if (!Number.isFinite(within)) return 'later or never'
  return within >= 86400 ? `within ${within / 86400} d` : `within ${within / 3600} h`
}

function forecastText({ growth, full }: Forecast): string {
  const rate = `${growth >= 0 ? '+' : ''}${growth.toFixed(1)} leases a day`
  return full === undefined ? `${rate}: not full at this rate` : `${rate}: full on ${formatTime(full)}`
}
