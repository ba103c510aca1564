import type { JsonMap } from '../../client/caller.js'
import { asCell } from './general.js'
import { span } from './span.js'
import type { Table } from './table.js'

const FOREVER = 0xffffffff
const STATES = ['assigned', 'declined', 'expired', 'released', 'registered']

export function isLease(one: JsonMap): boolean {
  return 'ip-address' in one && ('valid-lft' in one || 'cltt' in one)
}

/** Leases, one a row. `now`: seconds since 1970. */
export function leaseTable(leases: readonly JsonMap[], now: number): Table {
  return {
    columns: [
      { title: 'address', drop: 0 },
      { title: 'client', drop: 1, flexible: true },
      { title: 'ends', drop: 2, right: true },
      { title: 'state', drop: 3 },
      { title: 'subnet', drop: 4, right: true },
      { title: 'hostname', drop: 5, flexible: true },
      { title: 'iaid', drop: 7, right: true },
      { title: 'hardware or client id', drop: 6, flexible: true },
    ],
    rows: leases.map(lease => [
      lease['prefix-len'] === undefined || lease.type !== 'IA_PD'
        ? asCell(lease['ip-address'])
        : `${asCell(lease['ip-address'])}/${asCell(lease['prefix-len'])}`,
      asCell(lease.duid ?? lease['hw-address'] ?? lease['client-id']),
      ends(lease, now),
      STATES[Number(lease.state)] ?? asCell(lease.state),
      asCell(lease['subnet-id']),
      asCell(lease.hostname),
      asCell(lease.iaid),
      asCell(lease.duid === undefined ? lease['client-id'] : lease['hw-address']),
    ]),
  }
}

function ends(lease: JsonMap, now: number): string {
  const lifetime = Number(lease['valid-lft'])
  const since = Number(lease.cltt)
  if (lifetime === FOREVER) return 'never'
  return Number.isFinite(lifetime) && Number.isFinite(since) ? span(since + lifetime - now) : ''
}
