import type { Parameter } from '../isc/syntax.js'
import { boundsOf, coverPrefixes, formatAddress, parseAddress } from './address.js'
import type { Context } from './context.js'
import type { SubnetPlan } from './plan.js'

export interface AddressRange {
  readonly kind: 'addresses'
  readonly first: bigint
  readonly last: bigint
  readonly text: string
  readonly statement: Parameter
}

export interface PrefixRange {
  readonly kind: 'prefixes'
  readonly prefix: string
  readonly length: number
  readonly delegated: number
  readonly statement: Parameter
}

/** What a range, range6 or prefix6 says. Nothing: it cannot be, which is told. */
export function readRange(statement: Parameter, context: Context): readonly (AddressRange | PrefixRange)[] {
  const { family, ledger } = context
  const words = statement.values.flat().map(value => value.text)
  if (statement.name === 'prefix6') return readPrefixes(statement, words, context)
  if (words.includes('temporary')) {
    ledger.unsupported(statement, 'Kea has no temporary addresses (IA_TA)')
    return []
  }
  if (words[0]?.toLowerCase() === 'dynamic-bootp') {
    words.shift()
    context.hooks.set('bootp', 'gives addresses of pools to BOOTP clients')
    ledger.converted(statement, 'the bootp hook gives these addresses to BOOTP clients too')
  }
  const [from = '', to = from] = words
  const [text = '', bits] = from.split('/')
  const low = parseAddress(text, family)
  if (bits !== undefined && low !== undefined) {
    const [first, last] = boundsOf(low, Number(bits), family)
    return [{ kind: 'addresses', first, last, text: `${formatAddress(first, family)}/${bits}`, statement }]
  }
  const high = parseAddress(to, family)
  if (low === undefined || high === undefined) {
    ledger.unsupported(statement, `these are no addresses of DHCPv${family}`)
    return []
  }
  const [first, last] = low <= high ? [low, high] : [high, low]
  return [
    {
      kind: 'addresses',
      first,
      last,
      text: `${formatAddress(first, family)} - ${formatAddress(last, family)}`,
      statement,
    },
  ]
}

/** prefix6 first last /length: dhcpd counts from one prefix to the other, Kea's pools are prefixes themselves. */
function readPrefixes(statement: Parameter, words: readonly string[], { ledger }: Context): readonly PrefixRange[] {
  const [from = '', to = '', bits = ''] = words
  const first = parseAddress(from, 6)
  const last = parseAddress(to, 6)
  const delegated = Number(bits.replace('/', ''))
  if (first === undefined || last === undefined || !(delegated > 0 && delegated <= 128) || last < first) {
    ledger.unsupported(statement, 'two prefixes and a length like /56 are expected')
    return []
  }
  const cover = coverPrefixes(first, last, delegated)
  if (cover.length > 1) ledger.converted(statement, `${cover.length} pools together hold the same prefixes`)
  else ledger.converted(statement)
  return cover.map(({ prefix, length }) => ({
    kind: 'prefixes',
    prefix: formatAddress(prefix, 6),
    length,
    delegated,
    statement,
  }))
}

/** The subnet that holds a range whole. */
export function holderOf({ first, last }: AddressRange, subnets: readonly SubnetPlan[]): SubnetPlan | undefined {
  return subnets.find(subnet => subnet.first <= first && last <= subnet.last)
}
