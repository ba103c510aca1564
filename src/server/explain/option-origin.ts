import type { Exchange } from '../engine/exchange.js'
import type { Address } from '../lease/lease.js'
import type { OptionScope } from '../options/scope.js'
import type { TracedFamily } from './traced-family.js'

/** Where an option of the answer came from: the scope nearest the client that has it with this payload. */
export function originOf<A extends Address, X extends Exchange<A>>(
  x: X,
  family: TracedFamily<A, X>,
  code: number,
  payload: Buffer,
): string {
  return (
    family.made.get(code) ?? scopeOf(x, family, code, payload) ?? family.otherOrigin(x, code, payload) ?? 'the server'
  )
}

function scopeOf<A extends Address, X extends Exchange<A>>(
  x: X,
  family: TracedFamily<A, X>,
  code: number,
  payload: Buffer,
): string | undefined {
  for (const [name, scope] of scopes(x, family)) {
    for (const option of scope.bySpace.get(family.space) ?? []) {
      if (option.code !== code || !option.payload.equals(payload)) continue
      if (option.classes.length === 0 || option.classes.some(each => x.classes.hasName(each))) return name
    }
    if (code === family.vendorOptions && [...scope.bySpace.keys()].some(space => space.startsWith('vendor-')))
      return `${name} (options of enterprises)`
  }
  return undefined
}

/** Nearest the client first, in the order of engine/option-scopes.ts. */
function* scopes<A extends Address, X extends Exchange<A>>(
  x: X,
  family: TracedFamily<A, X>,
): Generator<readonly [string, OptionScope]> {
  const { host, subnet, plan, classes } = x
  if (host?.options !== undefined) yield ['the reservation', host.options]
  for (const pool of family.poolsOf(x)) yield ['the pool', pool.pool.options]
  if (subnet !== undefined) {
    yield [`subnet ${subnet.subnet.id}`, subnet.subnet.options]
    yield [`shared network ${subnet.network.network.name}`, subnet.subnet.networkOptions]
  }
  for (const name of classes.list()) {
    const found = plan.decided.classes.find(each => each.name === name)
    if (found !== undefined) yield [`class ${name}`, found.options]
  }
  yield ['the global options', plan.decided.global.options]
}
