import { INFINITE } from '../../lease/lease.js'
import type { Lifetime } from '../decided.js'
import type { Report } from '../problem.js'
import { placeOf, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** A lifetime before its ends are known: each of the three is inherited by itself. Seconds. */
export interface LifetimeWish<Default extends number | undefined = number | undefined> {
  readonly min: number | undefined
  readonly default: Default
  readonly max: number | undefined
}

type Kind = 'valid' | 'preferred'

/** The keywords of a lifetime: "valid-lifetime", "min-valid-lifetime", "max-valid-lifetime". */
const keywords = {
  valid: { default: 'valid-lifetime', min: 'min-valid-lifetime', max: 'max-valid-lifetime' },
  preferred: { default: 'preferred-lifetime', min: 'min-preferred-lifetime', max: 'max-preferred-lifetime' },
} as const

export function wishIn<Default extends number | undefined>(
  map: MapTree,
  kind: Kind,
  outer: LifetimeWish<Default>,
): LifetimeWish<Default | number> {
  const names = keywords[kind]
  const min = wholeIn(map, names.min)
  const max = wholeIn(map, names.max)
  const usual = wholeIn(map, names.default)
  if (min === undefined && max === undefined && usual === undefined) return outer
  return { min: min ?? outer.min, default: usual ?? outer.default, max: max ?? outer.max }
}

/** An end that nobody set is the default itself: the client has no say. */
export function lifetimeOf(wish: LifetimeWish<number>): Lifetime {
  return { min: wish.min ?? wish.default, default: wish.default, max: wish.max ?? wish.default }
}

/** A preferred lifetime that nobody set is 0.625 of the valid one, within the ends that are set. */
export function preferredOf(wish: LifetimeWish, valid: number): Lifetime {
  const { min = 0, max = INFINITE } = wish
  const share = valid === INFINITE ? INFINITE : Math.floor((valid * 5) / 8)
  return lifetimeOf({ ...wish, default: wish.default ?? Math.min(Math.max(share, min), max) })
}

/** min <= default <= max, looked at where one of them is written, so that one mistake is one problem. */
export function checkLifetime(map: MapTree, kind: Kind, wish: LifetimeWish, report: Report): void {
  const names = keywords[kind]
  const written = [names.default, names.min, names.max].filter(name => map.entries.has(name))
  const place = written[0]
  if (place === undefined) return
  const { min, default: usual, max } = wish
  const wrong = (text: string): void => report.error('lifetime-order', placeOf(map, place), text)
  if (min !== undefined && max !== undefined && min > max)
    wrong(`the value of ${names.min} (${min}) is not less than ${names.max} (${max})`)
  else if (min !== undefined && max !== undefined && usual !== undefined && (usual < min || usual > max))
    wrong(
      `the value of (default) ${names.default} (${usual}) is not between ${names.min} (${min}) and ${names.max} (${max})`,
    )
  else if (min !== undefined && usual !== undefined && min > usual)
    wrong(`the value of ${names.min} (${min}) is not less than (default) ${names.default} (${usual})`)
  else if (max !== undefined && usual !== undefined && usual > max)
    wrong(`the value of (default) ${names.default} (${usual}) is not less than ${names.max} (${max})`)
}

/** A class's lifetimes: all three, once one of them is written. */
export function classLifetime(map: MapTree, kind: Kind, report: Report): Partial<Lifetime> {
  const names = keywords[kind]
  const min = wholeIn(map, names.min)
  const max = wholeIn(map, names.max)
  checkLifetime(map, kind, { min, default: wholeIn(map, names.default), max }, report)
  const usual = wholeIn(map, names.default) ?? min ?? max
  return usual === undefined ? {} : { min: min ?? usual, default: usual, max: max ?? usual }
}
