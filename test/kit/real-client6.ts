import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Lab, Namespace } from './namespace.js'
import type { Running } from './running.js'

const SCRIPTS = fileURLToPath(new URL('../system/clients', import.meta.url))

/** A DHCPv6 client of another project. Its script says "client: BOUND6 address=... prefix=.../... servers=...", RENEW6 and so on. */
export interface RealClient6 {
  readonly name: string
  readonly program: string
  readonly wants: { readonly address: boolean; readonly prefix: boolean }
  start(lab: Lab, namespace: Namespace, device: string): Running
  /** Has it give back what it holds, and end. */
  release(running: Running, lab: Lab, namespace: Namespace, device: string): void
}

/** `wishes`: -N an address, -P a prefix, -S information without a lease. */
export function dhclient6(...wishes: readonly ('-N' | '-P' | '-S')[]): RealClient6 {
  const argv = ['dhclient', '-6', '-d', ...wishes]
  return {
    name: argv.join(' '),
    program: 'dhclient',
    wants: { address: wishes.includes('-N'), prefix: wishes.includes('-P') },
    start: (lab, namespace, device) => namespace.spawnGuarded([...argv, ...dhclientFiles(lab, namespace, device)]),
    release(_, lab, namespace, device) {
      namespace.spawnGuarded([...argv, '-r', ...dhclientFiles(lab, namespace, device)])
    },
  }
}

function dhclientFiles(lab: Lab, namespace: Namespace, device: string): string[] {
  const name = `${namespace.name}-${device}`
  const config = lab.file(`${name}.dhclient6.conf`, 'request dhcp6.name-servers;\n')
  return ['-D', 'LL', '-sf', join(SCRIPTS, 'dhclient6-script.sh'), '-cf', config]
    .concat('-lf', join(lab.directory, `${name}.dhclient6.leases`))
    .concat('-pf', join(lab.directory, `${name}.dhclient6.pid`), device)
}

/** dhcpcd, for an address (IAID 1) and a prefix (IAID 2) without waiting for a router. */
export const dhcpcd6: RealClient6 = {
  name: 'dhcpcd with ia_na and ia_pd',
  program: 'dhcpcd',
  wants: { address: true, prefix: true },
  start(lab, namespace, device) {
    const lines = ['ipv6only', 'noipv6rs', 'duid', 'persistent', 'option dhcp6_name_servers', 'nodelay']
    const config = lab.file('dhcpcd6.conf', `${lines.join('\n')}\ninterface ${device}\nia_na 1\nia_pd 2\n`)
    const script = join(SCRIPTS, 'dhcpcd6-script.sh')
    return namespace.spawnGuarded(['dhcpcd', '-6', '-B', '-d', '-f', config, '--script', script, device])
  },
  release(running) {
    running.signal('SIGALRM')
  },
}
