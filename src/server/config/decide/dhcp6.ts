import { parseDigits } from '../../../wire/hex.js'
import type { OptionSpaces } from '../../../wire/option-space.js'
import { type Dhcp6Config, type MacSource, macSources, type ServerIdConfig } from '../decided6.js'
import type { Report } from '../problem.js'
import { choiceIn, flagIn, listIn, mapIn, placeOf, textIn, textItems, wholeIn } from '../read.js'
import type { MapTree } from '../tree.js'

/** RFC 6440: the option that relays may supply whatever is configured. */
const ERP_LOCAL_DOMAIN_NAME = 65

/** What a DHCPv6 server has beyond what both families have. */
export function decideDhcp6(map: MapTree, spaces: OptionSpaces, report: Report): Dhcp6Config {
  return {
    serverId: decideServerId(map, report),
    macSources: decideMacSources(map, report),
    relaySuppliedOptions: decideRelaySupplied(map, spaces, report),
    dataDirectory: decideDataDirectory(map, report),
    allowAddressRegistration: flagIn(map, 'allow-address-registration') ?? true,
  }
}

function decideDataDirectory(map: MapTree, report: Report): string {
  const written = textIn(map, 'data-directory')
  if (written === '')
    report.error('no-file', placeOf(map, 'data-directory'), "Bad directory '': No such file or directory")
  return written ?? ''
}

function decideServerId(map: MapTree, report: Report): ServerIdConfig {
  const written = mapIn(map, 'server-id')
  const digits = (written && textIn(written, 'identifier')) ?? ''
  const identifier = digits.length % 2 === 0 ? parseDigits(digits) : undefined
  if (identifier === undefined)
    report.error(
      'wrong-identifier',
      placeOf(written!, 'identifier'),
      `identifier specified in the DUID configuration '${digits}' is not a valid string of hexadecimal digits`,
    )
  const number = (key: string): number => (written && wholeIn(written, key)) ?? 0
  return {
    type: (written && choiceIn(written, 'type', ['LLT', 'EN', 'LL'])) ?? 'LLT',
    identifier: identifier ?? Buffer.alloc(0),
    time: number('time'),
    hardwareType: number('htype'),
    enterprise: number('enterprise-id'),
    persist: (written && flagIn(written, 'persist')) ?? true,
  }
}

/** Sources that are known by the RFC that made them, too. */
const byRfc: ReadonlyMap<string, MacSource> = new Map([
  ['rfc6939', 'client-link-addr-option'],
  ['rfc4649', 'remote-id'],
  ['rfc4580', 'subscriber-id'],
])

function decideMacSources(map: MapTree, report: Report): MacSource[] {
  const list = listIn(map, 'mac-sources')
  if (list === undefined) return ['any']
  const sources: MacSource[] = []
  for (const { at, value } of textItems(list)) {
    const source = byRfc.get(value) ?? macSources.find(known => known === value)
    if (source === undefined)
      report.error(
        'wrong-value',
        at,
        `Failed to convert '${value}' to any recognized MAC source:Can't convert '${value}' to any known MAC source. Expected ${macSources.join(', ')}`,
      )
    else if (sources.includes(source))
      report.error('wrong-value', at, `The mac-sources value '${source}' was specified twice`)
    else sources.push(source)
  }
  if (list.items.length === 0)
    report.error('empty-list', list.at, 'mac-sources: syntax error, unexpected ], expecting a source')
  return sources
}

function decideRelaySupplied(map: MapTree, spaces: OptionSpaces, report: Report): number[] {
  const codes = new Set([ERP_LOCAL_DOMAIN_NAME])
  for (const { at, value } of textItems(listIn(map, 'relay-supplied-options'))) {
    const number = /^-?\d{1,10}$/.test(value) ? Number(value) : undefined
    const wrong = (text: string): void => report.error('wrong-value', at, text)
    if (number !== undefined && number < 0)
      wrong(`invalid option code value specified '${value}', the option code must be a non-negative value`)
    else if (number !== undefined && number > 65535)
      wrong(`invalid option code value specified '${value}', the option code must not be greater than '65535'`)
    else {
      const code = number || spaces.byName('dhcp6', value)?.code
      if (code !== undefined) codes.add(code)
      else
        wrong(
          `unable to find option code for the specified option name '${value}' while parsing the list of enabled relay-supplied-options`,
        )
    }
  }
  return [...codes].sort((a, b) => a - b)
}
