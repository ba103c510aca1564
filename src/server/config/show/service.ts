import type { Address } from '../../lease/lease.js'
import type { LogOutputConfig } from '../decided.js'
import { mapIn, mapsIn, plain } from '../read.js'
import type { Scope } from '../schema/keyword.js'
import { rowsOf } from '../schema/rows.js'
import type { MapTree } from '../tree.js'
import { shownDhcp6 } from './dhcp6.js'
import { innerMap } from './scopes.js'
import { type Json, ordered, type Shower } from './shower.js'
import { writtenIn } from './written.js'

/** The maps of the service itself: sockets, databases, threads, logs and the like. */
export function shownService<A extends Address>(map: MapTree, scope: Scope, shower: Shower<A>): Json {
  const { decided, effective, generation } = shower
  const filled = (key: string): Json => {
    const inner = innerMap(map, scope, key)
    return shower.filled(inner.map, inner.scope)
  }
  const shown: Json = {
    'interfaces-config': shownInterfaces(map, scope, shower),
    'lease-database': shownLeaseDatabase(map, shower),
    'dhcp-ddns': shownDdns(map, shower),
    'dhcp-queue-control': { ...filled('dhcp-queue-control'), 'enable-queue': decided.limits.queue.enabled },
    'multi-threading': filled('multi-threading'),
    'sanity-checks': filled('sanity-checks'),
    'expired-leases-processing': filled('expired-leases-processing'),
    'host-reservation-identifiers': [...decided.hostIdentifiers],
    'hooks-libraries': mapsIn(map, 'hooks-libraries').map(library => shower.sorted(bare(library), library)),
  }
  if (decided.v6 !== undefined) Object.assign(shown, shownDhcp6(map, decided.v6, shower))
  const sockets = writtenIn(map, 'control-sockets')?.value
  if (Array.isArray(sockets) && sockets.length > 0) shown['control-sockets'] = shownSockets(map, shower)
  const hosts = writtenIn(map, 'hosts-databases')?.value
  if (Array.isArray(hosts) && hosts.length > 0) shown['hosts-databases'] = ordered(hosts)
  const control = mapIn(map, 'config-control')
  if (control !== undefined)
    shown['config-control'] = effective
      ? shower.filled(control, rowsOf(scope, 'config-control'))
      : shower.sorted(bare(control), control)
  const flags = shownCompatibility(map, shower)
  // Kea 2.2 takes them, but does not show them.
  if (Object.keys(flags).length > 0 && (effective || generation === '3')) shown.compatibility = flags
  if (effective || mapsIn(map, 'loggers').length > 0) shown.loggers = shownLoggers(map, shower)
  return shown
}

/** What is written in a map, but for its remarks. */
function bare(map: MapTree): Json {
  const { comment, 'user-context': _, ...rest } = plain(map) as Json
  return ordered(rest) as Json
}

function shownSockets<A extends Address>(map: MapTree, shower: Shower<A>): Json[] {
  const old = mapIn(map, 'control-socket')
  return (old === undefined ? mapsIn(map, 'control-sockets') : [old]).map(socket => shower.sorted(bare(socket), socket))
}

function shownInterfaces<A extends Address>(map: MapTree, scope: Scope, shower: Shower<A>): Json {
  const { decided, effective } = shower
  const { map: written, scope: rows } = innerMap(map, scope, 'interfaces-config')
  const { interfaces } = decided.interfaces
  if (effective) return { ...shower.filled(written, rows), interfaces: [...interfaces] }
  // The wildcard, names in alphabetical order, then single addresses. Without the map Kea looks once only.
  const names = interfaces.filter(name => !name.includes('/')).sort()
  const addresses = interfaces.filter(name => name.includes('/'))
  const shown: Json = { interfaces: [...names, ...addresses], 're-detect': written !== undefined }
  for (const key of rows.keywords.keys()) {
    const value = written && key !== 'interfaces' ? writtenIn(written, key)?.value : undefined
    const usual = value === 'raw' || value === 'same-as-inbound' || (value === false && key !== 're-detect')
    if (value !== undefined && !usual) shown[key] = value
  }
  return written === undefined ? shown : shower.sorted(withoutRemarks(shown), written)
}

function withoutRemarks({ comment, 'user-context': _, ...rest }: Json): Json {
  return rest
}

function shownLeaseDatabase<A extends Address>(map: MapTree, shower: Shower<A>): Json {
  const written = mapIn(map, 'lease-database')
  if (!shower.effective) return written === undefined ? { type: 'memfile' } : shower.sorted(bare(written), written)
  const { type, persist, lfcInterval, maxRowErrors } = shower.decided.leaseDatabase
  const usual = { type, persist, 'lfc-interval': lfcInterval, 'max-row-errors': maxRowErrors }
  if (written === undefined) return shower.sorted(usual)
  const rest = bare(written)
  return type === 'memfile' ? shower.sorted({ ...usual, ...rest }, written) : shower.sorted(rest, written)
}

function shownDdns<A extends Address>(map: MapTree, shower: Shower<A>): Json {
  const { ddnsService: d, global } = shower.decided
  return shower.sorted(
    {
      'enable-updates': global.ddns.enableUpdates,
      'max-queue-size': d.maxQueueSize,
      'ncr-format': d.format,
      'ncr-protocol': d.protocol,
      'sender-ip': d.senderIp,
      'sender-port': d.senderPort,
      'server-ip': d.serverIp,
      'server-port': d.serverPort,
    },
    mapIn(map, 'dhcp-ddns'),
  )
}

function shownCompatibility<A extends Address>(map: MapTree, { effective }: Shower<A>): Json {
  const written = mapIn(map, 'compatibility')
  if (written === undefined) return {}
  return Object.fromEntries(Object.entries(bare(written)).filter(([, value]) => effective || value !== false))
}

function shownLoggers<A extends Address>(map: MapTree, shower: Shower<A>): Json[] {
  const written = mapsIn(map, 'loggers')
  return shower.decided.loggers.map(({ name, severity, debugLevel, outputs }, i) => {
    const shown: Json = { name, severity, debuglevel: debugLevel }
    if (outputs.length > 0) shown['output-options'] = outputs.map(output => shownOutput(output, shower.effective))
    return shower.sorted(shown, written[i])
  })
}

/** Kea shows the sizes of files only: the rest is not rotated. */
function shownOutput({ output, flush, pattern, maxSize, maxVersions }: LogOutputConfig, effective: boolean): Json {
  const file = output !== 'stdout' && output !== 'stderr' && !/^syslog(:|$)/.test(output)
  return { flush, ...(file || effective ? { maxsize: maxSize, maxver: maxVersions } : {}), output, pattern }
}
