import type { ConflictResolution, DdnsConfig, DdnsTtl } from '../decided.js'
import type { Report } from '../problem.js'
import { choiceIn, flagIn, mapIn, numberIn, placeOf, textIn, wholeIn } from '../read.js'
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
  conflictResolution: 'check-with-dhcid',
  ttl: { fixed: undefined, min: undefined, max: undefined, share: undefined },
}

/** What holds for the ddns- keywords of the global map: dhcp-ddns, where most of them stood in old times. */
export function usualDdnsIn(map: MapTree, report: Report): DdnsConfig {
  const service = mapIn(map, 'dhcp-ddns')
  if (service === undefined) return usualDdns
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
    conflictResolution: conflictResolutionIn(map, report) ?? outer.conflictResolution,
    ttl: ttlIn(map, outer.ttl, report),
    ...charactersIn(map, outer, report),
  }
}

const resolutions = [
  'check-with-dhcid',
  'no-check-with-dhcid',
  'check-exists-with-dhcid',
  'no-check-without-dhcid',
] as const

/** The mode, or the old switch for the first two of them; with both the mode counts. */
function conflictResolutionIn(map: MapTree, report: Report): ConflictResolution | undefined {
  const mode = choiceIn(map, 'ddns-conflict-resolution-mode', resolutions)
  const old = flagIn(map, 'ddns-use-conflict-resolution')
  if (old === undefined) return mode
  const meant = old ? 'check-with-dhcid' : 'no-check-with-dhcid'
  if (mode !== undefined && mode !== meant)
    report.warn(
      'contradiction',
      placeOf(map, 'ddns-use-conflict-resolution'),
      `ddns-use-conflict-resolution means ${meant}, but ddns-conflict-resolution-mode is ${mode} and counts`,
      { at: placeOf(map, 'ddns-conflict-resolution-mode'), text: 'the mode stands here' },
    )
  return mode ?? meant
}

const ttlKeys = ['ddns-ttl', 'ddns-ttl-min', 'ddns-ttl-max', 'ddns-ttl-percent'] as const

function ttlIn(map: MapTree, outer: DdnsTtl, report: Report): DdnsTtl {
  const written = ttlKeys.find(key => map.entries.has(key))
  if (written === undefined) return outer
  const ttl = {
    fixed: wholeIn(map, 'ddns-ttl') ?? outer.fixed,
    min: wholeIn(map, 'ddns-ttl-min') ?? outer.min,
    max: wholeIn(map, 'ddns-ttl-max') ?? outer.max,
    share: numberIn(map, 'ddns-ttl-percent') ?? outer.share,
  }
  if (ttl.min !== undefined && ttl.max !== undefined && ttl.min > ttl.max)
    report.error(
      'lifetime-order',
      placeOf(map, written),
      `ddns-ttl-min (${ttl.min}) is greater than ddns-ttl-max (${ttl.max})`,
    )
  if (map.entries.has('ddns-ttl') && map.entries.has('ddns-ttl-percent'))
    report.error(
      'contradiction',
      placeOf(map, 'ddns-ttl-percent'),
      'cannot specify both ddns-ttl-percent and ddns-ttl',
      {
        at: placeOf(map, 'ddns-ttl'),
        text: 'ddns-ttl stands here',
      },
    )
  return ttl
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
