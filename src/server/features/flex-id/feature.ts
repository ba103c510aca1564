import type { Compiled } from '../../classify/expression.js'
import type { Span } from '../../classify/packet-view.js'
import type { HookLibrary } from '../../config/decided-service.js'
import { flagIn, placeOf, textIn } from '../../config/read.js'
import { flag, scope, text } from '../../config/schema/keyword.js'
import { runAtOnce } from '../../config/slices.js'
import { validate } from '../../config/validate.js'
import type { Exchange } from '../../engine/exchange.js'
import type { Exchange4 } from '../../engine/v4/exchange4.js'
import type { Exchange6 } from '../../engine/v6/exchange6.js'
import type { Identity } from '../../lease/identity.js'
import type { Address } from '../../lease/lease.js'
import { expressionOf } from '../expression.js'
import { type Feature, type FeatureSite, feature, listening } from '../feature.js'

interface FlexId {
  readonly identifier: Compiled
  readonly replaceClientId: boolean
  readonly ignoresIaid: boolean
}

const parameters = scope('parameters', {
  'identifier-expression': { shape: text, required: true, says: 'Expression whose value names the client.' },
  'replace-client-id': { shape: flag, default: false, says: 'The value stands in for the client identifier, too.' },
  'ignore-iaid': { shape: flag, default: false, says: 'DHCPv6: leases are looked up whatever the IAID.' },
})

/** The longest identifier that reservations know, bytes. */
const LONGEST = 255

/** What a family's leases know their clients by. */
export interface FlexIdFamily<X> {
  identity(x: X): Identity
  /**
   * Bytes of zero that come before the value: one in DHCPv4 (an identifier of no hardware type, RFC 2132 9.14), two in
   * DHCPv6 (a DUID of no type, RFC 8415 11).
   */
  readonly zeros: 1 | 2
  /** Leases are to be found whatever the IAID. */
  ignoreIaid(x: X): void
}

export const flexId4: FlexIdFamily<Exchange4> = { identity: x => x.clientId, zeros: 1, ignoreIaid() {} }
export const flexId6: FlexIdFamily<Exchange6> = {
  identity: x => x.duid,
  zeros: 2,
  ignoreIaid(x) {
    x.ignoresIaid = true
  },
}

/**
 * Flexible identifiers: clients are known by the value of an expression, for their reservations (identifier "flex-id")
 * and, with replace-client-id, for their leases.
 */
export function flexId<A extends Address, X extends Exchange<A>>({
  identity,
  zeros,
  ignoreIaid,
}: FlexIdFamily<X>): Feature<A, X> {
  return feature<A, X, FlexId>({
    library: 'libdhcp_flex_id.so',
    decide,
    open({ points, plan }, { identifier, replaceClientId, ignoresIaid }) {
      const listeners = [
        points.hostIdentifier.add(event => {
          const { exchange: x } = event
          if (x.plan !== plan) return undefined
          const value = identifier.value(x.frame)
          if (value.end > value.start) event.identifier = bytesOf(value, 0)
          return undefined
        }),
      ]
      if (replaceClientId)
        listeners.push(
          points.pktReceive.add(x => {
            if (x.plan !== plan) return undefined
            const value = identifier.value(x.frame)
            if (value.end === value.start) return undefined
            const bytes = bytesOf(value, zeros)
            identity(x).set(bytes, 0, bytes.length)
            x.clientIdReplaced = true
            return undefined
          }),
        )
      if (ignoresIaid)
        listeners.push(
          points.pktReceive.add(x => {
            if (x.plan === plan) ignoreIaid(x)
            return undefined
          }),
        )
      return listening(listeners)
    },
  })
}

function decide(library: HookLibrary, site: FeatureSite): FlexId | undefined {
  const { report, generation } = site
  const map = library.parameters
  if (map === undefined)
    return report.error(
      'missing-keyword',
      library.position,
      "missing parameter 'identifier-expression' in parameters map",
    )
  const before = report.errors
  runAtOnce(validate(map, parameters, 'parameters', generation, report))
  const written = textIn(map, 'identifier-expression')
  if (written === undefined) return undefined
  const at = placeOf(map, 'identifier-expression')
  const identifier = expressionOf(written, 'string', 'identifier-expression', at, site)
  if (identifier === undefined || report.errors > before) return undefined
  return {
    identifier,
    replaceClientId: flagIn(map, 'replace-client-id') ?? false,
    ignoresIaid: flagIn(map, 'ignore-iaid') ?? false,
  }
}

function bytesOf({ bytes, start, end }: Span, zeros: number): Buffer {
  const length = Math.min(end - start, LONGEST - zeros)
  const copy = Buffer.alloc(zeros + length)
  for (let i = 0; i < length; i++) copy[zeros + i] = bytes[start + i]!
  return copy
}
