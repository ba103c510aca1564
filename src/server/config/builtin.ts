import type { ConfigurationText } from './load.js'

/**
 * What `serve` runs with when no file is named: a documentation subnet (RFC 5737) for clients on the loopback interface, to
 * try things out on any computer and without leaving it.
 *
 * @param dataDir folder of the lease file, absolute or relative to the process.
 */
export function builtinConfiguration(dataDir: string): ConfigurationText {
  const configuration = {
    'interfaces-config': { interfaces: ['lo/127.0.0.1'], 'dhcp-socket-type': 'udp' },
    'lease-database': { type: 'memfile', name: leaseFile(dataDir) },
    'valid-lifetime': 3600,
    subnet4: [
      {
        id: 1,
        subnet: '192.0.2.0/24',
        // nobody on the loopback interface has an address of this subnet: clients come by a relay on this machine
        interface: 'lo',
        relay: { 'ip-addresses': ['127.0.0.1'] },
        pools: [{ pool: '192.0.2.10 - 192.0.2.250' }],
        'option-data': [
          { name: 'routers', data: '192.0.2.1' },
          { name: 'domain-name-servers', data: '192.0.2.1, 192.0.2.2' },
          { name: 'domain-name', data: 'example.org' },
        ],
      },
    ],
    loggers,
  }
  return { name: '<built-in>', text: textOf(configuration) }
}

export interface RescueOptions {
  /** Interface to serve: "eth1". */
  readonly interface: string
  /** Prefix of that interface's address: "192.0.2.0/24". */
  readonly subnet: string
  /** Addresses to give out: "192.0.2.10-192.0.2.99". */
  readonly pool: string
  readonly dataDir: string
}

/**
 * A configuration of two options of the command line: one interface, one pool. No router is told to clients, since the
 * only address known for sure is this server's. Whether the texts are right is found when it is loaded.
 */
export function rescueConfiguration(options: RescueOptions): ConfigurationText {
  const configuration = {
    'interfaces-config': { interfaces: [options.interface], 'dhcp-socket-type': 'raw' },
    'lease-database': { type: 'memfile', name: leaseFile(options.dataDir) },
    'valid-lifetime': 3600,
    subnet4: [{ id: 1, subnet: options.subnet, interface: options.interface, pools: [{ pool: options.pool }] }],
    loggers,
  }
  return { name: '<command line>', text: textOf(configuration) }
}

const loggers = [{ name: 'kea-dhcp4', severity: 'INFO', 'output-options': [{ output: 'stdout' }] }]

function leaseFile(dataDir: string): string {
  return `${dataDir}/kea-leases4.csv`
}

/** Kea's dialect has no \u escape beyond \u00ff, but takes every character as it is: JSON.stringify makes none. */
function textOf(service: object): string {
  return `${JSON.stringify({ Dhcp4: service }, undefined, 2)}\n`
}
