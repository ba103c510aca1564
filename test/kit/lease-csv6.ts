import { commonFields, isWhole, type LeaseFile, type LeaseRowBase, readRows } from './lease-csv.js'

/** A row of Kea's DHCPv6 lease file. `address` is "2001:db8::1" or, for a delegated prefix, "2001:db8:8::/56". */
export interface LeaseRow6 extends LeaseRowBase {
  /** Colon-separated hex. */
  readonly duid: string
  readonly iaid: number
  /** Seconds. */
  readonly preferredLifetime: number
  /** 0 address, 1 temporary address, 2 prefix. */
  readonly leaseType: number
}

/** Reads a DHCPv6 lease file as readLeaseFile() reads one of DHCPv4. */
export function readLeaseFile6(path: string): LeaseFile<LeaseRow6> {
  return readRows(path, field => {
    const common = commonFields(field)
    const leaseType = Number(field('lease_type'))
    const row = {
      ...common,
      address: leaseType === 2 ? `${common.address}/${field('prefix_len')}` : common.address,
      duid: field('duid'),
      iaid: Number(field('iaid')),
      preferredLifetime: Number(field('pref_lifetime')),
      leaseType,
    }
    return isWhole(row) && common.address.includes(':') && /^[0-9a-f]{2}(:[0-9a-f]{2})*$/.test(row.duid)
      ? row
      : undefined
  })
}
