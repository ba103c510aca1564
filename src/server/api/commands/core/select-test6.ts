import { type AddressKind, ipv4, ipv6 } from '../../../../wire/address.js'
import type { Address } from '../../../lease/lease.js'
import { admits } from '../../../subnet/plan.js'
import { text } from '../../argument-type.js'
import { type Command, command } from '../../command.js'
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
import { interfaceIdOf } from './select-test4.js'

const six = (name: string, says: string) => entry(name, entryAddress(name, ipv6, ipv4 as AddressKind<Address>), says)

const entries = {
  interface: interfaceEntry,
  'interface-id': entry(
    'interface-id',
    text,
    'What the relay calls the link: hexadecimal digits, or a text in quotes.',
  ),
  remote: six('remote', 'The address that the packet was sent from.'),
  link: six('link', "The relay's link-address."),
  classes: classesEntry,
}

export const subnet6SelectTest = command({
  name: 'subnet6-select-test',
  access: 'read',
  services: ['dhcp6'],
  since: '3',
  summary: 'Which subnet a client would be in.',
  arguments: entries,
  withoutArguments: withoutEntries,
  example: { remote: '2001:db8:1::1' },
  run(
    { rooms, written }: { readonly rooms: SelectRoom<bigint>; readonly written: Parameters<typeof onlyKnown>[1] },
    given,
  ) {
    onlyKnown(entries, written)
    const plan = rooms.plan()
    const { selector } = plan
    const classes = classSet(plan, given.classes)
    const { link, remote, interface: name } = given
    const written6 = given['interface-id']
    if (written6 !== undefined) {
      const id = interfaceIdOf(written6)
      const named = [...plan.subnets.values()].find(
        each => each.subnet.interfaceId !== undefined && id.equals(each.subnet.interfaceId) && admits(each, classes),
      )
      if (named !== undefined || link === undefined) return selection(ipv6, named)
    }
    // RFC 8415 13.1: a relay's link-address tells the link, else the interface and the address of the client
    if (link !== undefined && link !== 0n)
      return selection(ipv6, selector.byRelay(link, classes) ?? selector.byAddress(link, classes))
    const bound = name === undefined ? undefined : selector.byInterface(name, classes)
    const near = bound ?? (remote === undefined ? undefined : selector.byAddress(remote, classes))
    return selection(ipv6, near)
  },
})

export const selectCommands6: readonly Command<SelectRoom<bigint>>[] = [subnet6SelectTest]
