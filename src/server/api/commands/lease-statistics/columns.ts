import { LeaseKind } from '../../../lease/lease.js'

/** A column of the table, after the subnet. */
export interface Column {
  readonly name: string
  readonly kind: LeaseKind
  /** 'statistic': "subnet[1]." and the name; the others are counts of leases. */
  readonly what: 'statistic' | 'assigned' | 'declined'
}

const { v4, na, pd } = LeaseKind

export const columns4: readonly Column[] = [
  { name: 'total-addresses', kind: v4, what: 'statistic' },
  { name: 'cumulative-assigned-addresses', kind: v4, what: 'statistic' },
  { name: 'assigned-addresses', kind: v4, what: 'assigned' },
  { name: 'declined-addresses', kind: v4, what: 'declined' },
]

export const columns6: readonly Column[] = [
  { name: 'total-nas', kind: na, what: 'statistic' },
  { name: 'cumulative-assigned-nas', kind: na, what: 'statistic' },
  { name: 'assigned-nas', kind: na, what: 'assigned' },
  { name: 'declined-nas', kind: na, what: 'declined' },
  { name: 'total-pds', kind: pd, what: 'statistic' },
  { name: 'cumulative-assigned-pds', kind: pd, what: 'statistic' },
  { name: 'assigned-pds', kind: pd, what: 'assigned' },
]
