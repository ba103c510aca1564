import { formatAddress, type Interface } from '../../../../net/interfaces.js'
import { formatBytes } from '../../../../wire/hex.js'
import { listOf, text } from '../../argument-type.js'
import { needed } from '../../arguments.js'
import { type Command, command } from '../../command.js'
import { CommandError, Result } from '../../command-error.js'
import type { JsonMap } from '../../json/json.js'
import { dhcp } from './words.js'

/** What the interface-* commands work on. */
export interface InterfacesRoom {
  readonly interfaces: {
    detected(): readonly Interface[]
    /** Does the service listen there? */
    inUse(name: string): boolean
    /** Looks for interfaces that have appeared, and opens what is configured on them. */
    redetect(): Promise<void>
    /** Listens on these too, "eth0" or "eth0/192.0.2.1", until the next configuration. What is wrong: for people. */
    add(names: readonly string[]): Promise<string | undefined>
  }
}

interface Given {
  readonly rooms: InterfacesRoom
}

function listed({ interfaces }: InterfacesRoom): { result: number; text: string; arguments: JsonMap } {
  const shown = interfaces.detected().map(each => shownInterface(each, interfaces.inUse(each.name)))
  return {
    result: Result.success,
    text: `${shown.length} interfaces detected.`,
    arguments: { interfaces: shown },
  }
}

function shownInterface(each: Interface, inUse: boolean): JsonMap {
  return {
    name: each.name,
    index: each.index,
    mac: formatBytes(each.hardware, 0, each.hardware.length),
    type: each.hardwareType,
    addresses: each.addresses.map(({ bytes }) => formatAddress(bytes)),
    'flag-loopback': each.loopback,
    'flag-up': each.up,
    'flag-running': each.running,
    'flag-multicast': each.multicast,
    'flag-broadcast': each.broadcast,
    'in-use': inUse,
  }
}

const returns =
  '`interfaces`: each with `name`, `index`, `mac`, `type`, `addresses`, flags, and whether the service listens there (`in-use`).'

export const interfaceList = command({
  name: 'interface-list',
  access: 'read',
  services: dhcp,
  since: '3',
  summary: 'The network interfaces of the machine.',
  arguments: {},
  example: undefined,
  returns,
  run: ({ rooms }: Given) => listed(rooms),
})

export const interfaceRedetect = command({
  name: 'interface-redetect',
  access: 'write',
  services: dhcp,
  since: '3',
  summary: 'Look for network interfaces again, and listen on those that are configured.',
  arguments: {},
  example: undefined,
  returns,
  async run({ rooms }: Given) {
    await rooms.interfaces.redetect()
    return listed(rooms)
  },
})

export const interfaceAdd = command({
  name: 'interface-add',
  access: 'write',
  services: dhcp,
  since: '3',
  exclusive: true,
  summary: 'Listen on more interfaces, until the next configuration.',
  arguments: {
    interfaces: needed(listOf(text), 'Interfaces, each with or without an address: "eth0", "eth0/192.0.2.1".', {
      suggest: 'interface',
    }),
  },
  example: { interfaces: ['eth0/192.0.2.1', 'eth1'] },
  async run({ rooms }: Given, { interfaces }) {
    const wrong = await rooms.interfaces.add(interfaces)
    if (wrong !== undefined) throw new CommandError(wrong)
    return { result: Result.success, text: 'Operation succeeded.' }
  },
})

export const interfaceCommands: readonly Command<InterfacesRoom>[] = [interfaceList, interfaceRedetect, interfaceAdd]
