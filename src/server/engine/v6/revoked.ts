import type { Association } from './association.js'

/**
 * RFC 8415 18.3.4, 18.3.5: what a client that renews has or names, but is not granted, is listed with lifetimes of zero:
 * it must stop using it.
 */
export function listRevoked(association: Association): void {
  const { leases, hints, hintCount } = association
  for (let i = 0; i < leases.length; i++) revoke(association, leases[i]!.address, leases[i]!.prefixLength)
  for (let i = 0; i < hintCount; i++) {
    const { address, prefixLength } = hints[i]!
    // without an address it is only a wish for a length
    if (address !== 0n) revoke(association, address, prefixLength)
  }
}

function revoke(association: Association, address: bigint, prefixLength: number): void {
  const { grants, grantCount } = association
  for (let i = 0; i < grantCount; i++)
    if (grants[i]!.address === address && grants[i]!.prefixLength === prefixLength) return
  const grant = association.grant()
  grant.address = address
  grant.prefixLength = prefixLength
}
