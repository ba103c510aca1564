import type { ConfigurationText } from './load.js'
import type { ServiceName } from './served.js'

/**
 * What `serve` runs with when no file is named: documentation subnets (RFC 5737, RFC 3849) for clients on the loopback
 * interface, to try things out on any computer and without leaving it.
 *
 * @param dataDir folder of the lease files, absolute or relative to the process.
 */
export function builtinConfiguration(dataDir: string, services: readonly ServiceName[]): ConfigurationText {
  const parts: Readonly<Record<ServiceName, object>> = {
    dhcp4: {
      ...common('dhcp4', dataDir),
      'interfaces-config': { interfaces: ['lo/127.0.0.1'], 'dhcp-socket-type': 'udp' },
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
    },
    dhcp6: {
      ...common('dhcp6', dataDir),
      'interfaces-config': { interfaces: ['lo'] },
      subnet6: [
        {
          id: 1,
          subnet: '2001:db8:1::/64',
          interface: 'lo',
          relay: { 'ip-addresses': ['::1'] },
          pools: [{ pool: '2001:db8:1::10 - 2001:db8:1::ffff' }],
          'pd-pools': [{ prefix: '2001:db8:8000::', 'prefix-len': 40, 'delegated-len': 56 }],
          'option-data': [
            { name: 'dns-servers', data: '2001:db8:1::1, 2001:db8:1::2' },
            { name: 'domain-search', data: 'example.org' },
          ],
        },
      ],
    },
  }
  return { name: '<built-in>', text: textOf(parts, services) }
}

/** A pool of the command line. */
export interface RescuePool {
  readonly service: ServiceName
  /** Addresses to give out: "192.0.2.10-192.0.2.99". */
  readonly pool: string
  /** Prefix of the interface's address that they lie in: "192.0.2.0/24". */
  readonly subnet: string
}

export interface RescueOptions {
  /** Interface to serve: "eth1". */
  readonly interface: string
  readonly pools: readonly RescuePool[]
  readonly dataDir: string
}

/**
 * A configuration of options of the command line: one interface, its pools. No router is told to clients, since the
 * only address known for sure is this server's. Whether the texts are right is found when it is loaded.
 */
export function rescueConfiguration({ interface: name, pools, dataDir }: RescueOptions): ConfigurationText {
  const subnetsOf = (service: ServiceName): object[] => {
    const own = pools.filter(pool => pool.service === service)
    return [...new Set(own.map(({ subnet }) => subnet))].map((subnet, i) => ({
      id: i + 1,
      subnet,
      interface: name,
      pools: own.filter(pool => pool.subnet === subnet).map(({ pool }) => ({ pool })),
    }))
  }
  const parts: Readonly<Record<ServiceName, object>> = {
    dhcp4: {
      ...common('dhcp4', dataDir),
      'interfaces-config': { interfaces: [name], 'dhcp-socket-type': 'raw' },
      subnet4: subnetsOf('dhcp4'),
    },
    dhcp6: {
      ...common('dhcp6', dataDir),
      'interfaces-config': { interfaces: [name] },
      subnet6: subnetsOf('dhcp6'),
    },
  }
  return { name: '<command line>', text: textOf(parts, new Set(pools.map(({ service }) => service))) }
}

function common(service: ServiceName, dataDir: string): object {
  const file = service === 'dhcp4' ? 'kea-leases4.csv' : 'kea-leases6.csv'
  return {
    'lease-database': { type: 'memfile', name: `${dataDir}/${file}` },
    'valid-lifetime': 3600,
    loggers: [{ name: `kea-${service}`, severity: 'INFO', 'output-options': [{ output: 'stdout' }] }],
  }
}

/** Kea's dialect has no \u escape beyond \u00ff, but takes every character as it is: JSON.stringify makes none. */
function textOf(parts: Readonly<Record<ServiceName, object>>, services: Iterable<ServiceName>): string {
  const file: Record<string, object> = {}
  for (const service of services) file[service === 'dhcp4' ? 'Dhcp4' : 'Dhcp6'] = parts[service]
  return `${JSON.stringify(file, undefined, 2)}\n`
}
