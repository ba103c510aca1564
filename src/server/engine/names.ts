import type { AddressKind } from '../../wire/address.js'
import type { DdnsConfig } from '../config/decided.js'
import type { Address } from '../lease/lease.js'

/** Who updates the DNS, as the answer's FQDN flags tell it (RFC 4702 4, RFC 4704 6). */
export interface UpdateDuty {
  /** The server updates the forward zone. */
  readonly server: boolean
  /** Nobody updates. */
  readonly none: boolean
}

/** Decide by the client's S and N flags and the configuration. Undefined: S and N both set, which is not allowed. */
export function updateDuty(ddns: DdnsConfig, clientServer: boolean, clientNone: boolean): UpdateDuty | undefined {
  const enabled = ddns.enableUpdates && ddns.sendUpdates
  if (clientServer && clientNone) return undefined
  if (clientServer) return { server: enabled, none: !enabled }
  if (clientNone) {
    const server = enabled && ddns.overrideNoUpdate
    return { server, none: !server }
  }
  // the client wants to update the forward zone itself
  return { server: enabled && ddns.overrideClientUpdate, none: !enabled }
}

/** Append the qualifying suffix; `rooted` asks for the dot at the end. */
export function qualify(name: string, ddns: DdnsConfig, rooted: boolean): string {
  const suffix = ddns.qualifyingSuffix.replace(/\.$/, '')
  let full = name.endsWith('.') ? name.slice(0, -1) : name
  if (suffix !== '' && !name.endsWith('.')) full = `${full}.${suffix}`
  return rooted ? `${full}.` : full
}

/** A name for an address: the generated prefix, the address with dashes, the suffix. */
export function generatedName<A extends Address>(
  kind: AddressKind<A>,
  address: A,
  ddns: DdnsConfig,
  rooted: boolean,
): string {
  const text = kind.format(address).replace(/[.:]/g, '-')
  const prefix = ddns.generatedPrefix === '' ? text : `${ddns.generatedPrefix}-${text}`
  return qualify(prefix, ddns, rooted)
}

/** Replace what the configuration does not allow in host names, label by label: the dots stay. */
export function sanitize(name: string, ddns: DdnsConfig): string {
  const { hostnameCharSet, hostnameCharReplacement } = ddns
  if (hostnameCharSet === undefined) return name
  const set = new RegExp(hostnameCharSet, 'g')
  return name
    .split('.')
    .map(label => label.replace(set, hostnameCharReplacement))
    .join('.')
}

/** Is a client's name replaced by one of the server's? */
export function replaces(ddns: DdnsConfig, present: boolean): boolean {
  switch (ddns.replaceClientName) {
    case 'always':
      return true
    case 'when-present':
      return present
    case 'when-not-present':
      return !present
    default:
      return false
  }
}
