import type { AddressKind } from '../../wire/address.js'
import type { Identity } from '../lease/identity.js'
import type { Address } from '../lease/lease.js'
import type { Host, IdentifierKind } from './host.js'

/** "hwaddr=1A0000000001": an identifier as log messages write it. Allocates. */
export function identifierText(kind: IdentifierKind, bytes: Uint8Array, length = bytes.length): string {
  const hex = Buffer.from(bytes.buffer, bytes.byteOffset, length).toString('hex').toUpperCase()
  return `${kind === 'hw-address' ? 'hwaddr' : kind}=${hex}`
}

/** The same of a client. */
export function clientIdentifierText(kind: IdentifierKind, identity: Identity): string {
  return identifierText(kind, identity.bytes, identity.length)
}

/** A DHCPv4 reservation on one line, as log messages write it. Allocates. */
export function hostText<A extends Address>(host: Host<A>, kind: AddressKind<A>): string {
  const { boot, addresses, classes } = host
  const or = (text: string | undefined, none: string): string => (text === undefined || text === '' ? none : text)
  const siaddr = boot.nextServer === undefined ? '' : kind.format(boot.nextServer as A)
  return [
    identifierText(host.identifier, host.identifierBytes),
    ...(host.subnetId === 0 ? [] : [`ipv4_subnet_id=${host.subnetId}`]),
    `hostname=${or(host.hostname, '(empty)')}`,
    `ipv4_reservation=${addresses[0] === undefined ? '(no)' : kind.format(addresses[0])}`,
    `siaddr=${or(siaddr, '(no)')}`,
    `sname=${or(boot.serverHostname, '(empty)')}`,
    `file=${or(boot.bootFileName, '(empty)')}`,
    'key=(empty)',
    'ipv6_reservations=(none)',
    ...classes.map((name, i) => `dhcp4_class${i}=${name}`),
  ].join(' ')
}
