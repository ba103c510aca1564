/** The services of a process, by name: what a configuration can ask for and a thread can run. */
export type ServiceName = 'dhcp4' | 'dhcp6'

/** In the order in which they are named to people. */
export const servedServices: readonly ServiceName[] = ['dhcp4', 'dhcp6']

/** Whether `serve` runs a Control Agent. Until then what stands under "Control-agent" is decided and checked. */
export const agentIsServed: boolean = false
