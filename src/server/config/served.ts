/** The services of a process, by name: what a configuration can ask for and a thread can run. */
export type ServiceName = 'dhcp4' | 'dhcp6'

/** What a process runs: services in threads of their own, and the Control Agent, which lives in the main thread. */
export type MemberName = ServiceName | 'agent'

/** In the order in which they are named to people. */
export const servedServices: readonly ServiceName[] = ['dhcp4', 'dhcp6']

/** In the order of starting: the agent finds the services there. */
export const members: readonly MemberName[] = [...servedServices, 'agent']

/** Whether `serve` runs a Control Agent. */
export const agentIsServed: boolean = true
