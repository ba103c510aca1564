import type { Json, JsonMap } from '../../client/caller.js'
import { asCell } from './general.js'
import type { Table } from './table.js'

export const IDENTIFIERS = ['hw-address', 'duid', 'client-id', 'circuit-id', 'flex-id'] as const

export function isReservation(one: JsonMap): boolean {
  return IDENTIFIERS.some(type => type in one) && !('valid-lft' in one) && !('cltt' in one)
}

export function reservationTable(hosts: readonly JsonMap[]): Table {
  return {
    columns: [
      { title: 'address', drop: 1 },
      { title: 'client', drop: 0 },
      { title: 'by', drop: 2 },
      { title: 'hostname', drop: 3, flexible: true },
      { title: 'subnet', drop: 4, right: true },
      { title: 'classes', drop: 5, flexible: true },
    ],
    rows: hosts.map(host => {
      const type = IDENTIFIERS.find(one => one in host) ?? ''
      const addresses = [host['ip-address'], ...many(host['ip-addresses']), ...many(host.prefixes)]
      return [
        addresses
          .filter(one => one !== undefined && one !== '')
          .map(asCell)
          .join(', '),
        asCell(host[type]),
        type,
        asCell(host.hostname),
        asCell(host['subnet-id']),
        many(host['client-classes']).map(asCell).join(', '),
      ]
    }),
  }
}

function many(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : []
}
