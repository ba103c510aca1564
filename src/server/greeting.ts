import type { MemberName, ServiceName } from './config/served.js'
import { serviceTitle } from './service-group.js'
import type { Serving } from './service-options.js'

/** How to get a first lease from the built-in configuration. */
const probes: Readonly<Record<ServiceName, string>> = { dhcp4: 'npx keats probe', dhcp6: 'npx keats probe -6' }

/** What a server without a file tells whoever started it. `builtin`: nor was anything on the command line. */
export function greeting(serving: ReadonlyMap<MemberName, Serving>, builtin: boolean): string[] {
  const lines = ['']
  for (const [service, { listens, leaseFile }] of serving)
    lines.push(
      `  ${serviceTitle(service)} is served on  ${listens.join(', ') || 'no interface'}`,
      `  leases are kept in   ${leaseFile ?? 'memory only'}`,
    )
  const commands = [...serving.keys()].flatMap(member => (member === 'agent' ? [] : [probes[member]]))
  lines.push(
    builtin
      ? `  get a first lease    ${commands.join(', or ')}        (in another terminal)`
      : '  configuration from   the command line',
    '  stop it              Ctrl-C',
    '',
  )
  return lines
}
