import type { Address } from '../../lease/lease.js'
import type { InterfacesConfig } from '../decided.js'
import { choiceIn, flagIn, listIn, mapIn, textItems, wholeIn } from '../read.js'
import type { MapTree, TextTree } from '../tree.js'
import type { Site } from './site.js'

const nothing: MapTree = {
  kind: 'map',
  at: { file: '', line: 1, column: 1, endColumn: 1 },
  entries: new Map(),
}

export function decideInterfaces<A extends Address>(map: MapTree, site: Site<A>): InterfacesConfig {
  const written = mapIn(map, 'interfaces-config') ?? nothing
  return {
    interfaces: namesOf(textItems(listIn(written, 'interfaces')), site),
    socketType: choiceIn(written, 'dhcp-socket-type', ['raw', 'udp']) ?? 'raw',
    outboundInterface: choiceIn(written, 'outbound-interface', ['same-as-inbound', 'use-routing']) ?? 'same-as-inbound',
    reDetect: flagIn(written, 're-detect') ?? true,
    requireAll: flagIn(written, 'service-sockets-require-all') ?? false,
    maxRetries: wholeIn(written, 'service-sockets-max-retries') ?? 0,
    retryWait: wholeIn(written, 'service-sockets-retry-wait-time') ?? 5000,
  }
}

/** "*", "eth0" or "eth0/192.0.2.1". An interface goes once without an address, or with several of its addresses. */
function namesOf<A extends Address>(items: readonly TextTree[], site: Site<A>): string[] {
  const { family, report } = site
  const names: string[] = []
  /** Interface, and whether it stands with an address. Over IPv4 the two exclude each other. */
  const seen = new Map<string, boolean>()
  for (const item of items) {
    const text = item.value.trim()
    const wrong = (why: string): void => report.error('wrong-interface', item.at, `Failed to select interface: ${why}`)
    const slash = text.indexOf('/')
    const name = slash < 0 ? text : text.slice(0, slash).trim()
    const address = slash < 0 ? undefined : text.slice(slash + 1).trim()
    if (name === '') wrong('empty interface name used in configuration')
    else if (names.includes(text))
      wrong(
        name === '*'
          ? "the wildcard interface '*' can only be specified once"
          : `interface '${text}' has already been specified`,
      )
    else if (!family.unicastBeside && seen.has(name) && (address === undefined || seen.get(name) === false))
      wrong(`interface '${name}' has already been specified`)
    else if (address !== undefined && family.kind.parse(address) === undefined)
      wrong(`'${address}' is not an ${family.ip} address, expected interface/address`)
    else {
      seen.set(name, address !== undefined)
      names.push(address === undefined ? name : `${name}/${address}`)
      checkPresence(name, address, item, site)
    }
  }
  return names
}

/** Warnings only: an interface may come later, and a checked file may be for another computer. */
function checkPresence<A extends Address>(
  name: string,
  address: string | undefined,
  { at }: TextTree,
  { report, surroundings }: Site<A>,
): void {
  const known = surroundings.interfaces
  if (known === undefined || name === '*') return
  const found = known.find(one => one.name === name)
  if (found === undefined) report.warn('no-interface', at, `interface '${name}' doesn't exist in the system`)
  else if (address !== undefined && !found.addresses.includes(address))
    report.warn('no-interface', at, `interface '${name}' doesn't have address '${address}' assigned`)
}
