import { isIP } from 'node:net'
import type { Generation } from '../behaviours.js'
import type { AgentConfig } from '../decided-agent.js'
import type { ControlSocketConfig } from '../decided-service.js'
import type { Report } from '../problem.js'
import { flagIn, mapIn, placeOf, textIn, wholeIn } from '../read.js'
import { controlAgent } from '../schema/control-agent.js'
import type { Sliced } from '../slices.js'
import type { MapTree } from '../tree.js'
import { validate } from '../validate.js'
import { authenticationOf } from './authentication.js'
import { checkSocketPath, checkTls, headersOf } from './control-sockets.js'
import { decideHooks } from './hooks.js'
import { decideLoggers } from './loggers.js'

/** Kea's libraries for the agent whose features are built in. */
const libraries: ReadonlySet<string> = new Set(['libca_rbac.so'])

/** The map under "Control-agent" as decided. All that is wrong goes to `report`; undefined: there were errors. */
export function* decideControlAgent(
  map: MapTree,
  generation: Generation,
  report: Report,
): Sliced<AgentConfig | undefined> {
  const before = report.errors
  yield* validate(map, controlAgent, 'Control-agent', generation, report)
  const agent: AgentConfig = {
    door: doorOf(map, report),
    services: servicesOf(map, report),
    hooks: decideHooks(map, { libraries }, report),
    loggers: decideLoggers(map, 'kea-ctrl-agent', report),
  }
  return report.errors > before ? undefined : agent
}

function doorOf(map: MapTree, report: Report): ControlSocketConfig {
  const address = textIn(map, 'http-host') ?? '127.0.0.1'
  if (isIP(address) === 0 && address !== 'localhost')
    report.error('wrong-address', placeOf(map, 'http-host'), `http-host: '${address}' is not an IP address`)
  const files = {
    trustAnchor: textIn(map, 'trust-anchor') ?? '',
    certFile: textIn(map, 'cert-file') ?? '',
    keyFile: textIn(map, 'key-file') ?? '',
  }
  const door: ControlSocketConfig = {
    type: files.certFile === '' ? 'http' : 'https',
    name: '',
    address,
    port: wholeIn(map, 'http-port') ?? 8000,
    ...files,
    certRequired: flagIn(map, 'cert-required') ?? true,
    authentication: authenticationOf(map, 'kea-control-agent', report),
    metrics: false,
    headers: headersOf(map, report),
    position: map.at,
  }
  checkTls(map, door, report)
  return door
}

function servicesOf(map: MapTree, report: Report): Map<string, string> {
  const paths = new Map<string, string>()
  const sockets = mapIn(map, 'control-sockets')
  if (sockets === undefined) return paths
  for (const service of ['dhcp4', 'dhcp6', 'd2']) {
    const socket = mapIn(sockets, service)
    const path = socket && textIn(socket, 'socket-name')
    if (socket === undefined || path === undefined) continue
    checkSocketPath(socket, path, report)
    paths.set(service, path)
  }
  return paths
}
