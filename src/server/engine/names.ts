import type { AddressKind } from '../../wire/address.js'
import type { DdnsConfig } from '../config/decided.js'
import type { Address } from '../lease/lease.js'

/** Who updates the DNS, as the answer's FQDN flags tell it (RFC 4702 4, RFC 4704 6). */
export interface UpdateDuty {
  /** The server updates the forward zone. */
  readonly server: boolean
  /** Nobody updates. */
  readonly none: boolean
  /** Not what the client asked for (flag O). */
  readonly override: boolean
  /** The forward and the reverse zone are updated, in this server's charge. */
  readonly forward: boolean
  readonly reverse: boolean
}

/** Decide by the client's S and N flags and the configuration. Undefined: S and N both set, which is not allowed. */
export function updateDuty(ddns: DdnsConfig, clientServer: boolean, clientNone: boolean): UpdateDuty | undefined {
  if (clientServer && clientNone) return undefined
  const enabled = ddns.enableUpdates && ddns.sendUpdates
  let server = enabled && clientServer
  let none = !enabled
  if (clientNone) {
    server = enabled && ddns.overrideNoUpdate
    none = !server
  } else if (!clientServer) {
    // the client wants to update the forward zone itself
    server = enabled && ddns.overrideClientUpdate
  }
  return { server, none, override: server !== clientServer, forward: server, reverse: enabled && !none }
}

/** Append the qualifying suffix to a name that does not end in it; `rooted` asks for the dot at the end. */
export function qualify(name: string, ddns: DdnsConfig, rooted: boolean): string {
  const suffix = withoutRoot(ddns.qualifyingSuffix)
  let full = withoutRoot(name)
  if (suffix !== '' && full !== suffix && !full.endsWith(`.${suffix}`)) full = `${full}.${suffix}`
  return rooted ? `${full}.` : full
}

function withoutRoot(name: string): string {
  return name.endsWith('.') ? name.slice(0, -1) : name
}

/**
 * The name in the answer's FQDN option where the client sends that or is to have it: reserved, or the client's made fully
 * qualified and clean. Lower case: such names are compared without regard to it (RFC 4702 3). Undefined: one has to be
 * generated from the address.
 */
export function fullNameOf(reserved: string, ddns: DdnsConfig, sent: string, partial: boolean): string | undefined {
  if (reserved !== '') return qualify(reserved, ddns, true).toLowerCase()
  if (sent === '' || replaces(ddns, true)) return undefined
  const clean = sanitizeDomain(sent, ddns)
  return (partial ? qualify(clean, ddns, true) : clean).toLowerCase()
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

/** The same of a domain name in its text form: what is escaped there (`\032`, `\.`) is one character of its label. */
function sanitizeDomain(name: string, ddns: DdnsConfig): string {
  if (ddns.hostnameCharSet === undefined) return name
  return name.replace(/(?:\\\d{3}|\\.|[^.\\])+/g, label => {
    const text = label.replace(/\\(?:(\d{3})|(.))/g, (_, digits?: string, other?: string) =>
      digits === undefined ? other! : String.fromCharCode(Number(digits)),
    )
    // the dots of the label are none of the name
    const clean = sanitize(text.replaceAll('.', '\0'), ddns)
    return clean.replaceAll('\\', '\\\\').replaceAll('\0', '\\.')
  })
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
