import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Lab, Namespace } from './namespace.js'
import type { Running } from './running.js'

const SCRIPTS = fileURLToPath(new URL('../system/clients', import.meta.url))

/** A DHCP client of another project. `reasons` are its own words for what happened, as its script prints them. */
export interface RealClient {
  readonly program: string
  readonly reasons: { readonly bound: string; readonly renewed: string }
  start(lab: Lab, namespace: Namespace, device: string): Running
  /** Has it renew now; undefined for a client that does so by itself at T1. */
  renew?(running: Running): void
  /** Has it give its lease back and end. */
  release(running: Running, lab: Lab, namespace: Namespace, device: string): void
}

export const dhclient: RealClient = {
  program: 'dhclient',
  reasons: { bound: 'BOUND', renewed: 'RENEW' },
  start(lab, namespace, device) {
    return namespace.spawnGuarded(['dhclient', '-4', '-d', ...dhclientFiles(lab, namespace, device), device])
  },
  release(_, lab, namespace, device) {
    namespace.spawnGuarded(['dhclient', '-4', '-r', ...dhclientFiles(lab, namespace, device), device])
  },
}

function dhclientFiles(lab: Lab, namespace: Namespace, device: string): string[] {
  const name = `${namespace.name}-${device}`
  const config = lab.file(`${name}.dhclient.conf`, 'request subnet-mask, routers;\ntimeout 20;\nretry 1;\n')
  return ['-sf', join(SCRIPTS, 'dhclient-script.sh'), '-cf', config]
    .concat('-lf', join(lab.directory, `${name}.dhclient.leases`))
    .concat('-pf', join(lab.directory, `${name}.dhclient.pid`))
}

export const udhcpc: RealClient = {
  program: 'udhcpc',
  reasons: { bound: 'bound', renewed: 'renew' },
  start(_, namespace, device) {
    return namespace.spawnGuarded(['udhcpc', '-f', '-R', '-i', device, '-s', join(SCRIPTS, 'udhcpc-script.sh')])
  },
  renew: running => running.signal('SIGUSR1'),
  release(running) {
    // -R: release on quit
    running.signal('SIGTERM')
  },
}

export const dhcpcd: RealClient = {
  program: 'dhcpcd',
  reasons: { bound: 'BOUND', renewed: 'RENEW' },
  start(lab, namespace, device) {
    // noarp: probing for conflicts takes five seconds and is not the server's concern
    const config = lab.file('dhcpcd.conf', 'duid\npersistent\noption routers\nnoarp\nnoipv6rs\nnoipv4ll\nnodelay\n')
    const argv = ['dhcpcd', '-4', '-B', '-d', '-f', config, '--script', join(SCRIPTS, 'dhcpcd-script.sh'), device]
    return namespace.spawnGuarded(argv)
  },
  release(running) {
    running.signal('SIGALRM')
  },
}
