import { layered, standardSpaces } from '../../wire/standard-options.js'
import type { Address } from '../lease/lease.js'
import { behaviours, type Generation } from './behaviours.js'
import { withoutBadReservations } from './decide/bad-reservations.js'
import { noBoot, withoutZero } from './decide/boot.js'
import { checkNamedClasses, decideClasses } from './decide/classes.js'
import { decideControlSockets } from './decide/control-sockets.js'
import { decideConfigControl, decideHostDatabases, decideLeaseDatabase } from './decide/databases.js'
import { usualDdnsIn } from './decide/ddns.js'
import { decideDdnsService } from './decide/ddns-service.js'
import { decideDefinitions } from './decide/definitions.js'
import { decideExpired } from './decide/expired.js'
import type { FamilyKeywords } from './decide/family.js'
import { decideHooks } from './decide/hooks.js'
import { decideHosts } from './decide/hosts.js'
import { decideIdentifiers } from './decide/identifiers.js'
import { decideInterfaces } from './decide/interfaces.js'
import { checkLifetime } from './decide/lifetimes.js'
import { decideLimits } from './decide/limits.js'
import { decideLoggers } from './decide/loggers.js'
import { decideOptions } from './decide/options.js'
import { checkOverlaps } from './decide/overlaps.js'
import { contextOf } from './decide/remarks.js'
import { checkRenewal } from './decide/renewal.js'
import { decideSanityChecks } from './decide/sanity.js'
import { overlay, type Settings } from './decide/settings.js'
import type { Site, Surroundings } from './decide/site.js'
import { decideSubnets } from './decide/subnets.js'
import type { CompatibilityFlags, Decided } from './decided.js'
import type { Report } from './problem.js'
import { flagIn, mapIn, textIn, wholeIn } from './read.js'
import type { Sliced } from './slices.js'
import { checkTraps } from './traps/traps.js'
import type { MapTree } from './tree.js'
import { validate } from './validate.js'

export interface DecideOptions {
  /** Which Kea to be; absent: what compatibility.kea of the file says, else 3. */
  readonly generation?: Generation
  readonly surroundings?: Surroundings
  /** A bad reservation is left out with a warning, instead of refusing the whole configuration. */
  readonly skipBadReservations?: boolean
}

/**
 * The map under "Dhcp4" or "Dhcp6" as decided. All that is wrong goes to `report`; undefined: there were errors. A generator, so
 * that a server that runs can do it between packets: see slices.ts.
 */
export function* decide<A extends Address>(
  whole: MapTree,
  family: FamilyKeywords<A>,
  { generation, surroundings = {}, skipBadReservations = false }: DecideOptions,
  report: Report,
): Sliced<Decided<A> | undefined> {
  const chosen = generation ?? generationIn(whole)
  // Errors of other services in the same file are theirs.
  const before = report.errors
  const map = skipBadReservations ? yield* withoutBadReservations(whole, family, chosen, report) : whole
  yield* validate(map, family.scope, family.service, chosen, report)
  const standard = standardSpaces(family.family)
  const definitions = decideDefinitions(map, family, standard, report)
  const site: Site<A> = {
    family,
    behaviours: behaviours[chosen],
    report,
    surroundings,
    skipBadReservations,
    spaces: layered(definitions, standard),
    namedClasses: new Map(),
    givenClasses: new Set(),
  }
  const written = overlay(map, initial(map, site), site)
  const settings = { ...written, boot: withoutZero(written.boot) }
  checkLifetime(map, 'valid', settings.valid, report)
  if (settings.preferred !== undefined) checkLifetime(map, 'preferred', settings.preferred, report)
  checkRenewal(map, settings, report)
  const classes = decideClasses(map, site)
  const { networks, written: subnets } = yield* decideSubnets(map, settings, site)
  yield
  checkOverlaps(subnets, site)
  yield
  const unique = flagIn(map, 'ip-reservations-unique') ?? true
  const hosts = yield* decideHosts(map, subnets, unique, site)
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
      stashAgentOptions: flagIn(map, 'stash-agent-options') ?? false,
      serverTag: textIn(map, 'server-tag') ?? '',
      dhcp4o6Port: wholeIn(map, 'dhcp4o6-port') ?? 0,
      userContext: contextOf(map),
    },
    networks,
    subnets: subnets.map(({ subnet }) => subnet).sort((a, b) => a.id - b.id),
    classes,
    hostIdentifiers: decideIdentifiers(map, site),
    hosts,
    expired: decideExpired(map),
    loggers: decideLoggers(map, family.logger, report),
    limits: decideLimits(map, site.behaviours.multiThreadingDefault, family),
    sanityChecks: decideSanityChecks(map),
    ddnsService: decideDdnsService(map, report),
    hooks: decideHooks(map, surroundings, report),
    controlSockets: decideControlSockets(map, family.realm, report),
    hostDatabases: decideHostDatabases(map, report),
    configControl: decideConfigControl(map),
    v6: family.own(map, site.spaces, report),
  }
  if (report.errors > before) return undefined
  yield* checkTraps(map, subnets, decided, site)
  return decided
}

/** What holds where nothing is written. */
function initial<A extends Address>(map: MapTree, { family, behaviours, report }: Site<A>): Settings {
  return {
    valid: { min: undefined, default: 7200, max: undefined },
    preferred: family.prefers
      ? { min: undefined, default: behaviours.defaultPreferredLifetime, max: undefined }
      : undefined,
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
    adaptiveThreshold: undefined,
    allocator: 'iterative',
    pdAllocator: 'iterative',
    rapidCommit: false,
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
