import { Option } from '../../wire/v4/codes.js'
import type { Exchange4 } from '../engine/v4/exchange4.js'
import type { OptionScope } from '../options/scope.js'

/** Options that the server makes, whatever is configured under their codes. */
const MADE: ReadonlyMap<number, string> = new Map([
  [Option.subnetMask, 'the prefix of the subnet'],
  [Option.leaseTime, 'the lifetime of the lease'],
  [Option.serverIdentifier, 'the server'],
  [Option.renewalTime, 'the timers of the subnet'],
  [Option.rebindingTime, 'the timers of the subnet'],
  [Option.clientIdentifier, 'the query'],
  [Option.subnetSelection, 'the query'],
  [Option.fqdn, 'the name of the client'],
])

/** Where an option of the answer came from: the scope nearest the client that has it with this payload. */
export function originOf(x: Exchange4, code: number, payload: Buffer): string {
  if (code === Option.subnetMask && x.granted === 0) return scopeOf(x, code, payload) ?? 'the server'
  const made = MADE.get(code)
  if (made !== undefined) return made
  const scope = scopeOf(x, code, payload)
  if (scope !== undefined) return scope
  return code === Option.hostName ? 'the name of the client' : 'the server'
}

function scopeOf(x: Exchange4, code: number, payload: Buffer): string | undefined {
  for (const [name, scope] of scopes(x)) {
    for (const option of scope.bySpace.get('dhcp4') ?? []) {
      if (option.code !== code || !option.payload.equals(payload)) continue
      if (option.classes.length === 0 || option.classes.some(each => x.classes.hasName(each))) return name
    }
    if (code === Option.vendorOptions && [...scope.bySpace.keys()].some(space => space.startsWith('vendor-')))
      return `${name} (options of enterprises)`
  }
  return undefined
}

/** Nearest the client first, in the order of gather.ts. */
function* scopes(x: Exchange4): Generator<readonly [string, OptionScope]> {
  const { host, pool, subnet, plan, classes } = x
  if (host?.options !== undefined) yield ['the reservation', host.options]
  if (pool !== undefined) yield ['the pool', pool.pool.options]
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
