import type { Json, JsonMap } from '../../client/caller.js'
import { isMap } from '../../client/replies.js'
import { asCell } from './general.js'
import type { Table } from './table.js'

export function isSubnet(one: JsonMap): boolean {
  return 'id' in one && 'subnet' in one
}

export function subnetTable(subnets: readonly JsonMap[]): Table {
  return {
    columns: [
      { title: 'id', drop: 0, right: true },
      { title: 'subnet', drop: 0 },
      { title: 'network', drop: 1, flexible: true },
      { title: 'pools', drop: 2, flexible: true },
    ],
    rows: subnets.map(one => [
      asCell(one.id),
      asCell(one.subnet),
      asCell(one['shared-network-name']),
      pools(one.pools).join(', '),
    ]),
  }
}

function pools(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.flatMap((one: Json) => (isMap(one) ? [asCell(one.pool)] : [])) : []
}
