import { ipv6 } from '../../wire/address.js'
import { Option, statusCodeNames } from '../../wire/v6/codes.js'
import { Message6 } from '../../wire/v6/message.js'
import { findSuppliedOption } from '../../wire/v6/relay.js'
import { clientLabel, messageText, messageTypeName } from '../../wire/v6/text.js'
import type { Association, Grant } from '../engine/v6/association.js'
import type { Exchange6 } from '../engine/v6/exchange6.js'
import type { PoolPlan } from '../subnet/plan.js'
import { describeLease } from './describe-lease.js'
import type { ExplainedAssociation } from './report.js'
import type { LeaseWatch, TracedFamily } from './traced-family.js'
import { grantReason, subnetFact } from './why6.js'

const MADE: ReadonlyMap<number, string> = new Map([[Option.fqdn, 'the name of the client']])

const KINDS: ReadonlyMap<number, string> = new Map([
  [Option.iaNa, 'IA_NA'],
  [Option.iaTa, 'IA_TA'],
  [Option.iaPd, 'IA_PD'],
])

/** The story of a DHCPv6 packet. */
export const traced6: TracedFamily<bigint, Exchange6> = {
  space: 'dhcp6',
  digit: 6,
  vendorClass: Option.vendorClass,
  owner: 'clientId',
  settled: 'leases settled',
  made: MADE,
  vendorOptions: Option.vendorOptions,
  place: (address, port) => `[${address}]:${port}`,
  query: ({ query, plan }, from, to) => ({
    client: clientLabel(query),
    message: messageTypeName(query.type),
    query: messageText(query, plan.decided.spaces, to, from).split('\n'),
  }),
  subnetFact,
  watch: x => new LeaseWatch6(x),
  optionsOf: ({ options }) =>
    Array.from({ length: options.count }, (_, i) => ({ code: options.codeAt(i), payload: options.payloadAt(i) })),
  otherOrigin({ query }, code, payload) {
    if (!findSuppliedOption(query, code)) return undefined
    const supplied = query.arena.subarray(query.optionStart, query.optionEnd)
    return supplied.equals(payload) ? 'a relay (option 66)' : undefined
  },
  poolsOf(x) {
    const pools = new Set<PoolPlan<bigint>>()
    for (const { grants, grantCount } of x.associations.slice(0, x.associationCount))
      for (const { pool, valid } of grants.slice(0, grantCount)) if (pool !== undefined && valid > 0) pools.add(pool)
    return [...pools].sort((a, b) => (a.pool.first < b.pool.first ? -1 : 1))
  },
  answer(x, sent) {
    const message = new Message6()
    if (message.read(sent.arena, sent.start, sent.end) !== undefined) return undefined
    const fields: Record<string, string> = {}
    if (message.relayCount > 0) fields.relays = String(message.relayCount)
    if (x.status >= 0) fields.status = statusText(x.status, x.statusText)
    return { message: messageTypeName(message.type), fields }
  },
}

function statusText(status: number, text: string): string {
  return `${statusCodeNames[status] ?? status}${text === '' ? '' : `: ${text}`}`
}

/** Hints and leases as they were found, grants as they were settled. */
class LeaseWatch6 implements LeaseWatch {
  readonly lease = undefined
  associations: readonly ExplainedAssociation[] = []
  readonly #x: Exchange6

  constructor(x: Exchange6) {
    this.#x = x
  }

  after(step: string): void {
    if (step !== traced6.settled) return
    const { associations, associationCount } = this.#x
    this.associations = associations.slice(0, associationCount).map(each => this.#told(each))
  }

  #told(association: Association): ExplainedAssociation {
    const { code, sentIaid, hints, hintCount, leases, grants, grantCount, status } = association
    return {
      kind: KINDS.get(code) ?? String(code),
      iaid: sentIaid,
      hints: hints.slice(0, hintCount).map(({ address, prefixLength }) => nameOf(address, prefixLength)),
      leases: leases.map(lease => `${nameOf(lease.address, lease.prefixLength)}: ${describeLease(lease, 'clientId')}`),
      grants: grants.slice(0, grantCount).map(grant => this.#granted(association, grant)),
      t1: association.answerT1,
      t2: association.answerT2,
      status: status < 0 ? '' : statusText(status, association.statusText),
      silent: association.silent,
    }
  }

  #granted(association: Association, grant: Grant): ExplainedAssociation['grants'][number] {
    const { address, prefixLength, pool, subnet, preferred, valid } = grant
    return {
      address: nameOf(address, prefixLength),
      pool: pool === undefined ? '' : `${ipv6.format(pool.pool.first)}-${ipv6.format(pool.pool.last)}`,
      'subnet-id': subnet?.subnet.id ?? 0,
      preferred,
      valid,
      because: grantReason(this.#x, association, grant),
    }
  }
}

function nameOf(address: bigint, length: number): string {
  return length === 128 ? ipv6.format(address) : `${ipv6.format(address)}/${length}`
}
