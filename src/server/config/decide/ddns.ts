import { ipv4, ipv6 } from '../../../wire/address.js'
import type { DdnsConfig } from '../decided.js'
import type { Report } from '../problem.js'
import { choiceIn, flagIn, mapIn, placeOf, textIn } from '../read.js'
import type { MapTree } from '../tree.js'

const replacements = ['never', 'always', 'when-present', 'when-not-present'] as const

/** What holds where nothing is written. */
const usualDdns: DdnsConfig = {
  enableUpdates: false,
  sendUpdates: true,
  overrideNoUpdate: false,
  overrideClientUpdate: false,
  replaceClientName: 'never',
  generatedPrefix: 'myhost',
  qualifyingSuffix: '',
  hostnameCharSet: /[^A-Za-z0-9.-]/g,
  hostnameCharReplacement: '',
  updateOnRenew: false,
}

/** What holds for the ddns- keywords of the global map: dhcp-ddns, where most of them stood in old times. */
export function usualDdnsIn(map: MapTree, report: Report): DdnsConfig {
  const service = mapIn(map, 'dhcp-ddns')
  if (service === undefined) return usualDdns
  checkAddresses(service, report)
  return {
    ...usualDdns,
    enableUpdates: flagIn(service, 'enable-updates') ?? usualDdns.enableUpdates,
    overrideNoUpdate: flagIn(service, 'override-no-update') ?? usualDdns.overrideNoUpdate,
    overrideClientUpdate: flagIn(service, 'override-client-update') ?? usualDdns.overrideClientUpdate,
    replaceClientName: choiceIn(service, 'replace-client-name', replacements) ?? usualDdns.replaceClientName,
    generatedPrefix: textIn(service, 'generated-prefix') ?? usualDdns.generatedPrefix,
    qualifyingSuffix: textIn(service, 'qualifying-suffix') ?? usualDdns.qualifyingSuffix,
    ...charactersIn(service, usualDdns, report),
  }
}

/** The DDNS service is reached by either family, whichever family is served. */
function checkAddresses(service: MapTree, report: Report): void {
  for (const key of ['server-ip', 'sender-ip'] as const) {
    const text = textIn(service, key)
    if (text !== undefined && text !== '' && ipv4.parse(text) === undefined && ipv6.parse(text) === undefined)
      report.error(
        'wrong-address',
        placeOf(service, key),
        `Failed to convert '${text}' to address, expected an IP address`,
      )
  }
}

/** The DDNS behaviour of a map that lies within `outer`. */
export function decideDdns(map: MapTree, outer: DdnsConfig, report: Report): DdnsConfig {
  if (!mentionsNames(map)) return outer
  return {
    enableUpdates: outer.enableUpdates,
    sendUpdates: flagIn(map, 'ddns-send-updates') ?? outer.sendUpdates,
    overrideNoUpdate: flagIn(map, 'ddns-override-no-update') ?? outer.overrideNoUpdate,
    overrideClientUpdate: flagIn(map, 'ddns-override-client-update') ?? outer.overrideClientUpdate,
    replaceClientName: choiceIn(map, 'ddns-replace-client-name', replacements) ?? outer.replaceClientName,
    generatedPrefix: textIn(map, 'ddns-generated-prefix') ?? outer.generatedPrefix,
    qualifyingSuffix: textIn(map, 'ddns-qualifying-suffix') ?? outer.qualifyingSuffix,
    updateOnRenew: flagIn(map, 'ddns-update-on-renew') ?? outer.updateOnRenew,
    ...charactersIn(map, outer, report),
  }
}

function mentionsNames(map: MapTree): boolean {
  for (const key of map.entries.keys()) if (key.startsWith('ddns-') || key.startsWith('hostname-char-')) return true
  return false
}

function charactersIn(
  map: MapTree,
  outer: DdnsConfig,
  report: Report,
): Pick<DdnsConfig, 'hostnameCharSet' | 'hostnameCharReplacement'> {
  const written = textIn(map, 'hostname-char-set')
  return {
    hostnameCharSet: written === undefined ? outer.hostnameCharSet : charSet(written, map, report),
    hostnameCharReplacement: textIn(map, 'hostname-char-replacement') ?? outer.hostnameCharReplacement,
  }
}

/** POSIX names for sets of characters, which JavaScript's expressions do not know. */
const posix: Readonly<Record<string, string>> = {
  alnum: 'A-Za-z0-9',
  alpha: 'A-Za-z',
  blank: ' \\t',
  digit: '0-9',
  lower: 'a-z',
  punct: '!-\\/:-@\\[-`{-~',
  space: '\\s',
  upper: 'A-Z',
  xdigit: '0-9A-Fa-f',
}

function charSet(written: string, map: MapTree, report: Report): RegExp | undefined {
  if (written === '') return undefined
  const translated = written.replaceAll(/\[:([a-z]+):\]/g, (name: string, set: string) => posix[set] ?? name)
  try {
    return new RegExp(translated, 'g')
  } catch (error) {
    const text = `hostname-char-set '${written}' is not a valid regular expression: ${(error as Error).message}`
    report.error('wrong-value', placeOf(map, 'hostname-char-set'), text)
    return undefined
  }
}
