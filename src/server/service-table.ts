import type { ServiceName } from './config/served.js'
import { DhcpService } from './dhcp-service.js'
import { dhcp4, dhcp6 } from './service-family.js'
import type { ServiceOptions } from './service-options.js'
import type { ServiceRooms } from './service-rooms.js'

/** A service as its thread runs it, whichever family it serves. */
export type Service = Pick<
  DhcpService<never, never>,
  'check' | 'apply' | 'discard' | 'stop' | 'listens' | 'leaseFile' | 'commands' | 'logs'
>

/** Makes each service that there is. */
export const serviceTable: Readonly<Record<ServiceName, (options: ServiceOptions, rooms: ServiceRooms) => Service>> = {
  dhcp4: (options, rooms) => new DhcpService(dhcp4, options, rooms),
  dhcp6: (options, rooms) => new DhcpService(dhcp6, options, rooms),
}
