import { layered, standardSpaces } from '../../wire/standard-options.js'
import type { Address } from '../lease/lease.js'
import { behaviours, type Generation } from './behaviours.js'
import { noBoot } from './decide/boot.js'
import { checkNamedClasses, decideClasses } from './decide/classes.js'
import { decideLeaseDatabase } from './decide/databases.js'
import { usualDdnsIn } from './decide/ddns.js'
import { decideDefinitions } from './decide/definitions.js'
import { decideExpired } from './decide/expired.js'
import type { FamilyKeywords } from './decide/family.js'
import { checkLibraries } from './decide/hooks.js'
import { decideHosts } from './decide/hosts.js'
import { decideIdentifiers } from './decide/identifiers.js'
import { decideInterfaces } from './decide/interfaces.js'
import { checkLifetime } from './decide/lifetimes.js'
import { decideLimits } from './decide/limits.js'
import { decideLoggers } from './decide/loggers.js'
import { decideOptions } from './decide/options.js'
import { checkOverlaps } from './decide/overlaps.js'
import { checkRenewal } from './decide/renewal.js'
import { overlay, type Settings } from './decide/settings.js'
import type { Site, Surroundings } from './decide/site.js'
import { decideSubnets } from './decide/subnets.js'
import type { CompatibilityFlags, Decided } from './decided.js'
import type { Report } from './problem.js'
import { flagIn, mapIn, textIn, wholeIn } from './read.js'
import type { Sliced } from './slices.js'
import type { MapTree } from './tree.js'
import { validate } from './validate.js'

/**
 * The map under "Dhcp4" as decided. All that is wrong goes to `report`; undefined: there were errors. A generator, so
 * that a server that runs can do it between packets: see slices.ts.
 *
 * @param generation which Kea to be; undefined: what compatibility.kea of the file says, else 3.
 */
export function* decide<A extends Address>(
  map: MapTree,
  family: FamilyKeywords<A>,
  generation: Generation | undefined,
  surroundings: Surroundings,
  report: Report,
): Sliced<Decided<A> | undefined> {
  const chosen = generation ?? generationIn(map)
  // Errors of other services in the same file are theirs.
  const before = report.errors
  yield* validate(map, family.scope, family.service, chosen, report)
  const standard = standardSpaces(family.family)
  const definitions = decideDefinitions(map, family, standard, report)
  const site: Site<A> = {
    family,
    behaviours: behaviours[chosen],
    report,
    surroundings,
    spaces: layered(definitions, standard),
    namedClasses: new Map(),
    givenClasses: new Set(),
  }
  const settings = overlay(map, initial(map, site), site)
  checkLifetime(map, 'valid', settings.valid, report)
  if (settings.preferred !== undefined) checkLifetime(map, 'preferred', settings.preferred, report)
  checkRenewal(map, settings, report)
  checkLibraries(map, surroundings, report)
  const classes = decideClasses(map, site)
  const { networks, written } = yield* decideSubnets(map, settings, site)
  checkOverlaps(written, site)
  const unique = flagIn(map, 'ip-reservations-unique') ?? true
  const hosts = yield* decideHosts(map, written, unique, site)
  checkNamedClasses(classes, site)
  const decided: Decided<A> = {
    kind: family.kind,
    behaviours: site.behaviours,
    interfaces: decideInterfaces(map, site),
    leaseDatabase: decideLeaseDatabase(map, report),
    spaces: site.spaces,
    global: {
      options: decideOptions(map, site, site.spaces),
      boot: settings.boot,
      echoClientId: flagIn(map, 'echo-client-id') ?? true,
      matchClientId: settings.matchClientId,
      authoritative: settings.authoritative,
      declineProbation: wholeIn(map, 'decline-probation-period') ?? 86400,
      reservationsGlobal: settings.reservationsGlobal,
      earlyGlobalReservationsLookup: flagIn(map, 'early-global-reservations-lookup') ?? false,
      reservationsLookupFirst: flagIn(map, 'reservations-lookup-first') ?? false,
      ipReservationsUnique: unique,
      compatibility: compatibilityIn(map),
      ddns: settings.ddns,
    },
    networks,
    subnets: written.map(({ subnet }) => subnet),
    classes,
    hostIdentifiers: decideIdentifiers(map, site),
    hosts,
    expired: decideExpired(map),
    loggers: decideLoggers(map, family.logger, report),
    limits: decideLimits(map),
  }
  return report.errors > before ? undefined : decided
}

/** What holds where nothing is written. */
function initial<A extends Address>(map: MapTree, { family, behaviours, report }: Site<A>): Settings {
  return {
    valid: { min: undefined, default: 7200, max: undefined },
    preferred: undefined,
    renewTimer: undefined,
    rebindTimer: undefined,
    calculateTeeTimes: family.renewal.calculate,
    t1Percent: family.renewal.t1,
    t2Percent: family.renewal.t2,
    authoritative: false,
    matchClientId: true,
    boot: noBoot,
    reservationsGlobal: false,
    reservationsInSubnet: true,
    reservationsOutOfPool: false,
    cacheThreshold: behaviours.defaultCacheThreshold,
    cacheMaxAge: undefined,
    offerLifetime: 0,
    storeExtendedInfo: false,
    allocator: 'iterative',
    ddns: usualDdnsIn(map, report),
  }
}

function generationIn(map: MapTree): Generation {
  const compatibility = mapIn(map, 'compatibility')
  return compatibility !== undefined && textIn(compatibility, 'kea') === '2.2' ? '2.2' : '3'
}

function compatibilityIn(map: MapTree): CompatibilityFlags {
  const written = mapIn(map, 'compatibility')
  const on = (key: string): boolean => written !== undefined && flagIn(written, key) === true
  return {
    lenientOptionParsing: on('lenient-option-parsing'),
    ignoreServerIdentifier: on('ignore-dhcp-server-identifier'),
    ignoreRaiLinkSelection: on('ignore-rai-link-selection'),
    excludeFirstLast24: on('exclude-first-last-24'),
  }
}
