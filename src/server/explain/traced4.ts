import { ipv4 } from '../../wire/address.js'
import { MessageType, Option } from '../../wire/v4/codes.js'
import { Message4 } from '../../wire/v4/message.js'
import { clientLabel, messageText, messageTypeName } from '../../wire/v4/text.js'
import type { Exchange4 } from '../engine/v4/exchange4.js'
import type { ExplainedLease } from './report.js'
import type { LeaseWatch, TracedFamily } from './traced-family.js'
import { leaseReason, subnetFact } from './why4.js'

const MADE: ReadonlyMap<number, string> = new Map([
  [Option.leaseTime, 'the lifetime of the lease'],
  [Option.serverIdentifier, 'the server'],
  [Option.renewalTime, 'the timers of the subnet'],
  [Option.rebindingTime, 'the timers of the subnet'],
  [Option.clientIdentifier, 'the query'],
  [Option.subnetSelection, 'the query'],
  [Option.fqdn, 'the name of the client'],
])

/** With an address the subnet's own mask is sent, whatever is configured. */
const MADE_WITH_ADDRESS: ReadonlyMap<number, string> = new Map([
  ...MADE,
  [Option.subnetMask, 'the prefix of the subnet'],
])

/** The story of a DHCPv4 packet. */
export function traced4(x: Exchange4): TracedFamily<number, Exchange4> {
  return {
    space: 'dhcp4',
    digit: 4,
    vendorClass: Option.vendorClass,
    owner: 'hardware',
    settled: 'lease settled',
    get made() {
      return x.granted === 0 ? MADE : MADE_WITH_ADDRESS
    },
    vendorOptions: Option.vendorOptions,
    place: (address, port) => `${address}:${port}`,
    query: ({ query, plan }, from, to) => ({
      client: clientLabel(query),
      message: messageTypeName(query.type),
      query: messageText(query, plan.decided.spaces, to, from).split('\n'),
    }),
    subnetFact,
    watch: () => new LeaseWatch4(x),
    optionsOf({ options }) {
      const found: { code: number; payload: Buffer }[] = []
      for (let code = 1; code < 255; code++) {
        const payload = options.payload(code)
        if (payload !== undefined) found.push({ code, payload })
      }
      return found
    },
    otherOrigin: (_, code) => (code === Option.hostName ? 'the name of the client' : undefined),
    poolsOf: ({ pool }) => (pool === undefined ? [] : [pool]),
    answer(_, sent) {
      const message = new Message4()
      if (message.read(sent.arena, sent.start, sent.end) !== undefined) return undefined
      const fields: Record<string, string> = {}
      for (const field of ['ciaddr', 'yiaddr', 'siaddr', 'giaddr'] as const)
        if (message[field] !== 0) fields[field] = ipv4.format(message[field])
      if (message.sname !== '') fields.sname = message.sname
      if (message.file !== '') fields.file = message.file
      return { message: message.type === MessageType.none ? 'BOOTREPLY' : messageTypeName(message.type), fields }
    },
  }
}

class LeaseWatch4 implements LeaseWatch {
  readonly associations = []
  lease: ExplainedLease | undefined
  readonly #x: Exchange4
  #named = 0
  #picked = false

  constructor(x: Exchange4) {
    this.#x = x
  }

  after(step: string): void {
    const { outcome, named, granted, pool, lifetime } = this.#x
    if (step === 'decided') {
      this.#named = named
      this.#picked = outcome === 'pick'
    }
    if (step !== 'lease settled') return
    this.lease = {
      decision: outcome === 'pick' ? 'none' : outcome,
      address: granted === 0 ? '' : ipv4.format(granted),
      pool: pool === undefined ? '' : `${ipv4.format(pool.pool.first)}-${ipv4.format(pool.pool.last)}`,
      because: leaseReason(this.#x, this.#named, this.#picked),
      lifetime,
    }
  }
}
