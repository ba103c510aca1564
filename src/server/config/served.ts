/** The services of a process, by name: what a configuration can ask for and a thread can run. */
export type ServiceName = 'dhcp4' | 'dhcp6'

/** Whether `serve` answers DHCPv6. Until then what stands under "Dhcp6" is decided and checked, and a warning says so. */
export const dhcp6IsServed: boolean = true

/** In the order in which they are named to people. */
export const servedServices: readonly ServiceName[] = dhcp6IsServed ? ['dhcp4', 'dhcp6'] : ['dhcp4']

/** Whether `serve` runs a Control Agent. Until then what stands under "Control-agent" is decided and checked. */
export const agentIsServed: boolean = false
