import { type AddressKind, ipv4, ipv6 } from '../../../../wire/address.js'
import { parseBytes } from '../../../../wire/hex.js'
import type { ClassSet } from '../../../classify/class-set.js'
import type { Plan } from '../../../engine/plan.js'
import type { Address } from '../../../lease/lease.js'
import { admits, type SubnetPlan } from '../../../subnet/plan.js'
import { text } from '../../argument-type.js'
import { type Command, command } from '../../command.js'
import { CommandError } from '../../command-error.js'
import {
  classesEntry,
  classSet,
  entry,
  entryAddress,
  interfaceEntry,
  onlyKnown,
  type SelectRoom,
  selection,
  withoutEntries,
} from './select-test.js'

interface Given {
  readonly rooms: SelectRoom<number>
}

const four = (name: string, says: string) => entry(name, entryAddress(name, ipv4, ipv6 as AddressKind<Address>), says)
const six = (name: string, says: string) => entry(name, entryAddress(name, ipv6, ipv4 as AddressKind<Address>), says)

/** What a packet tells of its client's place, most telling first; the order is that of engine/v4/select-subnet.ts. */
interface Facts4 {
  readonly link?: number | undefined
  readonly subnet?: number | undefined
  readonly relay?: number | undefined
  readonly address?: number | undefined
  readonly remote?: number | undefined
}

/** 'nothing': none of the facts is there. */
function byFacts(
  { selector, decided }: Plan<number>,
  facts: Facts4,
  classes: ClassSet,
): SubnetPlan<number> | undefined | 'nothing' {
  const { ignoreRaiLinkSelection } = decided.global.compatibility
  const selected = (ignoreRaiLinkSelection ? undefined : facts.link) ?? facts.subnet
  if (selected !== undefined) return selector.byAddress(selected, classes)
  const { relay } = facts
  if (relay !== undefined) return selector.byRelay(relay, classes) ?? selector.byAddress(relay, classes)
  const client = facts.address ?? facts.remote
  return client === undefined ? 'nothing' : selector.byAddress(client, classes)
}

const entries4 = {
  interface: interfaceEntry,
  address: four('address', 'The address that the client has (ciaddr).'),
  relay: four('relay', 'The address of the relay (giaddr).'),
  local: four('local', "The address that the packet was sent to; it says nothing of the client's place."),
  remote: four('remote', 'The address that the packet was sent from.'),
  link: four('link', "The relay's link selection (RFC 3527)."),
  subnet: four('subnet', "The client's subnet selection (RFC 3011)."),
  classes: classesEntry,
}

export const subnet4SelectTest = command({
  name: 'subnet4-select-test',
  access: 'read',
  services: ['dhcp4'],
  since: '3',
  summary: 'Which subnet a client would be in.',
  arguments: entries4,
  withoutArguments: withoutEntries,
  example: { address: '192.0.2.10' },
  run({ rooms, written }: Given & { readonly written: Parameters<typeof onlyKnown>[1] }, given) {
    onlyKnown(entries4, written)
    const plan = rooms.plan()
    const classes = classSet(plan, given.classes)
    const found = byFacts(plan, given, classes)
    if (found !== 'nothing') return selection(ipv4, found)
    const name = given.interface
    if (name === undefined) return selection(ipv4, undefined)
    const bound = plan.selector.byInterface(name, classes)
    if (bound !== undefined) return selection(ipv4, bound)
    const local = rooms.localAddress(name)
    if (local === undefined)
      throw new CommandError(
        `Error during command processing: interface ${name} doesn't exist and therefore it is impossible to find a suitable subnet for its IPv4 address`,
      )
    return selection(ipv4, plan.selector.byAddress(local, classes))
  },
})

const entries4o6 = {
  interface: interfaceEntry,
  'interface-id': entry(
    'interface-id',
    text,
    'What the DHCPv6 relay calls the link: hexadecimal digits, or a text in quotes.',
  ),
  address: entries4.address,
  relay: entries4.relay,
  local: six('local', "The address that the packet was sent to; it says nothing of the client's place."),
  remote: six('remote', 'The address that the packet was sent from.'),
  link: six('link', "The DHCPv6 relay's link-address; it says nothing of the client's place."),
  subnet: entries4.subnet,
  classes: classesEntry,
}

/** "'text'" or hexadecimal digits, as in configurations. Throws CommandError when it is neither. */
export function interfaceIdOf(written: string): Buffer {
  if (written === '') throw new CommandError("'interface-id' must be not empty")
  const quoted = /^'(.*)'$/.exec(written)
  const bytes = quoted === null ? parseBytes(written) : Buffer.from(quoted[1]!)
  if (bytes === undefined) throw new CommandError("value of 'interface-id' was not recognized")
  return Buffer.from(bytes)
}

export const subnet4o6SelectTest = command({
  name: 'subnet4o6-select-test',
  access: 'read',
  services: ['dhcp4'],
  since: '3',
  summary: 'Which subnet a client would be in that speaks DHCPv4 over DHCPv6 (RFC 7341).',
  arguments: entries4o6,
  withoutArguments: withoutEntries,
  example: { remote: '2001:db8:1::1' },
  run({ rooms, written }: Given & { readonly written: Parameters<typeof onlyKnown>[1] }, given) {
    onlyKnown(entries4o6, written)
    const plan = rooms.plan()
    const classes = classSet(plan, given.classes)
    const id = given['interface-id']
    const told = {
      interface: given.interface,
      id: id === undefined ? undefined : interfaceIdOf(id),
      remote: given.remote,
    }
    for (const each of plan.subnets.values())
      if (overSix(each, told) && admits(each, classes)) return selection(ipv4, each)
    const { address, relay, subnet } = given
    const found = byFacts(plan, { address, relay, subnet }, classes)
    return selection(ipv4, found === 'nothing' ? undefined : found)
  },
})

interface Told {
  readonly interface: string | undefined
  readonly id: Buffer | undefined
  readonly remote: bigint | undefined
}

/** Does the subnet take such a client in, by its 4o6-... keywords? */
function overSix({ subnet }: SubnetPlan<number>, told: Told): boolean {
  const { over6 } = subnet
  const { remote } = told
  if (over6.prefix !== undefined && remote !== undefined)
    if (ipv6.contains(over6.prefix.address, over6.prefix.length, remote)) return true
  if (over6.interfaceId !== '' && told.id?.equals(Buffer.from(over6.interfaceId)) === true) return true
  return over6.interface !== '' && over6.interface === told.interface
}

export const selectCommands4: readonly Command<SelectRoom<number>>[] = [subnet4SelectTest, subnet4o6SelectTest]
